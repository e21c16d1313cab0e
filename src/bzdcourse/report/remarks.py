"""Sentences that a page says before its numbers: what to be careful with, what to look at first."""

from __future__ import annotations

from collections.abc import Iterator

from bzdcourse.quiz.results import LessonResults
from bzdcourse.report.analysis import QuestionReport, SetReport
from bzdcourse.report.sets import INVENTORY
from bzdcourse.report.words import count, percent, with_interval

FEWEST_TO_SHARE = 10
"""The commonest least group size in reports on students (NCES 2011-603)."""

FEW = 50
"""Below it a page says that its numbers are rough. This course's line, not a finding."""

_MANY_OPEN = 0.2


def cautions(results: LessonResults) -> list[str]:
    """What to know before one believes, or shares, a page; Markdown."""
    return [*size_cautions(len(results.learners)), *_gaps(results)]


def size_cautions(learners: int) -> Iterator[str]:
    """What a small class asks for; Markdown."""
    if learners < FEWEST_TO_SHARE:
        yield (
            f"**Don't share this page.** It is about {count(learners, 'learner')}: who knows the "
            "class may recognise somebody in the numbers."
        )
    if learners < FEW:
        yield (
            f"**A small class.** With {count(learners, 'learner')} every number here is rough, and "
            "correlations and reliability most of all: look at the intervals. Take a striking "
            "number as a reason to read the question again, not as a verdict on it."
        )


def _gaps(results: LessonResults) -> Iterator[str]:
    if results.not_graded:
        yield (
            f"{count(results.not_graded, 'submission is', 'submissions are')} not graded and not "
            f"counted here. To have them in: `bzdcourse grade {results.lesson}`."
        )
    waiting = sum(None in learner.points.values() for learner in results.learners)
    if waiting:
        yield (
            f"{count(waiting, 'learner has', 'learners have')} a written answer that waits to be "
            "graded by hand. Until then they are missing from the scores, the correlations and the "
            "reliability."
        )
    gone = sum(not learner.scores for learner in results.learners)
    if results.bank.items and gone:
        yield (
            f"Of {count(gone, 'learner')} there are points, but no submission: what they answered "
            "is not known. Is the folder `submitted` complete?"
        )


def striking(report: SetReport) -> list[str]:
    """Questions to read again first, with the reason; Markdown."""
    return [sentence for question in report.questions for sentence in _striking(question, report)]


def _striking(question: QuestionReport, report: SetReport) -> Iterator[str]:
    learners = question.difficulty.learners
    if learners < FEWEST_TO_SHARE:
        return
    name = f"Question {question.number}, `{question.id}`"
    if question.item_rest.value is not None and question.item_rest.value < 0:
        yield (
            f"{name}: who did better on the others did worse here (correlation "
            f"{with_interval(question.item_rest)}). Check its key and its wording."
        )
    if rival := _rival(question):
        yield f"{name}: {rival}. Is the key beyond doubt, or the belief behind it that common?"
    asked = question.answered + question.not_answered + question.not_readable
    if asked and question.not_answered >= _MANY_OPEN * asked:
        what = "That is a gap, not a wrong answer." if report.set.name == INVENTORY else ""
        yield f"{name}: {percent(question.not_answered / asked)} left it open. {what}".rstrip()


def _rival(question: QuestionReport) -> str:
    """The wrong choice that was taken more often than the key, in words; else nothing."""
    if question.item is None or question.item.kind != "single_choice":
        return ""
    key = next(one for one in question.counted if one.choice.is_right)
    best = max(question.counted, key=lambda one: one.learners)
    if best.learners <= key.learners:
        return ""
    text = best.choice.text.rstrip(".")
    return f"more chose “{text}” ({best.learners}) than the key ({key.learners})"
