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

    In a dose every comma is a decimal comma: nobody takes thousands of mg.

    Raises:
        ValueError: with the step and with what to write instead.
    """
    if not all(map(_is_typed, steps)):
        return steps
    return [_parse_step(n, *step) for n, step in enumerate(steps, start=1)]


def _parse_step(n: int, days_text: str, dose_text: str) -> list[float]:
    if not days_text.strip() or not dose_text.strip():
        raise ValueError(f"step {n} needs a dose and a number of days")
    texts = {"days": days_text, "dose": dose_text.replace(",", ".")}
    read = []
    for name, text in texts.items():
        try:
            read.append(parse_number(text))
        except ValueError as problem:
            raise ValueError(f"step {n}, {name}: {problem}") from None
    days, dose_mg = read
    return [int(days) if days.is_integer() else days, dose_mg]


def _is_typed(step: Any) -> bool:
    return isinstance(step, list) and [type(part) for part in step] == [str, str]
