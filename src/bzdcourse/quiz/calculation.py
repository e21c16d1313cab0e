"""The kind of question whose numbers vary with the learner."""

from __future__ import annotations

from typing import Any

from bzdcourse.quiz.formula import evaluate
from bzdcourse.quiz.items import Item, Note, UnreadableAnswer
from bzdcourse.quiz.number import is_near, read_number
from bzdcourse.quiz.template import fill

VARIES = "*The numbers vary from person to person; these are one example.*"


class Calculation(Item):
    """A number to compute from one of several rows of given numbers, the variants.

    The answer is ``{"variant": <index of the row, from 0>, "value": <number>}``. Value ``None`` is
    a variant that was shown, but not answered.
    """

    kind = "calculation"
    public_fields = ("variants", "unit", "range")

    def draws(self) -> list[dict[str, Any]]:
        """See :meth:`Item.draws`: one for each variant."""
        return [{"variant": n, "value": None} for n in range(len(self.raw["variants"]))]

    def given(self, drawn: dict[str, Any], value: Any) -> dict[str, Any]:
        """See :meth:`Item.given`."""
        return drawn | {"value": value}

    def value(self, answer: dict[str, Any] | None) -> float | None:
        """See :meth:`Item.value`."""
        return None if answer is None else answer["value"]

    def prompt(self, answer: dict[str, Any] | None = None) -> str:
        """See :meth:`Item.prompt`. Without a variant the first, which is called an example."""
        filled = fill(self.raw["prompt"], self._numbers(answer))
        return filled if answer else f"{filled.rstrip()}\n\n{VARIES}"

    def read(self, answer: Any) -> dict[str, Any] | None:
        """See :meth:`Item.read`."""
        if answer is None:
            return None
        if not isinstance(answer, dict) or set(answer) != {"variant", "value"}:
            raise UnreadableAnswer("the saved answer is not a number with its variant")
        variant, value = answer["variant"], answer["value"]
        if type(variant) is not int or not 0 <= variant < len(self.raw["variants"]):
            raise UnreadableAnswer("the saved answer is to numbers that the question doesn't have")
        number = None if value is None else read_number(value, self.raw["range"])
        return {"variant": variant, "value": number}

    def fraction(self, answer: dict[str, Any] | None) -> float:
        """See :meth:`Item.fraction`: all or nothing, within the tolerance."""
        return float(self.hits(answer, self.raw["key"]))

    def notes(self, answer: dict[str, Any] | None) -> list[Note]:
        """The known error behind the number, if it is one, then how the right one comes about."""
        told = []
        if not self.fraction(answer):
            hit = [wrong for wrong in self.raw["wrong"] if self.hits(answer, wrong)]
            told = [self._note(answer, "not right", wrong) for wrong in hit[:1]]
        verdict = "right" if self.fraction(answer) else "missed"
        return [*told, self._note(self.key(answer), verdict, self.raw)]

    def in_words(self, answer: dict[str, Any]) -> list[str]:
        """See :meth:`Item.in_words`."""
        return [f"{answer['value']:,.10g} {self.raw['unit']}"]

    def key(self, answer: dict[str, Any] | None = None) -> dict[str, Any]:
        """The right number for the answer's variant, rounded to three significant digits.

        No tolerance is so narrow that the rounded number would not score.
        """
        right = evaluate(self.raw["key"]["formula"], self._numbers(answer))
        return {"variant": answer["variant"] if answer else 0, "value": float(f"{right:.3g}")}

    def _numbers(self, answer: dict[str, Any] | None) -> dict[str, float]:
        return self.raw["variants"][answer["variant"] if answer else 0]

    def hits(self, answer: dict[str, Any] | None, target: dict[str, Any]) -> bool:
        """Whether the answer is what the formula of the key, or of a known error, gives."""
        if answer is None or answer["value"] is None:
            return False
        number = evaluate(target["formula"], self._numbers(answer))
        return is_near(answer["value"], number, abs(number) * target["tolerance_percent"] / 100)

    def _note(self, about: dict[str, Any], verdict: Any, part: dict[str, Any]) -> Note:
        numbers = self._numbers(about) | {"key": self.key(about)["value"]}
        return Note(
            self.in_words(about)[0],
            verdict,
            fill(part["rationale"], numbers),
            tuple(part["sources"]),
            part.get("misconception"),
        )
