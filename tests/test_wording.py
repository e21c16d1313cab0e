"""The words that the course does not use, and the ways in which a text may quote them."""

from __future__ import annotations

import pytest

from bzdcourse.data import CourseError, course_root, references
from bzdcourse.wording import load_terms, wording_problems

KINDS_OF_TEXT = {"article restatement", "wrong option", "glossary"}
MARKS = {"quotation", "history", "source title", "name", "legal term"}


@pytest.fixture(scope="module")
def terms():
    """The list of words of the course."""
    return load_terms(course_root() / "source_texts" / "terminology.yml")


def found(text, terms):
    """The words to mend in a text."""
    return [problem.term for problem in wording_problems(text, terms)]


TO_MEND = [
    ("She is an addict.", "addict"),
    ("Tranquilliser addicts told their story.", "Tranquilliser addicts"),
    ("The substance abuser was sent away.", "substance abuser"),
    ("He was called a junkie.", "junkie"),
    ("Epileptics took it first.", "Epileptics"),
    ("It was given to an epileptic.", "an epileptic"),
    ("Falls in the elderly are common.", "the elderly"),
    ("She suffers from anxiety.", "suffers from"),
    ("Victims of withdrawal wrote letters.", "Victims of"),
    ("He is addicted to his prescribed tablets.", "addicted to his prescribed tablets"),
    ("It led to iatrogenic addiction.", "iatrogenic addiction"),
    ("This is physical addiction.", "physical addiction"),
    ("Addiction/dependence is serious.", "Addiction/dependence"),
    ("She was hooked.", "hooked"),
    ("Benzodiazepine abuse is rising.", "Benzodiazepine abuse"),
    ("A drug habit needs help.", "drug habit"),
    ("The note says nothing but drug-seeking.", "drug-seeking"),
    ("After a year he got clean.", "got clean"),
    ("There was a dirty urine.", "dirty urine"),
    ("The body purged the drug.", "purged"),
    ("Plan a detox with your doctor.", "detox"),
    ("Going cold turkey is dangerous.", "cold turkey"),
    ("She relapsed in March.", "relapsed"),
    ("It was a failed treatment.", "failed treatment"),
    ("He failed to taper.", "He failed to taper"),
    ("The patient was non-compliant.", "non-compliant"),
    ("The patient denies alcohol.", "patient denies"),
    ("A friend committed suicide.", "committed suicide"),
    ("Benzos are medicines.", "Benzos"),
    ("They called it mother's little helper.", "mother's little helper"),
    ("They called it mother\u2019s little helper.", "mother\u2019s little helper"),
    ("It is a minor tranquilliser.", "minor tranquilliser"),
    ("Street Valium is sold.", "Street Valium"),
    ("There is no risk of seizures.", "no risk of seizures"),
]


@pytest.mark.parametrize(("text", "term"), TO_MEND, ids=[term for _, term in TO_MEND])
def test_what_the_course_does_not_say_is_found(terms, text, term):
    """A word of the list is found, in the form in which it stands."""
    assert found(text, terms) == [term]


@pytest.mark.parametrize(
    "text",
    [
        "A person with a use disorder asks for help.",
        "People who are physically dependent are not addicted.",
        "Addiction adds craving and loss of control.",
        "An epileptic seizure needs an ambulance.",
        "Older adults fall more often.",
        "She died by suicide; her brother survived a suicide attempt.",
        "A taper takes months; inpatient detoxification takes days.",
        "The National Institute on Drug Abuse counts deaths.",
        "The warning names abuse, misuse, addiction and physical dependence.",
        "Schedule IV is for drugs of lower abuse potential.",
        "A clean sheet of paper, a habit of mind, an old street.",
        "Eighty people were admitted to hospital.",
        "Antipsychotics and anti-psychotics are other medicines.",
        "Minor injuries, major surgery, and tranquillisers.",
    ],
)
def test_what_the_course_says_is_left_alone(terms, text):
    """Right words, names of bodies and terms of laws give no problem."""
    assert found(text, terms) == []


@pytest.mark.parametrize(
    "text",
    [
        "A note of 1975 calls her “an addict”.",
        'A note of 1975 calls her "an addict".',
        'The word ("addict") is from a note.',
        "He wrote: “I was hooked on benzos\nand got clean.” Then he stopped.",
        "> She was an addict.\n> A junkie, they said.",
        "See [NIDA](https://example.org/addict/detox) for more.",
        "See https://example.org/benzos and www.example.org/addicts.",
        "The file `addict.py` is code.",
        "```\naddict = junkie\n```",
        "- Shorter E (2013). Benzo hysteria. *Psychology Today*. [www.x.org](https://www.x.org/benzo)",
        "- Who A (1991). History. *Journal of Drug Abuse, 8:53*.",
    ],
)
def test_a_marked_use_is_allowed(terms, text):
    """Quotations, addresses, code and lists of sources are not the course's own words."""
    assert found(text, terms) == []


