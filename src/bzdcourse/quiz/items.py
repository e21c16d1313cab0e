"""What all kinds of questions have in common; ``kinds.py`` holds the kinds themselves.

An item is built from one entry of a bank (see ``quizzes/bank.schema.json``). Its ``public`` half is
what a learner may see; everything else stays on the side that holds the bank.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal


class UnreadableAnswer(ValueError):
    """A saved answer that this kind of question can't have produced. The text says why."""


@dataclass(frozen=True)
class Note:
    """One thing to tell a learner about an answer.

    Attributes:
        about: what the note speaks of, as Markdown (an option, a row, the number).
        verdict: whether this part of the answer earns credit, or was missed; "fact" for a part
            that every answer has.
        rationale: why, as Markdown.
        sources: keys of the bibliography.
        misconception: id in ``quizzes/misconceptions.yml``, where a wrong answer shows one.
    """

    about: str
    verdict: Literal["right", "not right", "missed", "fact"]
    rationale: str
    sources: tuple[str, ...]
    misconception: str | None = None


@dataclass(frozen=True)
class Item:
    """What all kinds of questions share. ``raw`` is the bank's entry, already validated."""

    raw: dict[str, Any] = field(repr=False)
    kind: ClassVar[str]
    public_fields: ClassVar[tuple[str, ...]]

    @property
    def id(self) -> str:
        """The question's id, which is its nbgrader ``grade_id``."""
        return self.raw["id"]

    @property
    def points(self) -> float:
        """Points for a full answer; 0 for a formative check."""
        return float(self.raw.get("points", 0))

    @property
    def counts_for_completion(self) -> bool:
        """Whether any complete answer earns the points, as in the concept inventory."""
        return self.raw.get("counts_for") == "completion"

    @property
    def is_explained(self) -> bool:
        """Whether the feedback may show the key: not while the same question comes again."""
        return self.raw.get("explained", True)

    @property
    def section(self) -> str:
        """Heading of the lesson's section to read again."""
        return self.raw["section"]

    def public(self) -> dict[str, Any]:
        """The half that may travel to a learner: no key, rationale, source or misconception."""
        shared = {
            name: self.raw[name] for name in ("id", "kind", "prompt", "points") if name in self.raw
        }
        return shared | {name: _texts_only(self.raw[name]) for name in self.public_fields}

    def prompt(self, answer: Any = None) -> str:
        """The question as Markdown, with the numbers that a readable answer is about."""
        return self.raw["prompt"]

    def draws(self) -> list[Any]:
        """The empty answers of which one is drawn for a learner.

        There are none where the question is the same for everybody.
        """
        return []

    def given(self, drawn: Any, value: Any) -> Any:
        """The answer of a learner to whom the question was shown with what was drawn."""
        return value

    def value(self, answer: Any) -> Any:
        """What a learner put in, of a readable answer; ``None`` if nothing."""
        return answer

    def read(self, answer: Any) -> Any:
        """Return ``answer`` in the form that the other methods take.

        It is *not answered* if it is ``None`` or has no value.

        Raises:
            UnreadableAnswer: if no learner could have given this answer in the widget.
        """
        raise NotImplementedError

    def missing(self, answer: Any) -> str | None:
        """What is still open in a readable answer, in words; ``None`` if it is complete."""
        return "not answered yet" if self.value(answer) is None else None

    def fraction(self, answer: Any) -> float:
        """Credit for a readable answer, from 0 to 1."""
        raise NotImplementedError

    def notes(self, answer: Any) -> list[Note]:
        """What to tell about a readable answer: chosen parts first, then what was missed."""
        raise NotImplementedError

    def reasons(self) -> list[Note]:
        """What to tell somebody who reads the question and its key without answering it."""
        return self.notes(self.key())

    def in_words(self, answer: Any) -> list[str]:
        """A readable answer as lines of Markdown, in the words that the learner saw."""
        raise NotImplementedError

    def key(self, answer: Any = None) -> Any:
        """The answer that scores 1, for the numbers that a readable answer is about."""
        return self.raw["key"]


def _texts_only(value: Any) -> Any:
    """Keep id and text of options, rows and classes; pass units, ranges and numbers through."""
    if isinstance(value, list) and value and isinstance(value[0], dict) and "id" in value[0]:
        return [{"id": part["id"], "text": part["text"]} for part in value]
    return value
