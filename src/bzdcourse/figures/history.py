"""Figures of the lesson on history."""

from __future__ import annotations

import re

from bzdcourse.data import CourseError, dataset, references
from bzdcourse.figures.charts import (
    Group,
    Line,
    Panel,
    Point,
    Points,
    icon_panel,
    line_panel,
    number,
)
from bzdcourse.figures.figure import Figure, Table
from bzdcourse.figures.svg import BLUE, ORANGE, PURPLE

TRUSTED = ("confirmed", "corroborated")
ADULTS = Line("adults_filling_prescription", BLUE, "o")
VISITS = Line("ambulatory_visits", ORANGE, "s")
PER_ADULTS = Line("deaths_per_100000_adults", BLUE, "^", name="per 100,000 adults")
PER_PEOPLE = Line("deaths_per_100000_people", PURPLE, "D", False, "per 100,000 people")
IN_WORDS = {
    ADULTS.series: "Adults who filled a prescription",
    VISITS.series: "Doctor's visits with a benzodiazepine",
    PER_PEOPLE.series: "Overdose deaths with a benzodiazepine",
    PER_ADULTS.series: "Overdose deaths with a benzodiazepine, another group's count",
    "deaths_2000_2019": "All these deaths",
    "share_with_opioid": "With an opioid as well",
    "share_with_no_other_named_substance": "Without an opioid, cocaine, other stimulant, "
    "barbiturate or alcohol",
    "suicide_share_with_opioid": "Suicides, with an opioid",
    "suicide_share_without_opioid": "Suicides, without an opioid",
}


def prescribing_and_deaths() -> Figure:
    """Benzodiazepines in the USA: who was prescribed them, and who died, with and without opioids.

    Raises:
        CourseError: a series is missing, or has no value that was confirmed.
    """
    points = _trusted(dataset("prescribing") + dataset("overdose_deaths"))
    panels = [_adults(points), _visits(points), _rates(points), _hundred_deaths(points)]
    drawn = [point for panel in panels for point in panel.points]
    return Figure(
        svg=tuple(panel.svg for panel in panels),
        alt=tuple(panel.alt for panel in panels),
        table=_table(drawn),
        caption="Benzodiazepines in the USA: prescribing, and overdose deaths with and without "
        "opioids.",
        notes=NOTES,
        sources=tuple(dict.fromkeys(key for point in drawn for key in point.source.split())),
    )


NOTES = (
    "Only years with a published value that was checked are drawn. The dashed lines join them; "
    "they say nothing about the years between. (One study reports that the death rate levelled "
    "off after 2010; a straight line to 2013 can't show that.)",
    "The two death rates are not one series: one is per 100,000 people, the other per 100,000 "
    "adults, and two research groups counted them.",
    "A death *involves* a benzodiazepine when the death certificate names one among the "
    "substances. That is not the same as *caused by* it.",
    "Not shown, because no checked source was found: the yearly numbers of deaths with and "
    "without opioids, and any national count after 2019.",
)


def _trusted(rows: list[dict[str, str]]) -> dict[str, Points]:
    series: dict[str, Points] = {}
    for row in rows:
        if row["status"] in TRUSTED:
            point = Point(**row | {"year": int(row["year"]), "value": float(row["value"])})
            series[point.series] = (*series.get(point.series, ()), point)
    return series


def _series(points: dict[str, Points], name: str) -> Points:
    if name not in points:
        raise CourseError(f"source_texts/datasets: no confirmed value of the series '{name}'.")
    return tuple(sorted(points[name], key=lambda point: point.year))


def _adults(points: dict[str, Points]) -> Panel:
    values = _series(points, ADULTS.series)
    alt = (
        "Share of US adults who filled at least one benzodiazepine prescription in the year: "
        f"{_in_words(values, '%')}."
    )
    title = "Adults who filled a prescription,\n% of US adults"
    return line_panel("bzd-adults", title, alt, [(ADULTS, values)], top=8.9, unit="%")


def _visits(points: dict[str, Points]) -> Panel:
    values = _series(points, VISITS.series)
    alt = (
        "Share of US visits to doctors outside hospital wards at which a benzodiazepine was "
        f"prescribed or continued: {_in_words(values, '%')}."
    )
    title = "Doctor's visits with a benzodiazepine,\n% of US ambulatory visits"
    return line_panel("bzd-visits", title, alt, [(VISITS, values)], top=8.9, unit="%")


def _rates(points: dict[str, Points]) -> Panel:
    people, adults = _series(points, PER_PEOPLE.series), _series(points, PER_ADULTS.series)
    alt = (
        "US overdose deaths that involved a benzodiazepine. "
        f"Per 100,000 adults: {_in_words(adults)}. "
        f"Per 100,000 people, another group's count: {_in_words(people)}."
    )
    title = "Overdose deaths with a benzodiazepine,\nper 100,000 a year"
    lines = [(PER_ADULTS, adults), (PER_PEOPLE, people)]
    return line_panel("bzd-rates", title, alt, lines, top=4.4)


def _in_words(points: Points, unit: str = "") -> str:
    return ", ".join(f"{number(point.value)}{unit} in {point.year}" for point in points)


def _hundred_deaths(points: dict[str, Points]) -> Panel:
    names = ("deaths_2000_2019", "share_with_opioid", "share_with_no_other_named_substance",
             "suicide_share_with_opioid", "suicide_share_without_opioid")  # fmt: skip
    shown = tuple(_series(points, name)[0] for name in names)
    total, opioid, alone, suicide_with, suicide_without = (point.value for point in shown)
    groups = _groups(opioid, alone)
    alt = (
        f"{number(total)} people died in the USA from 2000 to 2019 of an overdose that involved "
        f"a benzodiazepine. {opioid:g}% of the deaths also involved an opioid, and {alone:g}% "
        "involved no opioid, cocaine, other stimulant, barbiturate or alcohol. Drawn as 100 "
        "marks, rounded to whole people: "
        + "; ".join(f"{group.count} {' '.join(group.text.split())}" for group in groups)
        + f". Suicide was {suicide_with:g}% of the deaths with an opioid and "
        f"{suicide_without:g}% of those without."
    )
    title = "Of every 100 who died with a\nbenzodiazepine, 2000 to 2019"
    return icon_panel("bzd-hundred", title, alt, groups, shown)


def _groups(opioid_percent: float, alone_percent: float) -> list[Group]:
    opioid, alone = _half_up(opioid_percent), _half_up(alone_percent)
    return [
        Group(opioid, "also with\nan opioid", BLUE, "o", True),
        Group(100 - opioid - alone, "without an opioid,\nwith alcohol, a\nstimulant or a\n"
               "barbiturate", ORANGE, "^", True),
        Group(alone, "with none of these", PURPLE, "s", False),
    ]  # fmt: skip


def _half_up(percent: float) -> int:
    return int(percent + 0.5)  # round() would make 84 of 83.5 but 82 of 82.5


def _table(points: list[Point]) -> Table:
    return Table(
        "Every value in this figure",
        ("What was counted", "Year", "Value", "Unit", "Source"),
        tuple(
            (IN_WORDS[point.series], _when(point), number(point.value), point.unit,
             _short_source(point.source))
            for point in points
        ),
    )  # fmt: skip


def _when(point: Point) -> str:
    years_together = re.search(r"\d{4}-\d{4}", point.unit)
    return years_together[0].replace("-", " to ") if years_together else str(point.year)


def _short_source(key: str) -> str:
    reference = references()[key]
    author_and_year = reference.text.split("). ")[0] + ")"
    return f"[{author_and_year}]({reference.url})" if reference.url else author_and_year
