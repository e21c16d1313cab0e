"""Figures of the lesson on tolerance: a map of studies, and high doses as people out of 100."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bzdcourse.data import CourseError, dataset
from bzdcourse.figures.charts import Group
from bzdcourse.figures.figure import Figure, Table
from bzdcourse.figures.people import Array, Rows, confirmed, figure_of, half_up, short_source
from bzdcourse.figures.svg import BLUE, FAINT, ORANGE, PURPLE, draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

EFFECTS = {
    "sedation": "Sedation and sleep",
    "seizures": "Protection from seizures",
    "memory": "Memory made worse",
    "anxiety": "Relief of anxiety",
}
FINDINGS = {"found": "found", "part": "in part", "none": "none", "unclear": "can't tell"}
KINDS = {
    "animals": ("Animals", BLUE, "^"),
    "tested": ("People tested in experiments", ORANGE, "s"),
    "treated": ("People treated", PURPLE, "o"),
}
_COLUMNS_PX = dict(zip(FINDINGS, (214, 258, 300, 346), strict=True))
_WIDTH, _TOP_PX, _ROW_PX = 380, 50, 21


def tolerance_by_effect() -> Figure:
    """Four effects, and for each the studies that looked for tolerance to it, one mark a study.

    Raises:
        CourseError: there is no confirmed study of an effect.
    """
    studies = [row for row in dataset("tolerance") if row["status"] == "confirmed"]
    maps = [_Map(effect, [r for r in studies if r["effect"] == effect]) for effect in EFFECTS]
    shown = [row for one in maps for row in one.studies]
    return Figure(
        svg=tuple(one.svg for one in maps),
        alt=tuple(one.words for one in maps),
        table=_studies_table(shown),
        caption="Did tolerance come? One mark is one study, in the column of what it found.",
        notes=NOTES,
        sources=tuple(dict.fromkeys(row["source"] for row in shown)),
    )


NOTES = (
    "*In part*: in some people, under some conditions, or some of the effect. *Can't tell*: the "
    "study looked, and its comparison leaves it open.",
    "Marks are not votes. A review of many studies and a study of thirty people are one mark each, "
    "and we may have missed studies. Look at whether the marks of one effect stand in one column.",
    "Days in rats are not days in people. Animals were given other doses, in other ways.",
    "Registers of prescriptions are missing on purpose: they see doses and no effect.",
)


def dose_escalation() -> Figure:
    """Of 100 people in five registers: how many reached a high or a raised dose.

    Raises:
        CourseError: a value is missing, or was not confirmed.
    """
    rows = confirmed("dose_escalation", *_REGISTERS, "finland_10_mg")
    more = half_up(rows[-1]["value"])
    arrays = [
        Array(f"bzd-{series.split('_')[0]}", title, _risen(half_up(row["value"]), text, more, rest))
        for (series, (title, text, rest)), row in zip(_REGISTERS.items(), rows, strict=False)
    ]
    return figure_of(
        arrays,
        rows,
        "Rising or high doses in five registers: five wholes, five definitions.",
        (
            "Read each title first: it says out of whom. The five answer five questions, and their "
            "shares can't be divided by one another. All but New Jersey count Z-drugs, sleeping "
            "medicines that act much alike, as well; of New Jersey the summary does not say.",
            "In the first three a dose had to rise in order to be counted. In Finland a dose "
            "counts that was high at some time, whether it had risen or not; in Norway, one that "
            "was high at the end.",
            "0.9 and 1.6 of 100 are drawn as 1 and 2; less than 8 as 8.",
            "Registers see what was handed out. They see neither what was swallowed, nor why, nor "
            "whether it helped.",
        ),
    )


_REGISTERS = {
    "denmark_above_recommended": (
        "Denmark, 3 years or more without a\nbreak. Of every 100 of them:",
        "rose above the recommended dose",
        "did not",
    ),
    "manitoba_high": (
        "Manitoba, 2 years or more without a\nbreak. Of every 100 of them:",
        "or fewer rose above 40 mg of\ndiazepam or its equivalent",
        "did not",
    ),
    "new_jersey_high": (
        "New Jersey, insured by Medicaid, most\nfor 2 years or more. Of every 100:",
        "rose to a high dose (20 mg or more\nif older, 40 mg if not)",
        "did not",
    ),
    "norway_two_daily_doses": (
        "Norway, all who began, most of them\na Z-drug. Of every 100 of them:",
        "ended at more than two usual\ndaily doses, within 3 years",
        "did not",
    ),
    "finland_30_mg": (
        "Finland, all who began at 18 to 65.\nOf every 100 of them:",
        "were at 30 mg of diazepam or its\nequivalent, or more, within 5 years",
        "were below these doses",
    ),
}


def _risen(count: int, text: str, more: int, rest: str) -> list[Group]:
    """The groups of one register; only the Finnish one has a middle one."""
    if rest == "did not":
        more = 0
    groups = [
        Group(count, text, PURPLE, "s", True),
        Group(more, "were at 10 to 29 mg", ORANGE, "^", True),
        Group(100 - count - more, rest, BLUE, "o", False),
    ]
    return [group for group in groups if group.count]


@dataclass(frozen=True)
class _Map:
    """The studies of one effect."""

    effect: str
    studies: Rows

    def __post_init__(self) -> None:
        if not self.studies:
            raise CourseError(f"source_texts/datasets: no confirmed study of '{self.effect}'.")

    @property
    def counts(self) -> str:
        """How many studies found what."""
        counts = Counter(row["finding"] for row in self.studies)
        return ", ".join(f"{words} {counts[name]}" for name, words in FINDINGS.items())

    @property
    def words(self) -> str:
        """The picture in words."""
        told = " ".join(
            f"{KINDS[kind][0]}: " + "; ".join(map(_study_in_words, rows)) + "."
            for kind, rows in self.by_kind
        )
        return f"{EFFECTS[self.effect]}. Tolerance was: {self.counts}. {told}"

    @property
    def by_kind(self) -> list[tuple[str, Rows]]:
        """The studies in groups, in the order of the data."""
        return [(kind, list(rows)) for kind, rows in groupby(self.studies, lambda r: r["kind"])]

    @property
    def svg(self) -> str:
        """The picture."""
        lines = len(self.studies) + len(self.by_kind)
        height = _TOP_PX + lines * _ROW_PX + 4

        def paint(drawing: Drawing) -> None:
            axes = drawing.add_axes((0, 0, 1, 1))
            axes.set_axis_off()
            axes.set_xlim(0, _WIDTH)
            axes.set_ylim(height, 0)
            _heads(axes, EFFECTS[self.effect], height)
            _rows_of_marks(axes, self.by_kind)

        name = f"{EFFECTS[self.effect]}: studies of tolerance"
        return draw(f"bzd-{self.effect}", name, self.words, (_WIDTH, height), paint)


def _study_in_words(row: dict[str, str]) -> str:
    return f"{row['label']} ({row['time']}), {FINDINGS[row['finding']]}: {row['seen']}"


def _heads(axes: Axes, title: str, height: float) -> None:
    axes.text(0, 4, title, va="top", size=13, weight="bold")
    axes.text(0, 36, "Tolerance:", va="center")
    for name, words in FINDINGS.items():
        x = _COLUMNS_PX[name]
        axes.text(x, 36, words, ha="center", va="center")
        axes.plot([x, x], [_TOP_PX - 4, height - 4], color=FAINT, alpha=0.35, linewidth=0.8)


def _rows_of_marks(axes: Axes, by_kind: list[tuple[str, Rows]]) -> None:
    y = _TOP_PX + _ROW_PX / 2
    for kind, rows in by_kind:
        words, colour, marker = KINDS[kind]
        axes.text(0, y, words, va="center", weight="bold")
        for row in rows:
            y += _ROW_PX
            axes.text(8, y, row["label"], va="center")
            axes.plot([_COLUMNS_PX[row["finding"]]], [y], marker, color=colour, markersize=10)
        y += _ROW_PX


def _studies_table(studies: Rows) -> Table:
    heads = ("Effect", "Who", "Time", "Tolerance", "What was seen", "Source")
    cells = tuple(
        (
            EFFECTS[row["effect"]],
            row["who"],
            row["time"],
            FINDINGS[row["finding"]],
            row["seen"],
            short_source(row["source"]),
        )
        for row in studies
    )
    return Table("Every study in this figure", heads, cells)
