"""Are the words the course's own: in what they say of people, and in not being copied?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePath

from bzdcourse.check.texts import Text
from bzdcourse.copied import runs
from bzdcourse.wording import Term, wording_problems

# Ids, names and addresses, in which nothing can be put differently.
_NOT_OURS = {
    "id", "key", "objective", "misconception", "section", "before", "after", "name", "web",
    "source", "sources", "references",
}  # fmt: skip


def term_problems(texts: Sequence[Text], terms: Sequence[Term]) -> Iterator[str]:
    """Words that the course does not use, each with what to write instead.

    Some kinds of text may hold some of the words; ``terminology.yml`` says which.
    """
    wrong = {(text.file, text.place[:-1]) for text in texts if text.field == "misconception"}
    for text in texts:
        file = PurePath(text.file).name
        if file == "terminology.yml" or text.field in _NOT_OURS:
            continue
        kinds = set(_kinds(text, file))
        if text.field == "text" and (text.file, text.place[:-1]) in wrong:
            kinds.add("wrong option")
        yield from _found(text, [term for term in terms if kinds.isdisjoint(term.allowed)])


def _kinds(text: Text, file: str) -> Iterator[str]:
    """What a text is, in the words of ``terminology.yml``."""
    if text.field == "restatement" or file.startswith("article_"):
        yield "article restatement"
    if text.field == "belief":
        yield "wrong option"
    if file == "glossary.md":
        yield "glossary"


def _found(text: Text, terms: Sequence[Term]) -> Iterator[str]:
    lines = text.words.splitlines(keepends=True)
    for problem in wording_problems(text.words, terms):
        position = sum(map(len, lines[: problem.line - 1]))
        yield f"{text.at(position)}: “{problem.term}”: {problem.advice}"


def copy_problems(texts: Iterable[Text], theirs: Collection[str]) -> Iterator[str]:
    """Texts that share a run of words with an article that the course grew out of."""
    for text in texts if theirs else ():
        for run in sorted(runs(text.words).intersection(theirs)):
            yield f"{text.at()}: “{run}” stands in an original; say it in other words"
