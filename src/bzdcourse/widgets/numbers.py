"""Numbers as people type them."""

from __future__ import annotations

import re
from typing import Any

_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?P<mark>[, ])\d{3}((?P=mark)\d{3})*(\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_AS_TYPED = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})


def parse_number(text: str) -> float:
    """Read a number: ``1298``, ``1,298``, ``1 298``, ``0.5`` and ``0,5``.

    A comma before exactly three digits groups thousands (unless the number starts with 0); any
    other single comma is a decimal comma.

    Raises:
        ValueError: with what to write instead.
    """
    text = text.strip().translate(_AS_TYPED)
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "").replace(" ", "")
    elif _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    if not _PLAIN.fullmatch(text) or len(text) > 30:
        raise ValueError("that is not a number; write digits only, for example 1298 or 0.5")
    return float(text)


def parse_steps(steps: list[Any]) -> list[Any]:
    """Read the steps of a schedule, each typed as days and dose; any other shape stays as it is.

    Raises:
        ValueError: with the step and with what to write instead.
    """
    if not all(map(_is_typed, steps)):
        return steps
    read = []
    for step, (days, dose) in enumerate(steps, start=1):
        try:
            read.append([parse_number(days), parse_number(dose)])
        except ValueError as problem:
            raise ValueError(f"step {step}: {problem}") from None
    return [[int(days) if days.is_integer() else days, dose] for days, dose in read]


def _is_typed(step: Any) -> bool:
    return isinstance(step, list) and [type(part) for part in step] == [str, str]
