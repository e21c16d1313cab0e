"""The restated articles: true to their originals, in our own words."""

import re

import pytest

from articles import ROOT, article_path, header, paragraphs
from bzdcourse import copied
from bzdcourse.copied import runs
from bzdcourse.data import source_text

PARAGRAPHS = {"a": 11, "b": 10}


@pytest.fixture(scope="module")
def originals():
    """Text of each original, by the SHA-256 of its file."""
    texts = copied.originals(ROOT)
    if not texts:
        pytest.skip(
            f"The originals are not at hand in {copied.originals_folder(ROOT)}; they are not "
            f"redistributed. Set {copied.FOLDER_VARIABLE} to their folder to compare them."
        )
    return texts


def prose(content):
    """Every text in the content of a YAML file."""
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list):
        return [text for part in content for text in prose(part)]
    return [content] if isinstance(content, str) else []


@pytest.mark.parametrize("article", PARAGRAPHS)
def test_every_paragraph_is_restated(article):
    """Each block of the original has its paragraph, in order, with something in it."""
    restated = paragraphs(article)
    assert list(restated) == list(range(1, PARAGRAPHS[article] + 1))
    assert all(restated.values())


@pytest.mark.parametrize("article", PARAGRAPHS)
def test_the_header_says_what_the_original_is(article):
    """A reader learns what kind of page it was, what about, and that it is not passed on."""
    original = header(article)["original"]
    assert original["kind"]
    assert original["subject"]
    assert original["note"] == "not redistributed"


@pytest.mark.parametrize("article", PARAGRAPHS)
def test_the_header_names_the_very_original(article, originals):
    """The SHA-256 in the header is that of an original, which has as many blocks as we restate."""
    original = originals[header(article)["original"]["sha256"]]
    assert len(re.split(r"\n\s*\n", original.strip())) == PARAGRAPHS[article]


@pytest.mark.parametrize("article", PARAGRAPHS)
def test_the_restatement_copies_nothing(article, originals):
    """A restated article shares no run of five words with either original."""
    text = article_path(article).read_text(encoding="utf-8")
    for original in originals.values():
        assert not runs(text) & runs(original)


def test_the_claims_copy_nothing(originals):
    """No text about the claims shares a run of five words with an original."""
    ours = set().union(*(runs(text) for text in prose(source_text("claims"))))
    for original in originals.values():
        assert not ours & runs(original)


def test_a_copied_run_is_seen_through_case_and_punctuation():
    """Five shared words are a run, whatever stands between them; four are not."""
    original = runs("The drug, when stopped, can shock a body.")
    assert runs("Here the DRUG [A01] when stopped can—shock us") & original
    assert not runs("Here, when stopped can shock us") & original
