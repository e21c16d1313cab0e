"""The claims of the two articles: complete, judged, and sound."""

import pytest
import yaml

from articles import MARK, ROOT, paragraphs
from bzdcourse.claims import load_claims
from bzdcourse.data import CourseError

FILE = ROOT / "source_texts" / "claims.yml"


@pytest.fixture(scope="module")
def claims():
    """The claims of the course."""
    return load_claims()


@pytest.fixture
def spoilt(tmp_path):
    """Return a function that spoils the claims and gives back what the loader says."""

    def spoil(change):
        content = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        change(content)
        path = tmp_path / "claims.yml"
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        with pytest.raises(CourseError) as caught:
            load_claims(path)
        return caught.value.problems

    return spoil


def entry(content, part, name):
    """One raw entry of a part of the content, by its id."""
    return next(raw for raw in content[part] if name in (raw.get("id"), raw.get("claim")))


def change_claim(name, **fields):
    """Return a change that overwrites fields of a claim."""
    return lambda content: entry(content, "claims", name).update(fields)


def change(part, name, **fields):
    """Return a change that overwrites fields of an entry of another part."""
    return lambda content: entry(content, part, name).update(fields)


def drop(part, name, field):
    """Return a change that takes a field away."""
    return lambda content: entry(content, part, name).pop(field)


def repeat_first(part):
    """Return a change that lists the first entry of a part twice."""
    return lambda content: content[part].append(dict(content[part][0]))


def test_every_claim_of_both_articles_is_there(claims):
    """There are 113 claims: 42 of article A, 71 of article B, numbered without a gap."""
    ids = [f"A{n:02}" for n in range(1, 43)] + [f"B{n:02}" for n in range(1, 72)]
    assert list(claims.claims) == ids


def test_counts_by_verdict_add_up(claims):
    """Every claim has one first verdict, and every verdict word is used."""
    counts = claims.count_by_verdict()
    assert sum(counts.values()) == 113
    assert list(counts) == list(claims.verdicts)
    assert all(counts.values())


def test_only_a_value_judgement_may_lack_a_source(claims):
    """Whatever else is said of a claim rests on a source."""
    bare = [claim for claim in claims.claims.values() if not claim.references]
    assert {claim.verdict.id for claim in bare} == {"value-judgement"}


@pytest.mark.parametrize("article", ["a", "b"])
def test_marks_in_a_paragraph_are_its_claims(claims, article):
    """A paragraph carries the mark of each of its claims once; what it leaves out has no mark."""
    restated = paragraphs(article)
    for number, text in restated.items():
        here = claims.in_paragraph(article, number)
        visible = [claim.id for claim in here if claim.kind != "omission"]
        assert sorted(MARK.findall(text)) == sorted(visible), f"{article}{number}"
    of_article = [claim for claim in claims.claims.values() if claim.article == article]
    assert {claim.paragraph for claim in of_article} <= set(restated)


def test_an_omission_says_why_it_is_dangerous(claims):
    """What an article leaves out comes with what may happen to a reader, and nothing else does."""
    assert len(claims.omissions) == 6
    for claim in claims.claims.values():
        assert bool(claim.danger) == (claim.kind == "omission")


def test_a_contradiction_has_two_sides(claims):
    """Each of the contradictions sets claims against other claims of the same article."""
    assert len(claims.contradictions) == 3
    for one in claims.contradictions:
        assert {claim.article for claim in one.one_side} == {one.other_side[0].article}
        assert not set(one.one_side) & set(one.other_side)


def test_second_verdict_is_a_verdict_or_nothing(claims):
    """A claim judged twice carries both words in full."""
    assert claims.claims["A17"].second_verdict.name == "Unsafe as advice"
    assert claims.claims["A02"].second_verdict is None


