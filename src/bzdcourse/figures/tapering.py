"""Figures of the lesson on tapering: what support adds, and how far tables and rules are apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bzdcourse.figures.charts import Group
from bzdcourse.figures.figure import Figure, Table
from bzdcourse.figures.people import Array, confirmed, figure_of, half_up, short_source
from bzdcourse.figures.svg import BLUE, FAINT, INK, ORANGE, PURPLE, draw
from bzdcourse.models.equivalence import WARNING, equivalents_of
from bzdcourse.models.taper_rules import rule
from bzdcourse.models.tapering import Schedule, schedule

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

_WIDTH = 390


def what_support_adds() -> Figure:
    """How many of 100 people stopped with more or less support, in two trials and a review.

    Raises:
        CourseError: a value is missing, or was not confirmed.
    """
    rows = confirmed("tapering", *(series for series, _ in _SUPPORT))
    arrays = [
        Array(f"bzd-support-{place}", title, _stopped(half_up(row["value"])))
        for place, (row, (_, title)) in enumerate(zip(rows, _SUPPORT, strict=True))
    ]
    return figure_of(arrays, rows, _SUPPORT_CAPTION, SUPPORT_NOTES)


_SUPPORT = (
    ("usual_care_spain", "Spain, usual care, after 12 months.\nOf every 100 people:"),
    ("written_plan_spain",
     "Spain, a talk and a written plan, after\n12 months. Of every 100 people:"),
    ("taper_pooled", "Nine trials, a taper, at its end.\nOf every 100 people:"),
    ("taper_and_therapy_pooled",
     "Nine trials, a taper and therapy, at its\nend. Of every 100 people:"),
    ("taper_pooled_year", "Five trials, a taper, after 12 months.\nOf every 100 people:"),
    ("taper_and_therapy_pooled_year",
     "Five trials, a taper and therapy, after\n12 months. Of every 100 people:"),
)  # fmt: skip
_SUPPORT_CAPTION = "How many had stopped, with less and with more support."
SUPPORT_NOTES = (
    "Compare within a pair, not between pairs: who took part, and what *usual* was, differed.",
    "The shares with therapy are the review's middle values. At the end of treatment anything from "
    "47 to 83 of 100 fits its data; after 12 months anything from 30 to 77, so no difference fits, "
    "too.",
    "*Stopped* is what was counted. Whether people felt better, and whether stopping was right for "
    "them, is not in these pictures. Whoever had not has not failed.",
)


def _stopped(count: int) -> list[Group]:
    return [
        Group(count, "had stopped", PURPLE, "s", True),
        Group(100 - count, "had not, or it is not known", BLUE, "o", False),
    ]


@dataclass(frozen=True)
class _Dose:
    """A daily dose of a teaching case."""

    who: str
    drug: str
    mg: float

    @property
    def diazepam_mg(self) -> tuple[float, float]:
        return equivalents_of(self.drug).as_diazepam_mg(self.mg)

    @property
    def told(self) -> str:
        return f"{self.who}, {self.drug} {self.mg:g} mg"


_DOSES = (_Dose("Edith", "temazepam", 15), _Dose("Lina", "clonazepam", 1),
          _Dose("Marcus", "alprazolam", 3))  # fmt: skip


def where_tables_part() -> Figure:
    """What tables of equivalent doses make of the three teaching cases: ranges."""
    words = (
        "Ranges, in mg of diazepam a day, that tables of equivalent doses give for three teaching "
        f"cases. {' '.join(f'{one.told}: {_span(one)} mg.' for one in _DOSES)}"
    )
    return Figure(
        svg=(draw("bzd-tables", _TABLES_TITLE, words, (_WIDTH, 260), _paint_ranges),),
        alt=(words,),
        table=_equivalents_table(),
        caption="What tables of equivalent doses make of three prescribed doses.",
        notes=(
            WARNING,
            "For Marcus the line begins from what is prescribed. What he really takes is more.",
        ),
        sources=tuple(dict.fromkeys(key for one in _DOSES for key in _sources(one))),
    )


_TABLES_TITLE = "Three cases, in mg of diazepam a day,\nby the lowest and the highest table"


def _span(one: _Dose) -> str:
    low, high = one.diazepam_mg
    return f"{low:g} to {high:g}"


def _sources(one: _Dose) -> list[str]:
    return [key for value in equivalents_of(one.drug).values for key in value.table.sources]


def _paint_ranges(drawing: Drawing) -> None:
    drawing.text(0, 1, _TABLES_TITLE, va="top", size=13, weight="bold", linespacing=1.35)
    axes = drawing.add_axes((0.03, 0.18, 0.94, 0.62))
    for place, one in enumerate(_DOSES):
        low, high = one.diazepam_mg
        axes.plot([low, high], [place + 0.35] * 2, color=PURPLE, linewidth=5)
        axes.plot([low, high], [place + 0.35] * 2, "|", color=INK, markersize=13)
        axes.text(0, place, f"{one.told}: {_span(one)} mg", va="center")
    _plain(axes, "mg of diazepam a day")
    axes.set_xlim(0, 65)
    axes.set_ylim(2.8, -0.4)
    axes.set_yticks([])


def _plain(axes: Axes, label: str) -> None:
    axes.set_xlabel(label)
    axes.grid(axis="x", color=FAINT, alpha=0.25, linewidth=0.8)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)


def _equivalents_table() -> Table:
    cells = tuple(
        (one.told, value.table.name, f"{value.dose_mg:g} mg", f"{10 * one.mg / value.dose_mg:g} mg",
         ", ".join(short_source(key) for key in value.table.sources))
        for one in _DOSES
        for value in equivalents_of(one.drug).values
    )  # fmt: skip
    heads = ("Case", "Table", "Equal to 10 mg of diazepam", "Diazepam for this dose", "Source")
    return Table("Every value in this figure", heads, cells)


def label_and_guideline() -> Figure:
    """The taper of a label, a guideline's ceiling and its first pace, from 1 mg of clonazepam."""
    plans = [schedule(name, 1, [0.01]) for name in _PACES]
    words = " ".join(map(_plan_in_words, plans))
    picture = draw("bzd-paces", _PACES_TITLE, words, (_WIDTH, 400), partial(_steps, plans=plans))
    return Figure(
        svg=(picture,),
        alt=(words,),
        table=_paces_table(plans),
        caption="One start dose, 1 mg of clonazepam a day, under the label and the guideline.",
        notes=(
            "Reckoned for any dose that a liquid could make, to 0.01 mg. It is nobody's plan.",
            "The guideline gives no schedule down to nothing and no last dose. That its first pace "
            "goes on to the end, and that the last dose is a tenth of the first, is our reading. "
            "The ceiling is a limit, not a pace that it advises.",
            "Both texts speak of going slower or pausing when it gets hard. No line shows it.",
        ),
        sources=tuple(dict.fromkeys(key for plan in plans for key in plan.rule.sources)),
    )


