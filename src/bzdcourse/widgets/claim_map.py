"""Both articles claim by claim: lettered and coloured by verdict, opened to the evidence."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from typing import Any

import anywidget
from traitlets import Dict

from bzdcourse import data
from bzdcourse.articles import MARK, Article, load_articles
from bzdcourse.claims import Claim, Claims, load_claims
from bzdcourse.data import Reference
from bzdcourse.render import inline, markdown, plain
from bzdcourse.widgets.claim_tables import tables
from bzdcourse.widgets.pages import joined

KINDS = {"claim": "said", "implied": "implied", "omission": "left out"}
_EXCERPT_CHARACTERS = 110
_LIST_MARK = re.compile(r"(?:\A|\s*\n)- ")


def claim_map() -> ClaimMapWidget:
    """The two articles, their claims, and what evidence says of each.

    Raises:
        CourseError: ``claims.yml`` or an article has faults; each is named with its place.
    """
    claims = load_claims()
    return ClaimMapWidget(claims, load_articles(claims), data.references())


class ClaimMapWidget(anywidget.AnyWidget):
    """Claims to explore. The page filters by itself, so it goes on without a kernel.

    Args:
        claims: everything that is claimed or left out, with its verdicts.
        articles: the restated articles, which have a paragraph for every claim.
        references: the bibliography; it has every source that a claim names.
    """

    _esm = joined("dom.js", "claim_map.js")
    _css = joined("base.css", "claim_tiles.css", "claim_map.css")

    view = Dict().tag(sync=True)

    def __init__(
        self, claims: Claims, articles: list[Article], references: Mapping[str, Reference]
    ):
        super().__init__(view=_view_of(claims, articles, references))
        named = self.view["sources"]
        self._short = {key: inline(references[key].short_markdown) for key in named}

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        """The widget, and all claims as text and as tables for where widgets can't live."""
        bundle, metadata = super()._repr_mimebundle_(**kwargs)
        bundle["text/plain"] = f"Claim map: {len(self.view['claims'])} claims"
        bundle["text/html"] = tables(self.view, self._short)
        return bundle, metadata


def _view_of(
    claims: Claims, articles: list[Article], references: Mapping[str, Reference]
) -> dict[str, Any]:
    named = {key for claim in claims.claims.values() for key in claim.references}
    return {
        "kinds": KINDS,
        "verdicts": [
            {
                "id": verdict.id,
                "letter": verdict.letter,
                "name": verdict.name,
                "colour": verdict.colour,
                "definition": inline(verdict.definition),
            }
            for verdict in claims.verdicts.values()
        ],
        "articles": [_article(article, claims) for article in articles],
        "claims": [_claim(claim) for claim in claims.claims.values()],
        "contradictions": [
            {
                "sides": [[claim.id for claim in side] for side in (one.one_side, one.other_side)],
                "text": inline(one.text),
            }
            for one in claims.contradictions
        ],
        "sources": {key: inline(references[key].markdown) for key in sorted(named)},
    }


def _article(article: Article, claims: Claims) -> dict[str, Any]:
    letter = article.letter.upper()
    return {
        "id": article.letter,
        "name": f"Article {letter}",
        "subject": inline(article.original["subject"]),
        "paragraphs": [
            {
                "id": f"{letter}{number}",
                "excerpt": _excerpt(text),
                # The page puts a button in place of each mark.
                "text": MARK.sub(r'<span data-mark="\1">[\1]</span>', markdown(text)),
                "claims": [claim.id for claim in claims.in_paragraph(article.letter, number)],
            }
            for number, text in article.paragraphs.items()
        ],
    }


def _excerpt(text: str) -> str:
    words = plain(_LIST_MARK.sub("; ", MARK.sub("", text)))
    return textwrap.shorten(words.removeprefix("; "), _EXCERPT_CHARACTERS, placeholder=" …")


def _claim(claim: Claim) -> dict[str, Any]:
    verdicts = filter(None, (claim.verdict, claim.second_verdict))
    return {
        "id": claim.id,
        "article": claim.article,
        "paragraph": f"{claim.article.upper()}{claim.paragraph}",
        "kind": claim.kind,
        "text": inline(claim.restatement),
        "words": plain(claim.restatement),
        "verdicts": [verdict.id for verdict in verdicts],
        "reasoning": markdown(claim.reasoning),
        "danger": inline(claim.danger) if claim.danger else None,
        "sources": list(claim.references),
    }
