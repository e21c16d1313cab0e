"""Figures of the lesson on acute withdrawal: how often which symptom, and on which days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bzdcourse.data import CourseError, dataset
from bzdcourse.figures.figure import Figure, Table
from bzdcourse.figures.people import short_source
from bzdcourse.figures.svg import BLUE, FAINT, ORANGE, PURPLE, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

_WIDTH = 390
_GUIDELINE = "brunner2025"

_NAMED, _UNNAMED = "named by article A", "left out by article A"

# How each kind of observation looks: colour, marker, filled or open.
_LOOKS = {
    "worst": (PURPLE, "s", "the worst days"),
    "rebound": (PURPLE, "D", "sleep worse than before treatment"),
    "symptoms": (BLUE, "v", "new symptoms seen"),
    "seizures": (ORANGE, "^", "seizures seen or described"),
    "fading": (BLUE, "|", "fading; gone, or largely gone, by the end of the bar"),
}


def symptoms_on_stopping() -> Figure:
    """How many of 100 people reported each symptom on coming off alprazolam.

    Raises:
        CourseError: no value was confirmed.
    """
    rows = _confirmed("withdrawal_symptoms")
    told = "; ".join(
        f"{row['series']} {row['value']} ({_NAMED if row['article_a'] == 'yes' else _UNNAMED})"
        for row in rows
    )
    alt = (
        f"Of every 100 people with panic disorder who came off alprazolam in studies, so many "
        f"reported the symptom, from the most to the least often: {told}."
    )
    return Figure(
        svg=(_symptoms(rows, alt),),
        alt=(alt,),
        table=_symptom_table(rows),
        caption="Symptoms on coming off alprazolam, by the label of the drug.",
        notes=(
            "One drug, one illness, 641 people. How fast the dose came down differed or is not "
            "told, and how strong a symptom was is not told at all.",
            "Listed are symptoms in 5 of 100 people or more, and in more than with placebo. How "
            "many had them with placebo isn't told, so this is not what the drug alone did.",
            "What does not stand here was rarer, no commoner than with placebo, or not counted: "
            "tingling, light and noise that hurt, ringing ears, hallucinations, seizures, "
            "thoughts of suicide.",
        ),
        sources=(rows[0]["source"], _GUIDELINE),
    )


def what_studies_saw() -> Figure:
    """On which days after stopping studies saw withdrawal at its worst, seizures, or its end.

    Raises:
        CourseError: no value was confirmed.
    """
    rows = _confirmed("withdrawal_times")
    told = " ".join(_in_words(row) for row in rows)
    alt = f"Days after the last dose on which studies saw withdrawal. {told}"
    return Figure(
        svg=(_times(rows, alt),),
        alt=(alt,),
        table=_time_table(rows),
        caption="When withdrawal was at its worst, and when it was over: what studies saw.",
        notes=(
            "A bar is what one study saw in its people. It is neither the shortest nor the "
            "longest possible time, and not the course of one person.",
            "The rows differ in medicine, dose, way of stopping and in what was asked. Compare "
            "the first two, which come from one study; the rest shows how wide the field is.",
            "Fading is drawn from day 0, because the summaries give its end only.",
            "Stopping at once was the method of some studies. It is not how these medicines "
            "should be stopped.",
            "Longer courses are described as well: by clinics, surveys and labels. Lesson 7 is "
            "about them.",
        ),
        sources=tuple(dict.fromkeys(row["source"] for row in rows)),
    )


def _confirmed(name: str) -> list[dict[str, str]]:
    rows = [row for row in dataset(name) if row["status"] == "confirmed"]
    if not rows:
        raise CourseError(f"source_texts/datasets/{name}.csv: no confirmed value.")
    return rows


def _symptoms(rows: list[dict[str, str]], alt: str) -> str:
    height = 74 + 21 * len(rows) + 30

    def paint(drawing: Drawing) -> None:
        _title(drawing, "Of every 100 people who came off\nalprazolam, so many reported:")
        bottom = 34 / height
        axes = drawing.add_axes((0.42, bottom, 0.49, 1 - bottom - 84 / height))
        _rows_from_the_top(axes, [row["series"] for row in rows])
        axes.set_xlim(0, 35)
        axes.set_xticks([0, 10, 20, 30])
        for place, row in enumerate(rows):
            _symptom(axes, place, float(row["value"]), row["article_a"] == "yes")
        _key(drawing, height, 46, [(PURPLE, "s", _NAMED), (BLUE, "o", _UNNAMED)])

    return draw("bzd-symptoms", "Symptoms on coming off alprazolam", alt, (_WIDTH, height), paint)


def _symptom(axes: Axes, place: int, value: float, named: bool) -> None:
    colour, marker = (PURPLE, "s") if named else (BLUE, "o")
    axes.plot([0, value - 0.8], [place, place], color=colour, linewidth=1.6)
    axes.plot(value, place, marker, color=colour, markersize=8, markeredgewidth=1.8,
              markerfacecolor=colour if named else "none")  # fmt: skip
    axes.annotate(f"{value:.1f}", (value, place), (8, 0), textcoords="offset points", va="center")


def _symptom_table(rows: list[dict[str, str]]) -> Table:
    cells = tuple(
        (row["series"], f"{row['value']}%", row["article_a"],
         f"{row['guideline']}, {short_source(_GUIDELINE)}", short_source(row["source"]))
        for row in rows
    )  # fmt: skip
    heads = ("Symptom", "Of 641 people", "In article A?", "In the guideline's table?", "Source")
    return Table("Every value in this figure", heads, cells)


def _times(rows: list[dict[str, str]], alt: str) -> str:
    key = list(_LOOKS.values())
    height = 62 + 46 * len(rows) + 44 + 20 * len(key)

    def paint(drawing: Drawing) -> None:
        _title(drawing, "Days after the last dose, and what\nstudies saw then")
        bottom = (50 + 20 * len(key)) / height
        axes = drawing.add_axes((0.03, bottom, 0.93, 1 - bottom - 48 / height))
        _rows_from_the_top(axes, [""] * len(rows))
        axes.set_xlim(-0.6, 29)
        axes.set_xticks(range(0, 29, 7))
        axes.set_xlabel("days after the last dose")
        axes.grid(axis="x", color=FAINT, alpha=0.25, linewidth=0.8)
        for place, row in enumerate(rows):
            _time(axes, place, row)
        _key(drawing, height, height - 20 * len(key) - 2, key)

    return draw("bzd-times", "When withdrawal was at its worst", alt, (_WIDTH, height), paint)


def _time(axes: Axes, place: int, row: dict[str, str]) -> None:
    colour, marker, _ = _LOOKS[row["seen"]]
    ends = [float(row["from_day"]), float(row["to_day"])]
    is_fading = row["seen"] == "fading"
    axes.plot(ends, [place + 0.2] * 2, color=colour, linewidth=2 if is_fading else 5,
              solid_capstyle="butt", dashes=(4, 2) if is_fading else (None, None))  # fmt: skip
    marked = ends[1:] if is_fading else ends
    axes.plot(marked, [place + 0.2] * len(marked), marker, color=colour, markersize=10,
              markeredgewidth=2.4)  # fmt: skip
    axes.text(0, place - 0.16, row["label"], va="center")


def _in_words(row: dict[str, str]) -> str:
    start, end = int(row["from_day"]), int(row["to_day"])
    days = f"day {start}" if start == end else f"days {start} to {end}"
    return f"{row['label'].capitalize()}: {_LOOKS[row['seen']][2]}, {days}."


def _time_table(rows: list[dict[str, str]]) -> Table:
    cells = tuple(
        (row["people"], row["stopped"], _LOOKS[row["seen"]][2],
         f"{row['from_day']} to {row['to_day']}", short_source(row["source"]))
        for row in rows
    )  # fmt: skip
    heads = ("People", "How stopped", "What was seen", "Days after the last dose", "Source")
    return Table("Every value in this figure", heads, cells)


def _title(drawing: Drawing, text: str) -> None:
    drawing.text(0, 0.995, text, va="top", size=13, weight="bold", linespacing=1.35)


def _rows_from_the_top(axes: Axes, labels: list[str]) -> None:
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)


def _key(
    drawing: Drawing, height: float, top: float, looks: Sequence[tuple[str, str, str]]
) -> None:
    axes = drawing.add_axes((0, 1 - (top + 20 * len(looks)) / height, 1, 20 * len(looks) / height))
    axes.set_axis_off()
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(len(looks), 0)
    for place, (colour, marker, text) in enumerate(looks):
        middle, face = place + 0.5, "none" if marker == "o" else colour
        if marker == "|":
            axes.plot([1, 18], [middle] * 2, color=colour, linewidth=2, dashes=(3, 1.5))
        axes.plot(18 if marker == "|" else 10, middle, marker, color=colour, markersize=9,
                  markeredgewidth=2, markerfacecolor=face)  # fmt: skip
        axes.text(26, middle, text, va="center")
