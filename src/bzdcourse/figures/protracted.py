"""Figures of the lesson on symptoms that last: who was looked at when, and how people fared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bzdcourse.data import CourseError, dataset
from bzdcourse.figures.charts import Group
from bzdcourse.figures.figure import Figure, Table
from bzdcourse.figures.people import Array, Rows, confirmed, figure_of, half_up, short_source
from bzdcourse.figures.svg import BLUE, FAINT, ORANGE, PURPLE, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

COMPARED = {
    "blind": ("compared with others in a blind trial", PURPLE, "s", True),
    "others": ("compared with others, not blind", BLUE, "^", True),
    "nobody": ("compared with nobody else", ORANGE, "o", False),
}
_TICKS = {1: "1 week", 4.35: "1 month", 13: "3 months", 52: "1 year", 156: "3", 261: "5 years"}
_ENDS = (0.7, 330)  # weeks; days at the left edge, some years at the right
_WIDTH, _TITLE_PX, _ROW_PX, _AXIS_PX, _KEY_PX = 380, 44, 42, 26, 20
_FIFTY = 50


def when_somebody_looked() -> Figure:
    """Sources, each with the stretch of time after the last dose that it speaks of.

    Raises:
        CourseError: there is no confirmed source.
    """
    rows = [row for row in dataset("after_stopping") if row["status"] == "confirmed"]
    if not rows:
        raise CourseError("source_texts/datasets: after_stopping.csv has no confirmed row.")
    words = _map_in_words(rows)
    return Figure(
        svg=(_map(rows, words),),
        alt=(words,),
        table=_looks_table(rows),
        caption="Who was looked at, how long after the last dose, and compared with whom.",
        notes=NOTES,
        sources=tuple(dict.fromkeys(row["source"] for row in rows)),
    )


NOTES = (
    "The axis is stretched: a finger's breadth is days on the left and years on the right.",
    "A dotted line means that symptoms were told afterwards, by people who chose to tell. It is as "
    "long as the axis because no dates were given.",
    "For the memory tests of 2005 the line ends at the average, 42 months. For the trials of 2003 "
    "and 2016 it counts from the start of the plan, as the last dose was not given.",
    "In the survey 430 of 1,207 people had not stopped yet, so a year of symptoms is not always a "
    "year after the last dose.",
    "These are the sources that this lesson could read, most of them as abstracts. A review of "
    "2025 found 46 reports on people four weeks or more after stopping; it, too, could tell "
    "neither how common lasting symptoms are nor how they go on.",
    "The map shows where somebody looked. It shows no symptom, and nobody's future.",
)


def how_people_fared() -> Figure:
    """Fifty people of one clinic; and anxiety three years on, with and without the medicine.

    Raises:
        CourseError: a value is missing, or was not confirmed.
    """
    rows = confirmed("protracted", *_FARED)
    *clinic, without, with_it = (half_up(row["value"]) for row in rows)
    people = [percent * _FIFTY // 100 for percent in clinic]
    groups = [
        Group(count, text, *look)
        for count, (text, *look) in zip([*people, _FIFTY - sum(people)], _OUTCOMES, strict=True)
    ]
    title = "One clinic, 10 months to 3.5 years after:\n50 people who came to stop"
    arrays = [
        Array("bzd-fifty", title, groups, columns=10, size=13),
        Array("bzd-off", f"{_LATER} not taking one:", _anxious(without)),
        Array("bzd-on", f"{_LATER} taking one:", _anxious(with_it)),
    ]
    return figure_of(arrays, rows, _FARED_CAPTION, FARED_NOTES)


_FARED = (
    "clinic_recovered",
    "clinic_much_better",
    "clinic_better",
    "clinic_no_better",
    "anxiety_without",
    "anxiety_with",
)
_OUTCOMES = (
    ("fully recovered", BLUE, "o", True),
    ("much better", BLUE, "o", False),
    ("better", PURPLE, "D", False),
    ("no better", ORANGE, "s", True),
    ("did not come off, or took it again", ORANGE, "^", False),
)
_LATER = "Another programme, about 3 years\nafter. Of every 100 people"
_FARED_CAPTION = "How people fared later, in one clinic and in one programme."
FARED_NOTES = (
    "The first picture is no picture of everybody who stops. These people had symptoms, were sent "
    "to a clinic for them, wished to come off and completed its withdrawal. They may have had more "
    "trouble than others, and more help. The clinic judged how they were.",
    "*No better* means on the day when they were asked, not for ever.",
    "The other two may be compared with each other, with care: nobody was assigned by lot, and "
    "those who were well may have found it easier to stay off.",
)


def _anxious(count: int) -> list[Group]:
    return [
        Group(count, "had moderate or marked anxiety", PURPLE, "s", True),
        Group(100 - count, "did not", BLUE, "o", False),
    ]


def _map(rows: Rows, words: str) -> str:
    below = _AXIS_PX + (len(COMPARED) + 1) * _KEY_PX + 6
    height = _TITLE_PX + len(rows) * _ROW_PX + below

    def paint(drawing: Drawing) -> None:
        drawing.text(0, 1, _TITLE, va="top", size=13, weight="bold", linespacing=1.35)
        share = len(rows) * _ROW_PX / height
        axes = drawing.add_axes((0.02, below / height, 0.96, share))
        _time_axis(axes, len(rows))
        for place, row in enumerate(rows):
            _row(axes, place, row)
        _key(drawing.add_axes((0, 0, 1, (below - _AXIS_PX) / height)))

    return draw("bzd-looks", " ".join(_TITLE.split()), words, (_WIDTH, height), paint)


_TITLE = "The time after the last dose\nthat each source speaks of"


def _time_axis(axes: Axes, rows: int) -> None:
    axes.set_xscale("log")
    axes.set_xlim(*_ENDS)
    axes.set_ylim(rows - 0.25, -0.35)
    axes.set_xticks(list(_TICKS), list(_TICKS.values()), size=11)
    axes.set_xticks([], minor=True)
    axes.set_yticks([])
    axes.grid(axis="x", color=FAINT, alpha=0.25, linewidth=0.8)
    axes.spines["left"].set_visible(False)
    axes.tick_params(length=0)


def _row(axes: Axes, place: int, row: dict[str, str]) -> None:
    _, colour, marker, filled = COMPARED[row["compared"]]
    start, end = (max(float(row[one] or edge), _ENDS[0])
                  for one, edge in zip(("from_weeks", "to_weeks"), _ENDS, strict=True))  # fmt: skip
    axes.text(_ENDS[0], place, row["label"], va="center", size=12)
    style = {"linewidth": 5, "solid_capstyle": "butt"} if row["to_weeks"] else {"linestyle": ":"}
    axes.plot([start, end], [place + 0.42] * 2, color=colour, **style)
    face = colour if filled else "none"
    axes.plot([end], [place + 0.42], marker, color=colour, markersize=9, markerfacecolor=face,
              markeredgewidth=1.8, clip_on=False)  # fmt: skip


def _key(axes: Axes) -> None:
    axes.set_axis_off()
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(len(COMPARED) + 1, 0)
    for place, (text, colour, marker, filled) in enumerate(COMPARED.values()):
        face = colour if filled else "none"
        axes.plot([12], [place + 0.5], marker, color=colour, markersize=9, markerfacecolor=face,
                  markeredgewidth=1.8)  # fmt: skip
        axes.text(26, place + 0.5, text, va="center")
    axes.plot([2, 22], [len(COMPARED) + 0.5] * 2, color=ORANGE, linestyle=":")
    axes.text(26, len(COMPARED) + 0.5, "told afterwards, without dates", va="center")


def _map_in_words(rows: Sequence[dict[str, str]]) -> str:
    told = "; ".join(
        f"{row['label']}: {row['time']}, {COMPARED[row['compared']][0]}" for row in rows
    )
    return (
        f"A map of {len(rows)} sources over the time after the last dose, from days to 5 years. "
        f"{told}. Only one is drawn as a blind trial, and it ends after weeks. None of those "
        "that compare people watched them from the first weeks to beyond 1 year."
    )


def _looks_table(rows: Rows) -> Table:
    cells = tuple(
        (row["label"], row["people"], row["time"], COMPARED[row["compared"]][0],
         short_source(row["source"]))
        for row in rows
    )  # fmt: skip
    heads = ("Source of evidence", "People", "Time after the last dose", "Comparison", "Source")
    return Table("Every source in this figure", heads, cells)
