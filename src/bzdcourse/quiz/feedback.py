"""What a learner is told about an answer: the same for a check in the lesson and for a grade."""

from __future__ import annotations

from dataclasses import dataclass

from bzdcourse.quiz.items import Item, Note
from bzdcourse.quiz.scoring import Score


@dataclass(frozen=True)
class Feedback:
    """Everything to show beside a scored question; all texts are Markdown.

    Attributes:
        score: credit, state and reason.
        prompt: the question, with the learner's own numbers if they vary.
        answer: the learner's answer, line by line; empty if there is none that could be read.
        key: the full-credit answer, line by line; empty while it must not be told.
        notes: rationale and sources for each part of the answer; empty likewise.
        section: heading of the lesson's section to read again; ``None`` after a full answer, and
            for a question of the inventory, which belongs to no section.
    """

    score: Score
    prompt: str
    answer: list[str]
    key: list[str]
    notes: list[Note]
    section: str | None


def feedback(item: Item, score: Score) -> Feedback:
    """Explain a score."""
    return Feedback(
        score=score,
        prompt=item.prompt(score.answer),
        answer=[] if item.value(score.answer) is None else item.in_words(score.answer),
        key=item.in_words(item.key(score.answer)) if item.is_explained else [],
        notes=item.notes(score.answer) if item.is_explained else [],
        section=None if score.state == "right" or item.counts_for_completion else item.section,
    )
