"""Which beliefs behind wrong answers a class holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bzdcourse.quiz.results import LessonResults
from bzdcourse.report.analysis import chosen_by, has_answered


@dataclass(frozen=True)
class Belief:
    """One misconception, and who showed it.

    Attributes:
        misconception: id in ``quizzes/misconceptions.yml``.
        showed: learners with at least one answer that shows it.
        could: learners who answered a question in which it can be shown.
        questions: ids of the questions in which somebody showed it.
    """

    misconception: str
    showed: int
    could: int
    questions: tuple[str, ...]

    @property
    def share(self) -> float:
        """Of those who could show it, from 0 to 1."""
        return self.showed / self.could


def beliefs_in(lessons: Iterable[LessonResults]) -> list[Belief]:
    """The beliefs that anybody showed, the commonest first; a learner counts once for each."""
    could: dict[str, set[str]] = defaultdict(set)
    showed: dict[str, set[str]] = defaultdict(set)
    questions: dict[str, dict[str, None]] = defaultdict(dict)
    for results in lessons:
        for item in results.bank.items.values():
            answered = {one.student for one in results.learners if has_answered(one, item.id)}
            for choice, who in chosen_by(item, results.learners):
                if choice.misconception:
                    could[choice.misconception] |= answered
                    showed[choice.misconception] |= {results.learners[n].student for n in who}
                    if who:
                        questions[choice.misconception][item.id] = None
    found = [
        Belief(name, len(who), len(could[name]), tuple(questions[name]))
        for name, who in showed.items()
        if who
    ]
    return sorted(found, key=lambda belief: (-belief.share, -belief.showed, belief.misconception))
