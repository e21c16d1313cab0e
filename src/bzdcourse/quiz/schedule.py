"""The kind of question in which a learner builds a taper under a rule."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from bzdcourse.quiz.dispensing import PER_MG, in_words
from bzdcourse.quiz.items import Item, Note, UnreadableAnswer
from bzdcourse.quiz.taper import CONSTRAINTS, Taper
from bzdcourse.quiz.template import in_digits

EXERCISE = "*An exercise in reading a rule, not in prescribing; not a plan for anybody.*"
MOST_DAYS = 366
"""For which one step may keep a dose."""

STOP = [0, 0]
"""The step that ends a schedule."""


_FEWER = (
    "Reductions: {here} here, {needed} in the full-credit answer. Fewer reductions are fewer "
    "occasions to break the rule."
)
_NOT_DOWN = (
    "The reductions take away {percent} % of the start dose, and there is no stop within the rule "
    "that takes the rest."
)


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
                return f"step {step}: {what}"
        return None

    def _row_problem(self, days: float, dose_mg: float) -> str | None:
        most_mg = 2 * self.raw["start_dose_mg"]
        if type(days) is not int or not 1 <= days <= MOST_DAYS:
            return f"the number of days must be whole, from 1 to {MOST_DAYS}"
        if not 1 / PER_MG <= dose_mg <= most_mg:
            doses = f"from {1 / PER_MG:g} to {in_digits(most_mg)} mg"
            return f"the dose must be {doses}; 0 mg is the stop, which comes last"
        return None

    def read(self, answer: Any) -> list[list[float]] | None:
        """See :meth:`Item.read`. A schedule without a stop counts as far as it goes."""
        if answer is None or answer == []:
            return None
        if not isinstance(answer, list):
            raise UnreadableAnswer("the saved answer is not a list of steps")
        if problem := self.problem_in(answer):
            raise UnreadableAnswer(f"the saved answer is no schedule: {problem}")
        return [*answer[:-1], STOP] if answer[-1] == STOP else answer

    def missing(self, answer: list[list[float]] | None) -> str | None:
        """See :meth:`Item.missing`."""
        if answer is None:
            return "not answered yet"
        return None if answer[-1] == STOP else "no stop at 0 mg yet"

    def fraction(self, answer: list[list[float]] | None) -> float:
        """See :meth:`Item.fraction`: the weighted share of the constraints that are kept.

        It is scaled by how much of a taper the answer is, unless all constraints are kept. Nothing
        is earned without a reduction, nor with an abrupt one.
        """
        verdicts = _verdicts(self._judged(answer))
        if verdicts["gradual"] != "right":
            return 0.0
        if set(verdicts.values()) == {"right"}:
            return 1.0
        kept, most = self._weights(verdicts)
        return kept / most * self._amount(answer, verdicts)[0]

    def notes(self, answer: list[list[float]] | None) -> list[Note]:
        """Each constraint, the broken ones first; then how the credit of a part is reckoned."""
        judged = self._judged(answer)
        told = []
        for name, (verdict, words) in judged.items():
            part = self.raw["constraints"][name]
            shows = part["misconception"] if verdict == "not right" else None
            told.append(Note(words, verdict, part["rationale"], tuple(part["sources"]), shows))
        told.sort(key=lambda note: note.verdict != "not right")
        is_abrupt = judged["gradual"][0] == "not right"
        if answer and not is_abrupt and self.fraction(answer) < 1:
            told.append(self._reckoning(answer, _verdicts(judged)))
        return told

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

    def _reckoning(self, answer: list[list[float]], verdicts: dict[str, str]) -> Note:
        """How the credit comes about that is neither all nor nothing."""
        kept, most = map(in_digits, self._weights(verdicts))
        share, why = self._amount(answer, verdicts)
        about = f"The constraints that are kept weigh {kept} of {most}."
        if share < 1:
            about += f" Of this, {in_digits(round(100 * share))} % is credit."
        return Note(about, "fact", why, ())

    def _weights(self, verdicts: dict[str, str]) -> tuple[float, float]:
        """What the constraints weigh that are kept, and what all of them do."""
        parts = self.raw["constraints"]
        weights = {name: parts[name]["weight"] for name in verdicts if name != "gradual"}
        kept = sum(weight for name, weight in weights.items() if verdicts[name] == "right")
        return kept, sum(weights.values())

    def _amount(self, answer: list[list[float]], verdicts: dict[str, str]) -> tuple[float, str]:
        """How much of a taper it is, at most 1, and why: by its reductions, and by its way down."""
        taper, key = Taper(self.raw, answer), Taper(self.raw, self.raw["key"])
        here, needed = len(taper.reductions), max(1, len(key.reductions))
        way_down = 1 if verdicts["stop"] == "right" else taper.taken_away
        amounts = [
            (1, "Each constraint counts for its share, whether it is broken once or more often."),
            (here / needed, _FEWER.format(here=here, needed=needed)),
            (way_down, _NOT_DOWN.format(percent=in_digits(round(100 * way_down)))),
        ]
        return min(amounts, key=itemgetter(0))

    def _judged(self, answer: list[list[float]] | None) -> dict[str, tuple[str, str]]:
        """By constraint, its verdict and what is told: "missed" if nothing could break it."""
        found, taper = {}, Taper(self.raw, answer or [])
        for name, constraint in CONSTRAINTS.items():
            if name in self.raw["constraints"]:
                judged = list(constraint.judge(taper)) if answer else []
                broken = [words for words in judged if words]
                verdict = "not right" if broken else "right" if judged else "missed"
                more = f" (And {len(broken) - 1} more of this kind.)" if len(broken) > 1 else ""
                found[name] = (verdict, broken[0] + more if broken else constraint.asks(self.raw))
        return found


def _verdicts(judged: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {name: verdict for name, (verdict, _) in judged.items()}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
