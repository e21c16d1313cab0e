"""Figures: data or a model in; a picture, its text alternative and its table out."""

from bzdcourse.figures.dependence import use_and_disorder, who_goes_on, withdrawal_and_duration
from bzdcourse.figures.figure import Figure, Table
from bzdcourse.figures.history import prescribing_and_deaths
from bzdcourse.figures.protracted import how_people_fared, when_somebody_looked
from bzdcourse.figures.tapering import label_and_guideline, what_support_adds, where_tables_part
from bzdcourse.figures.tolerance import dose_escalation, tolerance_by_effect
from bzdcourse.figures.withdrawal import symptoms_on_stopping, what_studies_saw
from bzdcourse.figures.withdrawal_courses import three_courses

__all__ = [
    "Figure",
    "Table",
    "dose_escalation",
    "how_people_fared",
    "label_and_guideline",
    "prescribing_and_deaths",
    "symptoms_on_stopping",
    "three_courses",
    "tolerance_by_effect",
    "use_and_disorder",
    "what_studies_saw",
    "what_support_adds",
    "when_somebody_looked",
    "where_tables_part",
    "who_goes_on",
    "withdrawal_and_duration",
]