SCHEMA_FAULTS = [
    (change_claim("A05", id="C05"), "C05", "does not match"),
    (change_claim("A05", article="c"), "A05", "article"),
    (change_claim("A05", paragraph=0), "A05", "paragraph"),
    (change_claim("A05", kind="rumour"), "A05", "rumour"),
    (change_claim("A05", restatement=""), "A05", "restatement"),
    (change_claim("A05", reasoning=""), "A05", "reasoning"),
    (change_claim("A05", references=[]), "A05", "references"),
    (change_claim("A05", references=["fda2020", "fda2020"]), "A05", "non-unique"),
    (change_claim("A05", surprise=1), "A05", "surprise"),
    (drop("claims", "A05", "verdict"), "A05", "verdict"),
    (drop("claims", "A05", "id"), "number 5 of the claims", "id"),
    (change("verdicts", "outdated", letter="OD"), "outdated", "letter"),
    (change("verdicts", "outdated", colour="#abc"), "outdated", "colour"),
    (drop("verdicts", "outdated", "definition"), "outdated", "definition"),
    (change("contradictions", "b-works-or-not", one_side=[]), "b-works-or-not", "one_side"),
    (drop("contradictions", "b-works-or-not", "text"), "b-works-or-not", "text"),
    (drop("omissions", "A40", "danger"), "A40", "danger"),
    (lambda content: content.pop("omissions"), "claims.yml:", "omissions"),
]
NAME_FAULTS = [
    (change_claim("A05", verdict="maybe"), "A05: verdict", "“maybe”"),
    (change_claim("A05", second_verdict="maybe"), "A05: second_verdict", "“maybe”"),
    (change_claim("A05", references=["nobody1999"]), "A05: references", "“nobody1999”"),
    (repeat_first("claims"), "A01", "more than once"),
    (repeat_first("verdicts"), "supported", "more than once"),
    (repeat_first("contradictions"), "b-days-or-months", "more than once"),
    (repeat_first("omissions"), "A40", "more than once"),
    (change("verdicts", "outdated", letter="S"), "outdated: letter", "more than once"),
    (change("contradictions", "b-works-or-not", one_side=["B99"]), "b-works-or-not", "B99"),
    (change("omissions", "A40", claim="A99"), "A99: claim", "no claim A99"),
]
MEANING_FAULTS = [
    (change_claim("A05", article="b"), "A05: article", "article A"),
    (change_claim("A05", second_verdict="partly-supported"), "A05: second_verdict", "the same"),
    (lambda content: content["omissions"].pop(), "B71: kind", "why it is dangerous"),
    (change_claim("A40", kind="claim"), "A40: claim", "kind omission"),
    (change("contradictions", "b-works-or-not", one_side=["B51"]), "b-works-or-not", "both sides"),
    (change("contradictions", "b-works-or-not", one_side=["A05"]), "b-works-or-not", "one article"),
    (change("contradictions", "b-works-or-not", one_side=["B71"]), "b-works-or-not", "leaves out"),
]


@pytest.mark.parametrize(("fault", "name", "word"), [*SCHEMA_FAULTS, *NAME_FAULTS, *MEANING_FAULTS])
def test_a_fault_is_told_with_file_line_and_claim(spoilt, fault, name, word):
    """Every fault is told with the file, the line and the entry where it stands."""
    told = next(problem for problem in spoilt(fault) if word in problem)
    assert told.split("claims.yml:")[1].split(":")[0].isdigit()
    assert name in told


def test_the_line_is_the_line_of_the_fault(tmp_path):
    """The line number leads to the faulty entry itself."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    wrong = lines.index("    references: []")
    lines[wrong] = "    references: [nobody1999]"
    path = tmp_path / "claims.yml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CourseError, match=rf"claims\.yml:{wrong + 1}: B23: references: "):
        load_claims(path)


def test_a_missing_file_is_named(tmp_path):
    """Where there is no file, the message says which."""
    with pytest.raises(CourseError, match=r"claims\.yml: there is no such file"):
        load_claims(tmp_path / "claims.yml")
