"""Explorers: a model with controls in, a view out. What shows them is in ``widgets``."""

from __future__ import annotations

from importlib import import_module

from bzdcourse.data import CourseError
from bzdcourse.explorers.base import Explorer

_MODULES = {
    "dose-and-interval": "dose_and_interval",
    "half-life-and-metabolite": "half_life_and_metabolite",
    "receptor": "receptor",
    "adaptation": "adaptation",
    "withdrawal-course": "withdrawal_course",
    "taper-laboratory": "taper_laboratory",
    "survey-selection": "survey_selection",
}

IDS = tuple(_MODULES)
"""Every explorer of the course, in the order in which lessons use them."""


def find(explorer_id: str) -> Explorer:
    """An explorer by its id. Only its own model is imported.

    Raises:
        CourseError: if there is none of this id; with those that there are.
    """
    if explorer_id not in _MODULES:
        raise CourseError(f"There is no explorer {explorer_id!r}. There are: {', '.join(IDS)}.")
    module = import_module(f"bzdcourse.explorers.{_MODULES[explorer_id]}")
    return module.EXPLORER
