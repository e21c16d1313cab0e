"""The claim map: everything is on the page without a kernel, and bad sources are explained."""

import re
import shutil

import pytest

import bzdcourse
from bzdcourse import data
from bzdcourse.articles import load_article, load_articles
from bzdcourse.claims import load_claims
from bzdcourse.data import CourseError
from bzdcourse.render import inline
from bzdcourse.widgets.claim_map import KINDS, claim_map


@pytest.fixture(scope="module")
def widget():
    """The course's own claim map."""
    return claim_map()


@pytest.fixture(scope="module")
def claims():
    """What the claim map shows."""
    return load_claims()


@pytest.fixture(scope="module")
def html(widget):
    """The page without a kernel."""
    return widget._repr_mimebundle_()[0]["text/html"]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with the same sources, to be spoilt."""
    (tmp_path / "quizzes").mkdir()
    shutil.copytree(data.course_root() / "source_texts", tmp_path / "source_texts")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "source_texts"


def spoil(path, old, new):
    """Put one text in place of another in a file that has it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def row_of(html, claim):
    """The row of one claim in the tables."""
    return re.search(rf'<tr><th scope="row">{claim}</th>.*?</tr>', html, re.DOTALL)[0]


def test_the_course_hands_it_out():
    """A notebook gets the claim map by its name."""
    assert bzdcourse.claim_map is claim_map


def test_without_a_kernel_there_is_a_row_for_every_claim(html, claims):
    """Both tables together have each of the 113 claims once, with all that the map opens."""
    assert len(claims.claims) == 113
    for claim in claims.claims.values():
        assert html.count(f'<th scope="row">{claim.id}</th>') == 1
        row = row_of(html, claim.id)
        assert f"<td>{claim.article.upper()}{claim.paragraph}</td>" in row
        assert inline(claim.restatement) in row
        assert ("<em>" in row.split("</td>")[1]) == (claim.kind != "claim")
        if claim.kind != "claim":
            assert f"({KINDS[claim.kind]})" in row


def test_a_row_says_its_verdicts_by_letter_and_word(html, claims):
    """A verdict stands as letter and word, and so does a second one; no other verdict does."""
    for claim in claims.claims.values():
        cell = row_of(html, claim.id).split("</td>")[2]
        said = [claim.verdict, *filter(None, [claim.second_verdict])]
        assert re.findall(r"<p>(.): (.*?)</p>", cell) == [(one.letter, one.name) for one in said]


def test_the_legend_defines_and_counts_every_verdict(html, claims):
    """Each verdict word is explained once, with the number of claims that it was given."""
    for verdict, count in claims.count_by_verdict().items():
        one = claims.verdicts[verdict]
        assert (
            f'<tr><th scope="row">{one.letter}: {one.name}</th>'
            f"<td>{inline(one.definition)}</td><td>{count}</td>" in html
        )


def test_there_is_one_table_for_each_article(html):
    """A legend and two tables, each with a caption and with heads for its columns."""
    captions = re.findall(r"<caption>(.*?)</caption>", html)
    assert len(captions) == html.count("<table>") == 3
    assert re.match(r"Article A \(.*\): 42 claims", captions[1])
    assert re.match(r"Article B \(.*\): 71 claims", captions[2])
    assert html.count('<th scope="col">') == 4 + 6 + 6


def test_every_source_that_has_an_address_is_a_link(html, claims):
    """A row has all sources of its claim, each a link wherever the bibliography has an address."""
    references = data.references()
    for claim in claims.claims.values():
        cell = row_of(html, claim.id).split("<td>")[-1]
        expected = [references[key] for key in claim.references]
        assert re.findall(r'href="([^"]*)"', cell) == [one.url for one in expected if one.url]
        assert all(inline(one.short_markdown) in cell for one in expected)
        assert all(inline(one.markdown) in html for one in expected)
        assert ("none" in cell) == (not expected)


def test_contradictions_and_omissions_are_listed(html, claims):
    """Below the tables stand both sides of each contradiction and the danger of each omission."""
    contradictions, omissions = html.split("<strong>Dangerous omissions</strong>")
    contradictions = contradictions.split("<strong>Contradictions</strong>")[1]
    assert len(claims.contradictions) == 3
    for one in claims.contradictions:
        article = one.one_side[0].article.upper()
        assert f"<strong>Article {article}.</strong> {inline(one.text)}" in contradictions
        for claim in one.one_side + one.other_side:
            assert f"<li>{claim.id}: {inline(claim.restatement)}</li>" in contradictions
    assert len(claims.omissions) == omissions.count("Why this is dangerous") == 6
    assert all(inline(claim.danger) in omissions for claim in claims.omissions)


def test_the_bundle_keeps_the_widget(widget):
    """A live page still gets the widget, and plain text says what there is."""
    bundle = widget._repr_mimebundle_()[0]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"] == "Claim map: 113 claims"


def test_the_page_has_the_words_of_every_paragraph(widget, claims):
    """Each paragraph comes with a place for each of its claims and with its first words."""
    for article in widget.view["articles"]:
        for paragraph in article["paragraphs"]:
            marked = re.findall(r'<span data-mark="(\w+)">\[\1\]</span>', paragraph["text"])
            visible = [one for one in paragraph["claims"] if claims.claims[one].kind != "omission"]
            assert sorted(marked) == sorted(visible)
            assert paragraph["excerpt"]
            assert not re.search(r"[*\[]", paragraph["excerpt"])


def test_every_verdict_has_a_colour_of_its_own(widget):
    """The style gives a colour to each role that claims.yml names, and no two are the same."""
    roles = {verdict["colour"] for verdict in widget.view["verdicts"]}
    hues = dict(re.findall(r'\[data-colour="(\w+)"\] \{\s*--hue: (#\w{6});', str(widget._css)))
    assert set(hues) == roles
    assert len(set(hues.values())) == len(roles) == len(widget.view["verdicts"])


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("claims.yml", "verdict: supported", "verdict: maybe", r"claims.yml:\d+: A02: .*“maybe”"),
        ("claims.yml", "claims:", "claims: [", r"claims.yml: not readable as YAML"),
        ("claims.yml", "paragraph: 1\n", "paragraph: 12\n", r"no paragraph A12 for claim A01"),
        ("article_a.md", "[A03]", "[A77]", r"article_a.md: A2: claims.yml has no claim A77"),
        ("article_b.md", "## B7", "## 7", r"article_b.md: there is no paragraph B7 for claim B43"),
        ("article_b.md", "original:", "about:", r"article_b.md: it must begin with a header"),
        ("article_b.md", "---", "", r"article_b.md: it must begin with a header"),
    ],
)
def test_a_fault_is_one_clear_error(course, file, old, new, words):
    """A claim or an article that is wrong is told with its file and place."""
    spoil(course / file, old, new)
    with pytest.raises(CourseError, match=words):
        claim_map()


def test_all_misfits_are_named_at_once(course, claims):
    """Each claim without a paragraph and each mark without a claim has a line of its own."""
    spoil(course / "article_a.md", "[A03]", "[A77]")
    spoil(course / "article_b.md", "## B1\n", "## B11\n")
    with pytest.raises(CourseError) as caught:
        load_articles(claims)
    lines = str(caught.value).splitlines()
    assert len(lines) == 1 + len(claims.in_paragraph("b", 1))


def test_an_article_that_is_not_there_is_named(tmp_path):
    """Without its file one is told the article's name."""
    with pytest.raises(CourseError, match=r"article_a\.md can't be read"):
        load_article(tmp_path / "article_a.md")
