"""Figures: data or a model in; a picture, its text alternative and its table out."""

from bzdcourse.figures.dependence import use_and_disorder, who_goes_on, withdrawal_and_duration
from bzdcourse.figures.figure import Figure, Table
from bzdcourse.figures.history import prescribing_and_deaths
from bzdcourse.figures.tolerance import dose_escalation, tolerance_by_effect

__all__ = [
    "Figure",
    "Table",
    "dose_escalation",
    "prescribing_and_deaths",
    "tolerance_by_effect",
    "use_and_disorder",
    "who_goes_on",
    "withdrawal_and_duration",
]
