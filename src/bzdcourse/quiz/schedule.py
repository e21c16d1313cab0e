"""The kind of question in which a learner builds a taper under a rule."""

from __future__ import annotations

from typing import Any

from bzdcourse.quiz.dispensing import PER_MG, in_words
from bzdcourse.quiz.items import Item, Note, UnreadableAnswer
from bzdcourse.quiz.taper import CONSTRAINTS, Taper
from bzdcourse.quiz.template import in_digits

EXERCISE = "*An exercise in reading a rule; not a plan for anybody.*"
MOST_DAYS = 366
"""For which one step may keep a dose."""

STOP = [0, 0]
"""The step that ends a schedule."""


class Schedule(Item):
    """Steps down from a start dose, scored by the constraints of a rule.

    The answer is a list of steps ``[<days>, <daily dose in mg>]``; the last may be ``[0, 0]``, the
    stop. See ``docs/decisions/0012-schedules.md`` for the credit.
    """

    kind = "schedule"
    public_fields = ("start_dose_mg", "made_of", "most_rows")

    def prompt(self, answer: Any = None) -> str:
        """See :meth:`Item.prompt`: with what is given, and with what the question is not."""
        given = (
            f"Before step 1: {in_digits(self.raw['start_dose_mg'])} mg a day. There are "
            f"{in_words(self.raw['made_of'])}. At most {self.raw['most_rows']:d} steps, the stop "
            "included."
        )
        return f"{self.raw['prompt'].rstrip()}\n\n{given}\n\n{EXERCISE}"

    def problem_in(self, answer: list) -> str | None:
        """What makes a list something else than a schedule, in words."""
        if len(answer) > self.raw["most_rows"]:
            return f"there are more than {self.raw['most_rows']} steps"
        for step, row in enumerate(answer, start=1):
            if not isinstance(row, list) or len(row) != 2 or not all(map(_is_number, row)):
                return f"step {step} is not a pair of days and dose"
            is_stop = row == STOP and step == len(answer)
            if not is_stop and (what := self._row_problem(*row)):
                return f"step {step} has {what}"
        return None

    def _row_problem(self, days: float, dose_mg: float) -> str | None:
        most_mg = 2 * self.raw["start_dose_mg"]
        if type(days) is not int or not 1 <= days <= MOST_DAYS:
            return f"no whole number of days from 1 to {MOST_DAYS}"
        if not 1 / PER_MG <= dose_mg <= most_mg:
            return f"no dose from {1 / PER_MG:g} to {in_digits(most_mg)} mg; a stop comes last"
        return None

    def read(self, answer: Any) -> list[list[float]] | None:
        """See :meth:`Item.read`. A schedule without a stop counts as far as it goes."""
        if answer is None or answer == []:
            return None
        if not isinstance(answer, list):
            raise UnreadableAnswer("the saved answer is not a list of steps")
        if problem := self.problem_in(answer):
            raise UnreadableAnswer(f"the saved answer is no schedule: {problem}")
        return answer

    def missing(self, answer: list[list[float]] | None) -> str | None:
        """See :meth:`Item.missing`."""
        if answer is None:
            return "not answered yet"
        return None if answer[-1] == STOP else "no stop at 0 mg yet"

    def fraction(self, answer: list[list[float]] | None) -> float:
        """See :meth:`Item.fraction`: the weighted share of the constraints that are kept.

        It is scaled by the number of reductions, if there are fewer than in the key, unless all
        constraints are kept. Nothing is earned without a reduction, nor with an abrupt one.
        """
        judged = self._judged(answer)
        verdicts = {name: verdict for name, (verdict, _) in judged.items()}
        if verdicts.pop("gradual") != "right":
            return 0.0
        if set(verdicts.values()) == {"right"}:
            return 1.0
        weights = {name: self.raw["constraints"][name]["weight"] for name in verdicts}
        kept = sum(weights[name] for name, verdict in verdicts.items() if verdict == "right")
        return kept / sum(weights.values()) * self._reached(answer)

    def notes(self, answer: list[list[float]] | None) -> list[Note]:
        """Each constraint, kept or where it is broken first; then what a short schedule costs."""
        judged = self._judged(answer)
        told = []
        for name, (verdict, words) in judged.items():
            part = self.raw["constraints"][name]
            shows = part["misconception"] if verdict == "not right" else None
            told.append(Note(words, verdict, part["rationale"], tuple(part["sources"]), shows))
        is_abrupt = judged["gradual"][0] == "not right"
        if answer and not is_abrupt and self.fraction(answer) < 1 and self._reached(answer) < 1:
            told.append(self._cost(answer))
        return told

    def _cost(self, answer: list[list[float]]) -> Note:
        here, needed = self._reductions(answer), self._reductions(self.raw["key"])
        about = f"Reductions: {here} here, {needed} in the full-credit answer."
        why = "Fewer reductions are fewer occasions to break the rule: the credit is in proportion."
        return Note(about, "fact", why, ())

    def in_words(self, answer: list[list[float]]) -> list[str]:
        """See :meth:`Item.in_words`: the steps, then the days until the stop."""
        lines = [
            f"{step}. {in_digits(dose_mg)} mg a day for {days} day{'s' * (days > 1)}"
            for step, (days, dose_mg) in enumerate(answer, start=1)
            if dose_mg
        ]
        stop = f"{len(answer)}. Stop: 0 mg"
        ending = [stop] if answer[-1] == STOP else []
        return [*lines, *ending, f"{sum(days for days, _ in answer)} days in all"]

    def _reached(self, answer: list[list[float]]) -> float:
        """Reductions over those of the key, at most 1."""
        return min(1, self._reductions(answer) / self._reductions(self.raw["key"]))

    def _reductions(self, answer: list[list[float]]) -> int:
        return len(Taper(self.raw, answer).reductions)

    def _judged(self, answer: list[list[float]] | None) -> dict[str, tuple[str, str]]:
        """By constraint, its verdict and what is told: "missed" if nothing could break it."""
        found, taper = {}, Taper(self.raw, answer or [])
        for name, constraint in CONSTRAINTS.items():
            if name in self.raw["constraints"]:
                judged = list(constraint.judge(taper)) if answer else []
                broken = next(filter(None, judged), None)
                verdict = "not right" if broken else "right" if judged else "missed"
                found[name] = (verdict, broken or constraint.asks(self.raw))
        return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
