"""Figures: data or a model in; a picture, its text alternative and its table out."""

from bzdcourse.figures.figure import Figure, Table
from bzdcourse.figures.history import prescribing_and_deaths

__all__ = ["Figure", "Table", "prescribing_and_deaths"]
