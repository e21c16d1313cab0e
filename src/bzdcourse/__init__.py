"""A Jupyter course on benzodiazepines. These are the names that a notebook may use."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "claim_map": "bzdcourse.widgets.claim_map",
    "course_progress": "bzdcourse.widgets.overview",
    "dose_escalation": "bzdcourse.figures.tolerance",
    "explore": "bzdcourse.widgets.explorer",
    "how_people_fared": "bzdcourse.figures.protracted",
    "label_and_guideline": "bzdcourse.figures.tapering",
    "lesson": "bzdcourse.widgets.lesson",
    "look_up": "bzdcourse.widgets.look_up",
    "prescribing_and_deaths": "bzdcourse.figures.history",
    "symptoms_on_stopping": "bzdcourse.figures.withdrawal",
    "three_courses": "bzdcourse.figures.withdrawal_courses",
    "timeline": "bzdcourse.widgets.timeline",
    "tolerance_by_effect": "bzdcourse.figures.tolerance",
    "use_and_disorder": "bzdcourse.figures.dependence",
    "what_studies_saw": "bzdcourse.figures.withdrawal",
    "what_support_adds": "bzdcourse.figures.tapering",
    "when_somebody_looked": "bzdcourse.figures.protracted",
    "where_tables_part": "bzdcourse.figures.tapering",
    "who_goes_on": "bzdcourse.figures.dependence",
    "withdrawal_and_duration": "bzdcourse.figures.dependence",
}

__all__ = [
    "claim_map",
    "course_progress",
    "dose_escalation",
    "explore",
    "how_people_fared",
    "label_and_guideline",
    "lesson",
    "look_up",
    "prescribing_and_deaths",
    "symptoms_on_stopping",
    "three_courses",
    "timeline",
    "tolerance_by_effect",
    "use_and_disorder",
    "what_studies_saw",
    "what_support_adds",
    "when_somebody_looked",
    "where_tables_part",
    "who_goes_on",
    "withdrawal_and_duration",
]


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: the command line needs no widget, a lesson no figure."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
