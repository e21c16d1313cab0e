"""Pictures of a class: each with the same in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bzdcourse.figures.axes import rounded_top
from bzdcourse.figures.chart import Band, Guide, Line, Panel, Points, Series
from bzdcourse.figures.figure import Figure, Table
from bzdcourse.figures.picture import picture
from bzdcourse.report.analysis import QuestionReport, SetReport
from bzdcourse.report.comparison import Comparison
from bzdcourse.report.times import TimeCourse
from bzdcourse.report.words import count, day, percent, with_interval

_EDGES = np.linspace(0, 100, 11)
_WIDTH = 440


def scores(report: SetReport, slug: str, label: str) -> Figure:
    """How many learners earned which share of the points.

    Args:
        report: of a set with one learner at least.
        slug: start of the ids in the picture.
        label: written below it.
    """
    shares = 100 * report.set.totals
    # Extra credit can lift a score above 100%, and a hand can give less than none.
    learners, _ = np.histogram(np.clip(shares, 0, 100), _EDGES)
    ranges = [f"{low:.0f} to {low + 10:.0f}%" for low in _EDGES[:-1]]
    told = "; ".join(f"{r}: {n}" for r, n in zip(ranges, learners, strict=True) if n)
    alt = f"Scores of {count(len(shares), 'learner')}, in steps of 10% of the points. {told}."
    panel = Panel(
        title="Scores",
        x_label="% of the points",
        y_label="learners",
        series=(
            *_bars(_EDGES[:-1] + 5, learners, 9.2),
            Guide(float(shares.mean()), "mean", "x"),
        ),
        alt=alt,
        x_range=(0, 100),
        y_range=(0, _top(int(learners.max()))),
    )
    rows = tuple((r, str(n)) for r, n in zip(ranges, learners, strict=True))
    return _figure(
        [(panel, slug)],
        label,
        Table(f"Learners by score: {report.set.name.lower()}", ("Score", "Learners"), rows),
        f"Scores: {report.set.name.lower()}",
        "A score at a border counts for the upper step; 100% is in the last.",
    )


def questions(report: SetReport, slug: str, label: str) -> Figure:
    """Difficulty of each question, and how its points go with those of the others."""
    shown = report.questions
    panels = [(_difficulties(shown), f"{slug}-difficulty")]
    if any(one.item_rest.value is not None for one in shown):
        panels.append((_correlations(shown), f"{slug}-correlation"))
    rows = tuple(
        (str(q.number), f"`{q.id}`", percent(q.difficulty.value), with_interval(q.item_rest))
        for q in shown
    )
    heads = ("Number", "Question", "Points earned", "Item-rest correlation (95% interval)")
    return _figure(
        panels,
        label,
        Table(f"What is drawn: {report.set.name.lower()}", heads, rows),
        f"Questions: {report.set.name.lower()}",
        "The larger the share, the easier the question was for this class. A correlation well "
        "above 0 means that who did well elsewhere did better here, too. The lines are 95% "
        "intervals.",
    )


def _difficulties(shown: Sequence[QuestionReport]) -> Panel:
    known = [q for q in shown if q.difficulty.value is not None]
    shares = [100 * float(q.difficulty.value or 0) for q in known]
    told = "; ".join(f"{q.number}: {share:.0f}%" for q, share in zip(known, shares, strict=True))
    return Panel(
        title="How much of its points each question earned",
        x_label="question",
        y_label="% of its points, mean",
        series=_bars(np.array([q.number for q in known], float), np.array(shares), 0.7),
        alt=f"Share of its points that each question earned. {told}.",
        x_range=(0.5, len(shown) + 0.5),
        y_range=(0, max([100.0, *shares])),
    )


def _correlations(shown: Sequence[QuestionReport]) -> Panel:
    known = [q for q in shown if q.item_rest.value is not None]
    numbers, values, low, high = (
        np.array(column, float)
        for column in zip(
            *((q.number, q.item_rest.value, q.item_rest.low, q.item_rest.high) for q in known),
            strict=True,
        )
    )
    told = "; ".join(f"{q.number}: {with_interval(q.item_rest)}" for q in known)
    return Panel(
        title="How its points go with those of the others",
        x_label="question",
        y_label="item-rest correlation",
        series=(Guide(0.0, ""), Points(numbers, values, "", "blue", low, high)),
        alt=f"Correlation of each question's points with those of all others. {told}.",
        x_range=(0.5, len(shown) + 0.5),
        y_range=(min(-0.5, float(np.nanmin([*values, *low]))), 1),
    )


def answering(times: TimeCourse, slug: str, label: str) -> Figure:
    """Which share of a class had begun and had ended, as time went by."""
    seconds = float(times.ended[-1] - times.began[0])
    in_days = seconds >= 2 * 86_400
    unit, size = ("days", 86_400) if in_days else ("hours", 3_600)
    began, ended = ((at - times.began[0]) / size for at in (times.began, times.ended))
    shares = 100 * np.arange(len(began) + 1) / len(began)
    end = seconds / size
    marks = np.linspace(0, end, 6)
    reached = [[float(np.mean(at <= mark)) for mark in marks] for at in (began, ended)]
    told = "; ".join(
        f"after {mark:.1f} {unit} {percent(a)} had begun and {percent(b)} had saved their last "
        "answer"
        for mark, a, b in zip(marks, *reached, strict=True)
    )
    panel = Panel(
        title="When the class answered",
        x_label=f"{unit} since the class's first answer",
        y_label="% of learners",
        series=(
            _staircase(began, shares, end, "had begun", "solid"),
            _staircase(ended, shares, end, "had saved their last answer", "dashed"),
        ),
        alt=f"Time course of {count(len(began), 'learner')}: {told}.",
        x_range=(0, end),
        y_range=(0, 100),
    )
    rows = tuple(
        (f"{mark:.1f}", percent(a), percent(b)) for mark, a, b in zip(marks, *reached, strict=True)
    )
    heads = (f"{unit.capitalize()} since the first answer", "Had begun", "Had ended")
    return _figure(
        [(panel, slug)],
        label,
        Table("Learners over time", heads, rows),
        f"From {day(times.first)} to {day(times.last)}",
        "The times are those of the learners' own computers, as their journals have them.",
    )


def _staircase(at: np.ndarray, shares: np.ndarray, end: float, name: str, dash: str) -> Line:
    x = np.concatenate(([0.0], at, [end]))
    y = np.concatenate((shares, shares[-1:]))
    colour = "blue" if dash == "solid" else "orange"
    return Line(x, y, name, colour, dash, step=True)


def before_and_after(both: Comparison, slug: str, label: str) -> Figure:
    """Share of right answers to each question of the inventory, before and after the course."""
    ids, *shares = both.by_question()
    shares = [100 * share for share in shares]
    numbers = np.arange(1, len(ids) + 1, dtype=float)
    told = "; ".join(
        f"{n:.0f}: {a:.0f}% and {b:.0f}%" for n, a, b in zip(numbers, *shares, strict=True)
    )
    panel = Panel(
        title="Right answers before and after",
        x_label="question of the inventory",
        y_label="% of learners",
        series=(
            Points(numbers, shares[0], "before", "orange"),
            Points(numbers, shares[1], "after", "blue"),
        ),
        alt=f"Share of right answers before and after the course, by question. {told}.",
        x_range=(0.5, len(ids) + 0.5),
        y_range=(0, 100),
    )
    rows = tuple(
        (f"{n:.0f}", f"`{item_id}`", f"{a:.0f}%", f"{b:.0f}%")
        for n, item_id, a, b in zip(numbers, ids, *shares, strict=True)
    )
    heads = ("Number", "Question", "Before", "After")
    return _figure(
        [(panel, slug)],
        label,
        Table("Right answers by question", heads, rows),
        f"The same {count(len(both.before), 'learner')}, before and after",
        "Nobody else answered these questions at these times: the picture shows a change, and not "
        "what caused it.",
    )


def lessons(names: Sequence[str], shares: Sequence[np.ndarray], label: str) -> Figure:
    """Median and middle half of the scores in each lesson.

    Args:
        names: ids of the lessons; they begin with their number.
        shares: for each lesson the learners' shares of the points, from 0 to 1; none is empty.
        label: written below the picture.
    """
    low, middle, high = (
        np.array([100 * np.quantile(one, at) for one in shares]) for at in (0.25, 0.5, 0.75)
    )
    numbers = np.array([int(name[:2]) for name in names], float)
    texts = [f"{a:.0f} to {b:.0f}%" for a, b in zip(low, high, strict=True)]
    told = "; ".join(
        f"{name}: half of {count(len(one), 'learner')} {text}, the median {m:.0f}%"
        for name, one, text, m in zip(names, shares, texts, middle, strict=True)
    )
    panel = Panel(
        title="Scores by lesson",
        x_label="lesson",
        y_label="% of the points",
        series=(Points(numbers, middle, "median, with the middle half", "blue", low, high),),
        alt=f"Scores by lesson. {told}.",
        x_range=(min(numbers) - 0.6, max(numbers) + 0.6),
        y_range=(0, max(100.0, float(high.max()))),
    )
    rows = tuple(
        (name, str(len(one)), f"{m:.0f}%", text)
        for name, one, m, text in zip(names, shares, middle, texts, strict=True)
    )
    return _figure(
        [(panel, "lessons")],
        label,
        Table("Scores by lesson", ("Lesson", "Learners", "Median", "Middle half"), rows),
        "Scores by lesson",
        "Lessons differ in their questions and in who answered them: a lower score need not mean "
        "that less was learned.",
    )


def _bars(middles: np.ndarray, heights: np.ndarray, width: float) -> tuple[Series, ...]:
    """Bars: stretches of a band with gaps between them, and a line around each."""
    corners = np.array([-0.5, -0.5, 0.5, 0.5, 0.5]) * width
    shape = np.array([0, 1, 1, 0, np.nan])
    seen = np.asarray(heights) > 0
    if not seen.any():
        return ()
    x = (middles[seen, None] + corners).ravel()
    y = (np.asarray(heights, float)[seen, None] * shape).ravel()
    return Band(x, 0 * y, y, "", "blue"), Line(x, y, "", "blue")


def _top(learners: int) -> float:
    """End of an axis of learners, so that its ticks are whole."""
    top = rounded_top(max(learners, 4))
    return 16 if top == 15 else top


def _figure(
    panels: Sequence[tuple[Panel, str]], label: str, table: Table, caption: str, note: str
) -> Figure:
    return Figure(
        svg=tuple(picture(panel, slug, label, _WIDTH) for panel, slug in panels),
        alt=tuple(panel.alt for panel, _ in panels),
        table=table,
        caption=caption,
        notes=(note,),
        sources=(),
    )
