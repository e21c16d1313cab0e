"""What a learner has predicted of each reading, and what the model then said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bzdcourse.explorers.base import Reading

SAME_WITHIN = 0.05
"""A change of up to a twentieth is none that a learner needs to foresee."""

IN_WORDS = {"up": "goes up", "same": "stays about the same", "down": "goes down"}


def change(before: Reading, after: Reading) -> str | None:
    """``"up"``, ``"same"`` or ``"down"``; ``None`` if one of the two has no number."""
    if before.value is None or after.value is None:
        return None
    if abs(after.value - before.value) <= SAME_WITHIN * abs(before.value):
        return "same"
    return "up" if after.value > before.value else "down"


def outcome(
    before: Sequence[Reading], after: Sequence[Reading], predicted: Mapping[str, str]
) -> list[dict[str, str]]:
    """For each reading what was predicted and what happened, in words.

    Args:
        before: the readings that the learner saw.
        after: those of the new setting.
        predicted: ``"up"``, ``"same"`` or ``"down"`` by id of the reading; others count as none.
    """
    old = {reading.id: reading for reading in before}
    return [_told(old.get(new.id, new), new, predicted.get(new.id)) for new in after]


def _told(before: Reading, after: Reading, predicted: str | None) -> dict[str, str]:
    happened = change(before, after)
    in_numbers = f"from {before.text} to {after.text}"
    said = IN_WORDS.get(predicted or "", "no prediction")
    if happened is None:
        verdict, model = "", "nothing to compare"
    else:
        verdict, model = _verdict(predicted, happened), IN_WORDS[happened]
    return {
        "label": after.label,
        "predicted": f"You: {said}.",
        "happened": f"Model: {model}, {in_numbers}.",
        "verdict": verdict,
    }


def _verdict(predicted: str | None, happened: str) -> str:
    if predicted not in IN_WORDS:
        return ""
    return "As predicted." if predicted == happened else "Otherwise than predicted."
