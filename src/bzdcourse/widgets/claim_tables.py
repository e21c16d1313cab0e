"""The claim map without a script: the same as tables and lists."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

_STYLE = """
.bzd-claim-tables :is(th, td) { text-align: left; vertical-align: top; white-space: normal; }
.bzd-claim-tables a { overflow-wrap: anywhere; }
.bzd-claim-tables :is(td, li) p { margin: .4em 0; }
.bzd-claim-tables td p:first-child { margin-top: 0; }
.bzd-claim-tables caption { padding: 1em 0 .4em; font-weight: bold; text-align: left; }
"""
_HEADS = ("Claim", "Paragraph", "What the article says", "Verdict", "Why", "Sources")


def tables(view: dict[str, Any], short: dict[str, str]) -> str:
    """HTML of everything that the claim map shows.

    Args:
        view: what the widget's page gets.
        short: of each source, HTML of its authors and year.
    """
    verdicts = {verdict["id"]: verdict for verdict in view["verdicts"]}
    claims = {claim["id"]: claim for claim in view["claims"]}
    articles = "".join(_article(article, view, verdicts, short) for article in view["articles"])
    return (
        f'<div class="bzd-claim-tables"><style>{_STYLE}</style>{_legend(view)}{articles}'
        f"{_contradictions(view, claims)}{_omissions(claims.values())}{_sources(view)}</div>"
    )


def _table(caption: str, heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _legend(view: dict[str, Any]) -> str:
    rows = []
    for verdict in view["verdicts"]:
        first = sum(claim["verdicts"][0] == verdict["id"] for claim in view["claims"])
        second = sum(verdict["id"] in claim["verdicts"][1:] for claim in view["claims"])
        rows.append(
            f'<tr><th scope="row">{verdict["letter"]}: {escape(verdict["name"])}</th>'
            f"<td>{verdict['definition']}</td><td>{first}</td><td>{second}</td></tr>"
        )
    heads = ("Verdict", "What it means", "Claims", "As a second verdict")
    return _table(f"The verdicts on {len(view['claims'])} claims", heads, rows)


def _article(
    article: dict[str, Any], view: dict[str, Any], verdicts: dict[str, Any], short: dict[str, str]
) -> str:
    own = [claim for claim in view["claims"] if claim["article"] == article["id"]]
    caption = f"{article['name']} ({article['subject']}): {len(own)} claims"
    return _table(caption, _HEADS, (_row(claim, view, verdicts, short) for claim in own))


def _row(
    claim: dict[str, Any], view: dict[str, Any], verdicts: dict[str, Any], short: dict[str, str]
) -> str:
    kind = "" if claim["kind"] == "claim" else f" <em>({view['kinds'][claim['kind']]})</em>"
    judged = [verdicts[verdict] for verdict in claim["verdicts"]]
    words = "".join(f"<p>{verdict['letter']}: {escape(verdict['name'])}</p>" for verdict in judged)
    sources = "".join(f"<p>{short[key]}</p>" for key in claim["sources"])
    return (
        f'<tr><th scope="row">{claim["id"]}</th><td>{claim["paragraph"]}</td>'
        f"<td>{claim['text']}{kind}</td><td>{words}</td><td>{claim['reasoning']}</td>"
        f"<td>{sources or 'none'}</td></tr>"
    )


def _contradictions(view: dict[str, Any], claims: dict[str, Any]) -> str:
    names = {article["id"]: article["name"] for article in view["articles"]}
    entries = []
    for contradiction in view["contradictions"]:
        article = names[claims[contradiction["sides"][0][0]]["article"]]
        one, other = (
            "".join(f"<li>{claim}: {claims[claim]['text']}</li>" for claim in side)
            for side in contradiction["sides"]
        )
        entries.append(
            f"<li><p><strong>{article}.</strong> {contradiction['text']}</p>"
            f"<p>On one side:</p><ul>{one}</ul><p>On the other:</p><ul>{other}</ul></li>"
        )
    return f"<p><strong>Contradictions</strong></p><ol>{''.join(entries)}</ol>"


def _omissions(claims: Iterable[dict[str, Any]]) -> str:
    entries = "".join(
        f"<li><p>{claim['id']} ({claim['paragraph']}): {claim['text']}</p>"
        f"<p>Why this is dangerous: {claim['danger']}</p></li>"
        for claim in claims
        if claim["danger"]
    )
    return f"<p><strong>Dangerous omissions</strong></p><ul>{entries}</ul>"


def _sources(view: dict[str, Any]) -> str:
    entries = "".join(f"<li>{source}</li>" for source in view["sources"].values())
    return f"<p><strong>Sources</strong></p><ul>{entries}</ul>"
