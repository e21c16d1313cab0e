"""The glossary, as lessons and the check get it."""

from __future__ import annotations

import re

import pytest

from bzdcourse.data import CourseError, course_root, references
from bzdcourse.glossary import anchor, load_glossary

ENTRY = """\
## {term}

**In plain words:** Something.

**In the field:** Something else [@nice2022; @fda2020], and again [@nice2022].

**Not to be confused with:** [{other}](#{other}) — which it is not.
"""
TWO = "# Glossary\n\nHow to read it.\n\n" + "\n".join(
    [ENTRY.format(term="taper", other="withdrawal"), ENTRY.format(term="withdrawal", other="taper")]
)


@pytest.fixture(scope="module")
def glossary():
    """The glossary of the course."""
    return load_glossary(course_root() / "source_texts" / "glossary.md")


@pytest.fixture
def load(tmp_path):
    """Load a glossary from its text."""

    def load(text):
        path = tmp_path / "glossary.md"
        path.write_text(text, encoding="utf-8")
        return load_glossary(path)

    return load


def test_the_course_has_its_words(glossary):
    """There are enough entries, and the words that lessons turn on are among them."""
    assert len(glossary) >= 60
    turned_on = {"physical dependence", "use disorder", "tolerance", "withdrawal", "taper"}
    counted = {"natural frequency", "denominator", "hazard ratio", "odds ratio", "GRADE"}
    assert turned_on | counted <= set(glossary)


def test_the_course_lists_its_words_by_the_alphabet(glossary):
    """A reader finds a word where the alphabet puts it."""
    assert list(glossary) == sorted(glossary, key=str.casefold)


def test_every_source_of_the_course_glossary_is_in_the_bibliography(glossary):
    """No entry names a source that cannot be looked up."""
    named = {key for entry in glossary.values() for key in entry.sources}
    assert named - set(references()) == set()


def test_a_number_in_the_course_glossary_has_a_source(glossary):
    """A sentence with a percentage, a share or a number of people sits in a text with a source."""
    counted = re.compile(r"\d%|\d of \d|\d (people|adults|patients|milligrams?|mg|hours)")
    unsourced = [t for t, entry in glossary.items() if counted.search(entry.field)]
    known_to_all = {"confidence interval"}
    assert [t for t in unsourced if not glossary[t].sources and t not in known_to_all] == []


def test_no_entry_of_the_course_sends_the_reader_to_itself(glossary):
    """A word is told from other words."""
    for term, entry in glossary.items():
        assert f"](#{anchor(term)})" not in entry.not_to_be_confused_with


def test_plain_words_are_short(glossary):
    """Half of the plain meanings have at most 25 words, and none has more than 50."""
    lengths = sorted(len(entry.plain.split()) for entry in glossary.values())
    assert lengths[len(lengths) // 2] <= 25
    assert lengths[-1] <= 50


def test_an_entry_holds_its_three_texts_and_its_sources(load):
    """Each text comes without its label; a source that is named twice is listed once."""
    taper = load(TWO)["taper"]
    assert taper.plain == "Something."
    assert taper.field.startswith("Something else [@nice2022")
    assert taper.not_to_be_confused_with == "[withdrawal](#withdrawal) — which it is not."
    assert taper.sources == ("nice2022", "fda2020")


def test_a_text_may_run_over_several_lines(load):
    """A line break inside a paragraph belongs to it."""
    assert load(TWO.replace("Something.", "Some\nthing."))["taper"].plain == "Some\nthing."


def test_entries_keep_the_order_of_the_file(load):
    """The loader sorts nothing."""
    assert list(load(TWO)) == ["taper", "withdrawal"]


def test_an_empty_glossary_has_no_entries(load):
    """Text without a heading of the second level defines nothing."""
    assert load("# Glossary\n\nNothing yet.\n") == {}


@pytest.mark.parametrize(
    ("was", "is_now", "told"),
    [
        ("**In the field:** Something else", "**In the lab:** Something else", "In the field"),
        ("**In plain words:** Something.\n\n", "", "In plain words:.* should stand here"),
        ("**In plain words:** Something.", "**In plain words:** ", "In plain words"),
        ("**In plain words:** Something.", "Something.", "In plain words"),
        ("which it is not.\n", "which it is not.\n\nMore.\n", "the next entry should stand here"),
        ("[withdrawal](#withdrawal) — which", "Withdrawal — which", "links to no entry"),
        ("(#withdrawal)", "(#purging)", "#purging leads to no entry"),
        ("## withdrawal", "## taper", "“taper” has an entry already"),
        ("## taper", "##", "an entry has no term"),
        (
            "**Not to be confused with:** [withdrawal](#withdrawal) — which it is not.\n",
            "",
            "lacks",
        ),
    ],
)
def test_what_is_wrong_with_an_entry_is_told(load, was, is_now, told):
    """Each kind of malformed entry is refused with its file and its line."""
    broken = TWO.replace(was, is_now, 1)
    assert broken != TWO
    with pytest.raises(CourseError, match=rf"glossary\.md, line \d+: .*{told}"):
        load(broken)


def test_the_line_told_is_the_line_of_the_fault(load):
    """The number leads to where one has to mend."""
    broken = TWO.replace("**In the field:**", "**In the lab:**", 1)
    line = broken.splitlines().index(next(x for x in broken.splitlines() if "lab" in x)) + 1
    with pytest.raises(CourseError, match=rf"line {line}:"):
        load(broken)


@pytest.mark.parametrize(
    ("term", "address"),
    [
        ("GABA-A receptor", "gaba-a-receptor"),
        ("cognitive behavioural therapy (CBT)", "cognitive-behavioural-therapy-cbt"),
    ],
)
def test_an_address_is_made_as_markdown_makes_it(term, address):
    """Lower case, no punctuation but hyphens, and a hyphen for a space."""
    assert anchor(term) == address
