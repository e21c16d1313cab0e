"""Numbers as answers: which can be read, and which come near enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from bzdcourse.quiz.items import UnreadableAnswer


def read_number(answer: Any, accepted: Sequence[float]) -> float:
    """The number that was answered.

    Args:
        answer: as a journal holds it.
        accepted: smallest and largest number that the widget takes.

    Raises:
        UnreadableAnswer: if it is not a number between these two.
    """
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        raise UnreadableAnswer("the saved answer is not a number")
    low, high = accepted
    # Comparing before converting: an integer too large for a float must not raise.
    if not low <= answer <= high:
        raise UnreadableAnswer(f"the saved number is not between {low:g} and {high:g}")
    return float(answer)


def is_near(answer: float, value: float, tolerance: float) -> bool:
    """Whether an answer is within the tolerance of a number, both ends included."""
    distance = abs(answer - value)
    # 0.1 + 0.2 against 0.3: a tolerance that is met on paper must be met in floating point.
    return distance <= tolerance or math.isclose(distance, tolerance)
