"""The taper laboratory: two published rules through one and the same model, side by side."""

from __future__ import annotations

from typing import Any

import numpy as np

from bzdcourse.explorers.base import Explorer, Reading, View
from bzdcourse.explorers.numbers import level, rounded
from bzdcourse.explorers.taper_cases import CONTROLS, NOTES, PRESETS, SOURCES
from bzdcourse.explorers.taper_runs import Comparison, Run, compare
from bzdcourse.figures.chart import Band, Colour, Guide, Line, Panel, Series
from bzdcourse.figures.figure import Table
from bzdcourse.models.tapering import Schedule

_ROWS = 26
_COLOURS: dict[str, Colour] = {"A": "blue", "B": "orange"}
_WEEKS = "Weeks from the first reduction"


def show(values: dict[str, Any]) -> View:
    """Dose, level, receptor and signal under two rules."""
    both = compare(values)
    return View(
        panels=(_dose_panel(both), _level_panel(both), _drive_panel(both), _signal_panel(both)),
        readings=_readings(*both.runs),
        table=_table(both),
    )


def _readings(a: Run, b: Run) -> tuple[Reading, ...]:
    ratio = b.schedule.last_cut_over_first
    return (
        *(
            Reading(
                f"weeks-{run.letter.lower()}",
                f"Rule {run.letter}: weeks to zero",
                run.weeks_to_zero,
                f"{rounded(run.weeks_to_zero, 2)} weeks",
            )
            for run in (a, b)
        ),
        Reading("stop-b", "Rule B: the stop over the first step", ratio, f"{ratio:.2g} times"),
        *(
            Reading(
                f"peak-{run.letter.lower()}",
                f"Rule {run.letter}: peak of the signal, abrupt stop = 1",
                float(run.peak_band[1]),
                _with_band(run.peak_band),
            )
            for run in (a, b)
        ),
    )


def _with_band(band: np.ndarray) -> str:
    low, middle, high = band
    return f"{_unsigned(middle)} ({_unsigned(low)} to {_unsigned(high)})"


def _unsigned(value: float) -> str:
    """Two decimals, without the sign of a zero."""
    return f"{round(float(value), 2) + 0.0:.2f}"


def _dose_panel(both: Comparison) -> Panel:
    return Panel(
        title=f"Dose of {both.case.drug}",
        x_label=_WEEKS,
        y_label="Daily dose (mg)",
        series=[line for run in both.runs for line in _doses(run)],
        alt=f"Daily dose of {both.case.drug}, from {both.case.dose_mg:g} mg. "
        + " ".join(map(_dose_in_words, both.runs)),
    )


def _doses(run: Run) -> list[Line]:
    """What is taken and, where it differs, what the rule wants."""
    plan, colour = run.schedule, _COLOURS[run.letter]
    weeks = np.concatenate([[run.days[0]], plan.day, [run.days[-1]]]) / 7
    taken_mg = np.concatenate([[plan.start_dose_mg], plan.dose_mg, [0]])
    lines = [Line(weeks, taken_mg, run.name, colour, step=True)]
    if _is_rounded(plan):
        wanted_mg = np.concatenate([[plan.start_dose_mg], plan.wanted_mg])
        label = f"{run.letter} as wanted"
        lines.append(Line(weeks[:-1], wanted_mg, label, colour, "dotted", step=True))
    return lines


def _dose_in_words(run: Run) -> str:
    plan = run.schedule
    first, stop = (rounded(float(plan.cuts_mg[n]), 2) for n in (0, -1))
    told = [
        f"{run.name}, {plan.rule.name}: {plan.cuts_mg.size} reductions, over after "
        f"{rounded(run.weeks_to_zero, 2)} weeks.",
        f"The first takes {first} mg and the last, the stop, {stop} mg: "
        f"{plan.last_cut_over_first:.2g} times the first.",
    ]
    if plan.cuts_mg.size > 1:
        told.append(f"It is {plan.stop_over_cut_before:.2g} times the reduction before it.")
    if _is_rounded(plan):
        most = rounded(plan.largest_rounding_mg, 2)
        told.append(f"Doses differ from what the rule wants by up to {most} mg.")
    return " ".join(told)


def _is_rounded(plan: Schedule) -> bool:
    return plan.largest_rounding_mg > 0.01 * plan.start_dose_mg


def _level_panel(both: Comparison) -> Panel:
    low, middle, high = (level(float(edge)) for edge in both.runs[0].level_bands[:, 0])
    last = [
        f"When rule {run.letter} reaches zero it is "
        f"{level(float(np.median(run.level_ng_ml[:, run.stop])))}."
        for run in both.runs
    ]
    return Panel(
        title=f"Level of {both.case.drug}",
        x_label=_WEEKS,
        y_label="Mean of the day (ng/mL)",
        series=_curves([(run, run.level_bands) for run in both.runs]),
        alt="Mean level of the day in 200 people. Before the taper the middle person has "
        f"{middle}, 90 of 100 between {low} and {high}; it follows the dose down with a delay. "
        f"{' '.join(last)}",
    )


