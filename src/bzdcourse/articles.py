"""The two articles, restated paragraph by paragraph in our own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bzdcourse.claims import Claims
from bzdcourse.data import CourseError, course_root

ARTICLES = ("a", "b")
MARK = re.compile(r"\[([AB]\d\d)\]")
"""Where a claim stands in a paragraph, such as ``[A02]``."""


@dataclass(frozen=True)
class Article:
    """One article as the course restates it.

    Attributes:
        letter: ``a`` or ``b``.
        original: what its file says of the original: ``kind``, ``subject``, ``sha256``, ``note``.
        paragraphs: Markdown with the marks of the claims, by the number of the paragraph.
    """

    letter: str
    original: dict[str, str]
    paragraphs: dict[int, str]


def load_articles(claims: Claims, folder: Path | None = None) -> list[Article]:
    """Both articles, with a paragraph for every claim and a claim for every mark.

    Args:
        claims: what is claimed, and where.
        folder: where ``article_a.md`` and ``article_b.md`` lie; ``source_texts/`` by default.

    Raises:
        CourseError: a file can't be read, or it and the claims don't fit; each fault has a line.
    """
    folder = folder or course_root() / "source_texts"
    articles = [load_article(folder / f"article_{letter}.md") for letter in ARTICLES]
    problems = [problem for article in articles for problem in _misfits(article, claims)]
    if problems:
        raise CourseError("\n".join(problems))
    return articles


def load_article(path: Path) -> Article:
    """One article from its file, whose name ends in the article's letter.

    Raises:
        CourseError: the file can't be read or has no header or paragraphs.
    """
    letter = path.stem[-1]
    try:
        _, header, text = path.read_text(encoding="utf-8").split("---\n", 2)
        original = yaml.load(header, Loader=yaml.CSafeLoader)["original"]
    except OSError as problem:
        raise CourseError(f"{path.name} can't be read: {problem}") from problem
    except (ValueError, TypeError, KeyError, yaml.YAMLError) as problem:
        what = "it must begin with a header between two lines '---' that has 'original'"
        raise CourseError(f"{path.name}: {what}") from problem
    _, *parts = re.split(rf"^## {letter.upper()}(\d+)$", text, flags=re.MULTILINE)
    numbers, bodies = map(int, parts[::2]), map(str.strip, parts[1::2])
    return Article(letter, original, dict(zip(numbers, bodies, strict=True)))


def _misfits(article: Article, claims: Claims) -> Iterator[str]:
    file, letter = f"article_{article.letter}.md", article.letter.upper()
    for claim in claims.claims.values():
        if claim.article == article.letter and claim.paragraph not in article.paragraphs:
            yield f"{file}: there is no paragraph {letter}{claim.paragraph} for claim {claim.id}"
    for number, text in article.paragraphs.items():
        for mark in MARK.findall(text):
            if mark not in claims.claims:
                yield f"{file}: {letter}{number}: claims.yml has no claim {mark}"
