"""The two restated articles, as the tests of their content read them."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
MARK = re.compile(r"\[([AB]\d\d)\]")


def article_path(article):
    """File of article ``a`` or ``b``."""
    return ROOT / "source_texts" / f"article_{article}.md"


def header(article):
    """What the article's file says of the original."""
    return yaml.safe_load(article_path(article).read_text(encoding="utf-8").split("---\n")[1])


def paragraphs(article):
    """Text of each paragraph by its number, with the marks of the claims in it."""
    text = article_path(article).read_text(encoding="utf-8")
    _, *parts = re.split(rf"^## {article.upper()}(\d+)$", text, flags=re.MULTILINE)
    return {int(number): body.strip() for number, body in zip(parts[::2], parts[1::2], strict=True)}
