"""From what a journal holds to an explicit score for every question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bzdcourse.quiz.items import Item, UnreadableAnswer

State = Literal["right", "partly right", "not right", "answered", "not answered", "not readable"]


@dataclass(frozen=True)
class Score:
    """The score of one question.

    Attributes:
        item_id: the question.
        fraction: credit from 0 to 1.
        state: how the answer stands; *not answered* and *not readable* always score 0.
        reason: one sentence that says why the score is what it is.
        answer: the answer in the item's readable form, if need be an empty one that says which
            numbers were shown; ``None`` if there is none.
    """

    item_id: str
    fraction: float
    state: State
    reason: str
    answer: Any = None


def score(item: Item, raw_answer: Any) -> Score:
    """Score one answer as it was read from a journal, whatever it is."""
    try:
        answer = item.read(raw_answer)
    except UnreadableAnswer as problem:
        return Score(item.id, 0.0, "not readable", f"No credit: {problem}.")
    if item.value(answer) is None:
        return Score(item.id, 0.0, "not answered", "No credit: no answer was saved.", answer)
    if item.counts_for_completion:
        return _score_completion(item, answer)
    fraction = item.fraction(answer)
    state: State = "right" if fraction == 1 else "partly right" if fraction > 0 else "not right"
    return Score(item.id, fraction, state, _reason(item, answer, state), answer)


def _score_completion(item: Item, answer: Any) -> Score:
    reason = "Answered; this question counts for completion only."
    if not item.is_explained:
        reason += " It comes again at the end of the course, and is explained then."
    return Score(item.id, float(item.missing(answer) is None), "answered", reason, answer)


def _reason(item: Item, answer: Any, state: State) -> str:
    verdict = {"right": "Right.", "partly right": "Partly right.", "not right": "Not right."}[state]
    still_open = item.missing(answer)
    return f"{verdict} ({still_open}.)" if still_open else verdict