@pytest.mark.parametrize(
    "text",
    [
        "He said “stop”, the addict.",
        'He said "stop" and the addict said "why".',
        "> A quotation.\n\nAn addict.",
        "[an addict](https://example.org/help)",
        "- An addict in a list of points.",
        "`code` and an addict",
        "“An opening mark without its end.\n\nAn addict.",
        'An "opening mark without its end.\n\nAn addict.',
        "```\ncode\n```\nAn addict.",
    ],
)
def test_a_mark_hides_no_more_than_what_it_marks(terms, text):
    """What stands beside a quotation, an address or code is checked."""
    assert [word.lower() for word in found(text, terms)] == ["addict"]


def test_a_word_may_break_over_a_line(terms):
    """A space of the list also stands for the end of a line."""
    assert found("He had committed\n  suicide.", terms) == ["committed suicide"]


def test_a_quotation_does_not_join_the_words_around_it(terms):
    """What is taken out of a text leaves a gap."""
    assert found("He committed “an error” suicide prevention could not mend.", terms) == []


def test_a_part_of_a_word_is_not_the_word(terms):
    """Only whole words count."""
    assert found("Addictive, benzodiazepine, unabusedly, habitat, detoxification.", terms) == []


def test_problems_come_in_the_order_of_the_text_with_their_lines(terms):
    """Each problem names its line, the word and what to write instead."""
    text = "# A heading\n\nBenzos first.\n“A\nquotation.”\n\nThen an addict, and a detox.\n"
    problems = list(wording_problems(text, terms))
    assert [(p.line, p.term) for p in problems] == [(3, "Benzos"), (7, "addict"), (7, "detox")]
    assert problems[0].advice.startswith("write “benzodiazepine")
    assert all(len(problem.advice.split()) > 5 for problem in problems)


def test_an_empty_text_has_no_problem(terms):
    """Nothing said, nothing to mend."""
    assert found("", terms) == []


def test_without_terms_everything_may_be_said():
    """The rules are the list's."""
    assert found("An addict.", []) == []


def test_the_list_says_why_and_who_says_so(terms):
    """Each entry of the list has its advice, its reason in one sentence and sources that exist."""
    assert 25 <= len(terms) <= 40
    for term in terms:
        assert term.why.endswith(".")
        assert "." not in term.why[:-1]
        assert set(term.sources) <= set(references())
        assert set(term.allowed) <= KINDS_OF_TEXT | MARKS


def test_no_advice_breaks_the_list(terms):
    """What the list tells one to write may be written."""
    for term in terms:
        assert found(term.use, [t for t in terms if "glossary" not in t.allowed]) == []


def test_the_glossary_keeps_to_the_list(terms):
    """The glossary is checked for every word but those that it has to explain."""
    text = (course_root() / "source_texts" / "glossary.md").read_text(encoding="utf-8")
    assert found(text, [term for term in terms if "glossary" not in term.allowed]) == []


RULE = (
    "terms:\n"
    "  - {avoid: [oldish], use: old, why: It is vague., sources: [a], allowed: [quotation]}\n"
)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("'(very )?old(ish|y)?'", "A very oldy thing."),
        ("'(old|elder) men'", "ELDER MEN spoke."),
        ("'((very|quite) )?(old|elder)'", "A quite old rule."),
        ("'old|ancient'", "An ancient rule."),
        ("'[oO]lds?'", "An old rule."),
    ],
)
def test_no_expression_is_passed_over(tmp_path, expression, text):
    """Whatever an expression is made of, a text that it matches is found."""
    path = tmp_path / "terminology.yml"
    path.write_text(RULE.replace("oldish", expression), encoding="utf-8")
    assert found(text, load_terms(path)) != []


@pytest.mark.parametrize(
    ("was", "is_now", "told"),
    [
        ("why: It is vague., ", "", "entry 1 lacks why"),
        ("sources: [a]", "sources: []", "entry 1 lacks sources"),
        ("[oldish]", "['old(ish']", r"entry 1 .*old\(ish.* can't be used"),
        ("use: old", "use: old, uses: older", "entry 1 .*uses"),
    ],
)
def test_an_entry_that_cannot_be_used_is_told(tmp_path, was, is_now, told):
    """A missing part, an unknown part and a broken expression are refused with their place."""
    path = tmp_path / "terminology.yml"
    path.write_text(RULE, encoding="utf-8")
    assert found("An oldish rule.", load_terms(path)) == ["oldish"]
    path.write_text(RULE.replace(was, is_now), encoding="utf-8")
    with pytest.raises(CourseError, match=rf"terminology\.yml: {told}"):
        load_terms(path)