_PACES = {
    "clonazepam-label": ("label", ORANGE, ":"),
    "asam-2025-ceiling": ("guideline, at its ceiling", PURPLE, "--"),
    "asam-2025": ("guideline, first pace", BLUE, "-"),
}
_PACES_TITLE = "From 1 mg of clonazepam a day: a label\nand a guideline"


def _steps(drawing: Drawing, plans: Sequence[Schedule]) -> None:
    drawing.text(0, 1, _PACES_TITLE, va="top", size=13, weight="bold", linespacing=1.35)
    axes = drawing.add_axes((0.11, 0.32, 0.86, 0.52))
    for plan, (_, colour, line) in zip(plans, _PACES.values(), strict=True):
        weeks = np.concatenate([[-2], plan.day / 7, [44]])
        taken_mg = np.concatenate([[plan.start_dose_mg], plan.dose_mg, [0]])
        axes.step(weeks, taken_mg, where="post", color=colour, linestyle=line, linewidth=2)
    _plain(axes, "Weeks from the first reduction")
    axes.set_ylabel("mg a day")
    axes.set_ylim(-0.02, 1.08)
    _key(drawing.add_axes((0, 0, 1, 0.17)))


def _key(axes: Axes) -> None:
    axes.set_axis_off()
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(len(_PACES), 0)
    for place, (text, colour, line) in enumerate(_PACES.values()):
        axes.plot([4, 34], [place + 0.5] * 2, color=colour, linestyle=line, linewidth=2)
        axes.text(44, place + 0.5, text, va="center")


def _plan_in_words(plan: Schedule) -> str:
    return (
        f"{plan.rule.name}: {plan.cuts_mg.size} reductions from {plan.start_dose_mg:g} mg; zero "
        f"{plan.days_to_zero:g} days after the first. The first takes {plan.cuts_mg[0]:.2g} mg, "
        f"the last, the stop, {plan.cuts_mg[-1]:.2g} mg."
    )


def _paces_table(plans: Sequence[Schedule]) -> Table:
    cells = tuple(
        (plan.rule.name, f"{plan.cuts_mg.size}", f"{plan.cuts_mg[0]:.2g} mg",
         f"{plan.cuts_mg[-1]:.2g} mg", f"{plan.days_to_zero:g} days",
         ", ".join(short_source(key) for key in rule(plan.rule.id).sources))
        for plan in plans
    )  # fmt: skip
    heads = ("Rule", "Reductions", "First", "Last, the stop", "Zero after the first", "Source")
    return Table("The three lines", heads, cells)
