"""The pages: HTML that stands alone, names nobody, and needs neither script nor network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bzdcourse.figures.figure import Figure
from bzdcourse.quiz.results import LessonResults
from bzdcourse.render import inline, markdown
from bzdcourse.report import pictures, words
from bzdcourse.report.analysis import FEWEST_TO_AVERAGE, SetReport
from bzdcourse.report.beliefs import beliefs_in
from bzdcourse.report.comparison import LEAST_ANSWERED, Comparison
from bzdcourse.report.remarks import FEW, FEWEST_TO_SHARE, cautions, size_cautions, striking
from bzdcourse.report.sets import INVENTORY, QUIZ
from bzdcourse.report.times import TimeCourse, time_course

_SLUGS = {QUIZ: "quiz", INVENTORY: "inventory"}
_SEVERAL = ("multiple_choice", "ordering", "classification", "schedule")
_BELIEFS_SHOWN = 20
_FEWEST_DRAWN = 3


@cache
def _environment() -> Environment:
    here = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(here / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "inline": lambda text: Markup(inline(text)),
        "block": lambda text: Markup(markdown(text)),
        "median": np.median,
        **{name: getattr(words, name) for name in ("percent", "decimal", "with_interval")},
        **{name: getattr(words, name) for name in ("points", "count", "day", "duration")},
    }
    environment.globals |= {
        "css": Markup((here / "report.css").read_text(encoding="utf-8")),
        "few": FEW,
        "fewest_to_average": FEWEST_TO_AVERAGE,
        "inventory": INVENTORY,
        "least_answered": LEAST_ANSWERED,
        "several": _SEVERAL,
    }
    return environment


def lesson_page(
    results: LessonResults,
    reports: Sequence[SetReport],
    both: Comparison | None,
    beliefs: Mapping[str, str],
) -> str:
    """The page of one lesson.

    Args:
        results: of a lesson with one graded learner at least.
        reports: of its sets of questions.
        both: the concept inventory before and after, if it belongs on this page.
        beliefs: what is wrongly believed, as Markdown, by id.
    """
    label = f"{results.lesson}, {words.count(len(results.learners), 'learner')}"
    times = time_course(results)
    return _render(
        "lesson.html",
        results=results,
        sets=[_set(report, label) for report in reports],
        cautions=cautions(results),
        beliefs=beliefs,
        found=beliefs_in([results]),
        places={i: f"#{slug}" for i, slug in _places(reports).items()},
        times=times,
        times_figure=_times_figure(times, label),
        median_minutes=float(np.median(times.minutes)) if times.minutes.size else 0.0,
        median_saves=int(np.median(times.saves)) if times.saves.size else 0,
        both=both,
        both_figure=_both_figure(both),
    )


def course_page(
    lessons: Sequence[tuple[LessonResults, Sequence[SetReport]]],
    nothing: Sequence[str],
    both: Comparison | None,
    beliefs: Mapping[str, str],
) -> str:
    """The page of the whole course.

    Args:
        lessons: those with graded learners, with the reports of their sets of questions.
        nothing: ids of those without.
        both: the concept inventory before and after, if both rounds are graded.
        beliefs: what is wrongly believed, as Markdown, by id.
    """
    learners = len({one.student for results, _ in lessons for one in results.learners})
    found = [one for one in beliefs_in(r for r, _ in lessons) if one.could >= FEWEST_TO_SHARE]
    places = {
        item_id: f"{results.lesson}.html#{slug}"
        for results, reports in lessons
        for item_id, slug in _places(reports).items()
    }
    return _render(
        "course.html",
        lessons=lessons,
        nothing=nothing,
        learners=learners,
        fewest=FEWEST_TO_SHARE,
        cautions=list(size_cautions(learners)),
        figure=_lessons_figure(lessons, learners),
        both=both,
        both_figure=_both_figure(both),
        found=found[:_BELIEFS_SHOWN],
        beliefs=beliefs,
        places=places,
    )


def _render(template: str, **content: Any) -> str:
    page = _environment().get_template(template)
    today = date.today()
    return page.render(written=f"{today.day} {today:%B %Y}", **content)


def _set(report: SetReport, label: str) -> dict[str, Any]:
    slug = _SLUGS[report.set.name]
    figures = [pictures.scores(report, f"{slug}-scores", label)] if report.set.totals.size else []
    if any(question.difficulty.value is not None for question in report.questions):
        figures.append(pictures.questions(report, f"{slug}-questions", label))
    return {
        "slug": slug,
        "report": report,
        "striking": striking(report),
        "figures": [_html(figure) for figure in figures],
    }


def _places(reports: Sequence[SetReport]) -> dict[str, str]:
    """Where on a lesson's page each question is."""
    return {
        question.id: f"{_SLUGS[report.set.name]}-{question.number}"
        for report in reports
        for question in report.questions
    }


def _html(figure: Figure) -> Markup:
    return Markup(figure._repr_html_())


def _times_figure(times: TimeCourse, label: str) -> Markup | None:
    # Fewer would be persons on a page; a moment is no course of time.
    if times.began.size < _FEWEST_DRAWN or times.ended[-1] - times.began[0] < 60:
        return None
    return _html(pictures.answering(times, "times", label))


def _both_figure(both: Comparison | None) -> Markup | None:
    if both is None or not both.gain.learners or both.gain.value is both.effect.value is None:
        return None
    label = f"matched pairs: {words.count(len(both.before), 'learner')}"
    return _html(pictures.before_and_after(both, "gain", label))


def _lessons_figure(
    lessons: Sequence[tuple[LessonResults, Sequence[SetReport]]], learners: int
) -> Markup | str:
    shown = [
        (results.lesson, reports[0].set.totals)
        for results, reports in lessons
        if reports and reports[0].set.totals.size
    ]
    if not shown:
        return ""
    names, shares = zip(*shown, strict=True)
    return _html(pictures.lessons(names, shares, words.count(learners, "learner")))