def _drive_panel(both: Comparison) -> Panel:
    what = "Response" if both.body.reserve else "Occupancy"
    start = float(both.runs[0].drive_bands[1, 0])
    steps = [
        f"Under rule {run.letter} the stop begins from {rounded(_before_stop(run), 2)} %."
        for run in both.runs
    ]
    return Panel(
        title=f"{what}: what the body adapts to",
        x_label=_WEEKS,
        y_label=f"{what} (%)",
        series=_curves([(run, run.drive_bands) for run in both.runs]),
        alt=f"{what} in 200 people, from {rounded(start, 2)} % in the middle person. "
        f"{' '.join(steps)}",
    )


def _before_stop(run: Run) -> float:
    """Occupancy or response of the middle person on the last day with a dose, in %."""
    return float(100 * run.body.drive(np.median(run.level_ng_ml[:, run.stop - 1])))


def _signal_panel(both: Comparison) -> Panel:
    stop = Line(both.stop_weeks, both.stop_net, "abrupt stop", "ink", "dotted")
    lowest = min(float(one.min()) for one in (both.stop_net, *(r.net_bands for r in both.runs)))
    highest = max(float(run.net_bands.max()) for run in both.runs)
    curves = _curves([(run, run.net_bands) for run in both.runs])
    return Panel(
        title="Net signal",
        x_label=_WEEKS,
        y_label="Net signal (arbitrary units)",
        series=[*curves, stop, Guide(0, "no effect, no withdrawal")],
        alt=_signal_in_words(both),
        y_range=(1.05 * lowest, max(1.05 * highest, 0.1)),
    )


def _signal_in_words(both: Comparison) -> str:
    a, b = both.runs
    apart = a.peak_band[2] < b.peak_band[0] or b.peak_band[2] < a.peak_band[0]
    return (
        "Net signal of drug and adaptation in 200 people, in arbitrary units; below zero it is a "
        "signal of withdrawal. An abrupt stop, drawn for comparison only, goes down to "
        f"{_unsigned(both.stop_net.min())} in the middle person. As a share of each person's "
        f"abrupt stop the largest signal is {_with_band(a.peak_band)} under rule A and "
        f"{_with_band(b.peak_band)} under rule B, with 90 of 100 people in brackets. "
        f"The two bands {'stand apart' if apart else 'overlap'}."
    )


def _curves(drawn: list[tuple[Run, np.ndarray]]) -> list[Series]:
    """Bands below, curves above."""
    below = [
        Band(_weeks(run), low, high, f"{run.letter}: 90 of 100 people", _COLOURS[run.letter])
        for run, (low, _, high) in drawn
    ]
    above = [
        Line(_weeks(run), middle, run.name, _COLOURS[run.letter]) for run, (_, middle, _) in drawn
    ]
    return [*below, *above]


def _weeks(run: Run) -> np.ndarray:
    return run.days[run.places] / 7


def _table(both: Comparison) -> Table:
    a, b = both.runs
    rows = np.unique(np.linspace(0, a.places.size - 1, _ROWS).astype(int))
    columns = [column for run in both.runs for column in _columns(run, rows)]
    what = "response" if both.body.reserve else "occupancy"
    kinds = ("dose, mg", "ng/mL", f"{what}, %", "signal")
    heads = ("Week", *(f"{run.letter}: {kind}" for run in both.runs for kind in kinds))
    weeks = [rounded(float(week)) for week in _weeks(a)[rows]]
    caption = f"A: {a.schedule.rule.name}. B: {b.schedule.rule.name}. The middle of 200 people"
    return Table(caption, heads, tuple(zip(weeks, *columns, strict=True)))


def _columns(run: Run, rows: np.ndarray) -> list[list[str]]:
    dose_mg = run.schedule.daily_dose_mg(run.days[run.places[rows]])
    numbers = (dose_mg, run.level_bands[1, rows], run.drive_bands[1, rows])
    signals = [_with_band(band) for band in run.net_bands[:, rows].T]
    return [*([rounded(float(one)) for one in column] for column in numbers), signals]


EXPLORER = Explorer(
    id="taper-laboratory",
    title="Taper laboratory",
    task="Put two published rules through one model. *Which claim does a curve support, and which "
    "does it not?* The doses are teaching cases; there is no place for anybody's own.",
    controls=CONTROLS,
    presets=PRESETS,
    show=show,
    notes=NOTES,
    sources=SOURCES,
)
