"""What the two articles claim, and what evidence says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bzdcourse.checked import Problem, read_checked
from bzdcourse.data import course_root, references

_NAMES = (
    ("verdicts", "id"),
    ("verdicts", "letter"),
    ("claims", "id"),
    ("contradictions", "id"),
    ("omissions", "claim"),
)
"""What must not occur twice: a part of the file, and the field that tells its entries apart."""


@dataclass(frozen=True)
class Verdict:
    """One of the words with which claims are judged.

    Attributes:
        id: the word as files write it.
        letter: one capital, shown beside the colour.
        name: the word as readers see it.
        colour: role to which a stylesheet gives a colour.
        definition: what the word means, as Markdown.
    """

    id: str
    letter: str
    name: str
    colour: str
    definition: str


@dataclass(frozen=True)
class Claim:
    """One thing that an article says, takes for granted or leaves out.

    Attributes:
        id: letter of the article and a number.
        article: ``a`` or ``b``.
        paragraph: block of the article, counted from 1.
        kind: ``claim``, ``implied`` or ``omission``.
        restatement: the claim in our words, as Markdown.
        verdict: what evidence says of it.
        second_verdict: what holds of it as well.
        references: keys of the bibliography; empty only for a value judgement.
        reasoning: why this verdict, as Markdown.
        danger: of an omission, what may happen to a reader because of it.
    """

    id: str
    article: str
    paragraph: int
    kind: str
    restatement: str
    verdict: Verdict
    second_verdict: Verdict | None
    references: tuple[str, ...]
    reasoning: str
    danger: str | None


@dataclass(frozen=True)
class Contradiction:
    """Two places of one article that cannot both be right."""

    id: str
    one_side: tuple[Claim, ...]
    other_side: tuple[Claim, ...]
    text: str


@dataclass(frozen=True)
class Claims:
    """Everything in ``claims.yml``: verdicts and claims by id, in the order of the file."""

    verdicts: dict[str, Verdict]
    claims: dict[str, Claim]
    contradictions: tuple[Contradiction, ...]

    @property
    def omissions(self) -> list[Claim]:
        """What the articles leave out."""
        return [claim for claim in self.claims.values() if claim.kind == "omission"]

    def in_paragraph(self, article: str, paragraph: int) -> list[Claim]:
        """The claims that belong to one paragraph of an article."""
        place = (article, paragraph)
        return [one for one in self.claims.values() if (one.article, one.paragraph) == place]

    def count_by_verdict(self) -> dict[str, int]:
        """Number of claims by the id of their first verdict, for every verdict."""
        counts = Counter(claim.verdict.id for claim in self.claims.values())
        return {verdict: counts[verdict] for verdict in self.verdicts}


def load_claims(path: Path | None = None) -> Claims:
    """Read and check the claims.

    Args:
        path: the file; the course's own by default.

    Raises:
        ContentError: with file, line and claim of every problem.
    """
    path = path or course_root() / "source_texts" / "claims.yml"
    schema = Path(__file__).parent / "claims.schema.json"
    sources = references(course_root(path.parent))
    content = read_checked(path, schema, partial(_name_problems, sources), _meaning_problems)
    verdicts = {raw["id"]: Verdict(**raw) for raw in content["verdicts"]}
    dangers = {raw["claim"]: raw["danger"] for raw in content["omissions"]}
    claims = {raw["id"]: _claim(raw, verdicts, dangers) for raw in content["claims"]}
    contradictions = tuple(_contradiction(raw, claims) for raw in content["contradictions"])
    return Claims(verdicts, claims, contradictions)


def _claim(raw: dict[str, Any], verdicts: dict[str, Verdict], dangers: dict[str, str]) -> Claim:
    judged = {
        "verdict": verdicts[raw["verdict"]],
        "second_verdict": verdicts.get(raw.get("second_verdict")),
        "references": tuple(raw["references"]),
        "danger": dangers.get(raw["id"]),
    }
    return Claim(**{**raw, **judged})


def _contradiction(raw: dict[str, Any], claims: dict[str, Claim]) -> Contradiction:
    one, other = (tuple(claims[i] for i in raw[side]) for side in ("one_side", "other_side"))
    return Contradiction(raw["id"], one, other, raw["text"])


def _name_problems(sources: Collection[str], content: dict[str, Any]) -> Iterator[Problem]:
    """Names that occur twice or lead nowhere."""
    for part, key in _NAMES:
        yield from _twice(content, part, key)
    verdicts = {raw["id"] for raw in content["verdicts"]}
    for n, raw in enumerate(content["claims"]):
        for key in ("verdict", "second_verdict"):
            if key in raw and raw[key] not in verdicts:
                yield ("claims", n, key), f"“{raw[key]}” is not one of the verdicts"
        for m, source in enumerate(raw["references"]):
            if source not in sources:
                where = ("claims", n, "references", m)
                yield where, f"“{source}” is not in source_texts/bibliography.bib"
    yield from _unknown_claims(content)


def _twice(content: dict[str, Any], part: str, key: str) -> Iterator[Problem]:
    seen = Counter()
    for n, raw in enumerate(content[part]):
        seen[raw[key]] += 1
        if seen[raw[key]] == 2:
            yield (part, n, key), f"“{raw[key]}” occurs more than once"


def _unknown_claims(content: dict[str, Any]) -> Iterator[Problem]:
    known = {raw["id"] for raw in content["claims"]}
    for n, raw in enumerate(content["contradictions"]):
        for side in ("one_side", "other_side"):
            for m, claim in enumerate(raw[side]):
                if claim not in known:
                    yield ("contradictions", n, side, m), f"there is no claim {claim}"
    for n, raw in enumerate(content["omissions"]):
        if raw["claim"] not in known:
            yield ("omissions", n, "claim"), f"there is no claim {raw['claim']}"


def _meaning_problems(content: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong although every name leads somewhere."""
    omitted = {raw["claim"] for raw in content["omissions"]}
    kinds = {raw["id"]: raw["kind"] for raw in content["claims"]}
    for n, raw in enumerate(content["claims"]):
        if raw["id"][0] != raw["article"].upper():
            yield ("claims", n, "article"), f"the id says that it is article {raw['id'][0]}"
        if raw.get("second_verdict") == raw["verdict"]:
            yield ("claims", n, "second_verdict"), "is the same as the verdict"
        if raw["kind"] == "omission" and raw["id"] not in omitted:
            yield ("claims", n, "kind"), "nothing among the omissions says why it is dangerous"
    for n, raw in enumerate(content["omissions"]):
        if kinds[raw["claim"]] != "omission":
            yield ("omissions", n, "claim"), "is not a claim of the kind omission"
    for n, raw in enumerate(content["contradictions"]):
        yield from ((("contradictions", n), what) for what in _side_problems(raw, kinds))


def _side_problems(raw: dict[str, Any], kinds: dict[str, str]) -> Iterator[str]:
    one, other = set(raw["one_side"]), set(raw["other_side"])
    if one & other:
        yield f"{', '.join(sorted(one & other))} stands on both sides"
    if len({claim[0] for claim in one | other}) > 1:
        yield "the two sides are not in one article"
    if any(kinds[claim] == "omission" for claim in one | other):
        yield "what an article leaves out contradicts nothing in it"
