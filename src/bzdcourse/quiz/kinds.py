"""The kinds of questions: which answers each takes, how it scores them and what it says of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from bzdcourse.quiz.calculation import Calculation
from bzdcourse.quiz.items import Item, Note, UnreadableAnswer
from bzdcourse.quiz.number import is_near, read_number
from bzdcourse.quiz.schedule import Schedule


def _by_id(parts: Iterable[dict]) -> dict[str, dict]:
    return {part["id"]: part for part in parts}


def _note(about: str, verdict: str, part: dict, misconception: str | None = None) -> Note:
    return Note(about, verdict, part["rationale"], tuple(part["sources"]), misconception)


def _verdict(chosen: bool, right: bool) -> str:
    """How a part of a choice stands that was chosen, or should have been."""
    return "missed" if not chosen else "right" if right else "not right"


class SingleChoice(Item):
    """One option out of several. The answer is the option's id."""

    kind = "single_choice"
    public_fields = ("options",)

    def read(self, answer: Any) -> str | None:
        """See :meth:`Item.read`."""
        if answer is None:
            return None
        if not isinstance(answer, str) or answer not in _by_id(self.raw["options"]):
            raise UnreadableAnswer("the saved answer is none of the options")
        return answer

    def fraction(self, answer: str | None) -> float:
        """See :meth:`Item.fraction`."""
        return float(answer == self.key())

    def notes(self, answer: str | None) -> list[Note]:
        """The chosen option, and the right one where another was chosen."""
        chosen = dict.fromkeys(filter(None, [answer, self.key()]))
        options = _by_id(self.raw["options"])
        return [
            _note(
                options[i]["text"],
                _verdict(i == answer, i == self.key()),
                options[i],
                options[i].get("misconception"),
            )
            for i in chosen
        ]

    def reasons(self) -> list[Note]:
        """See :meth:`Item.reasons`: each option."""
        return [self.notes(option["id"])[0] for option in self.raw["options"]]

    def in_words(self, answer: str) -> list[str]:
        """See :meth:`Item.in_words`."""
        return [_by_id(self.raw["options"])[answer]["text"]]


class MultipleChoice(Item):
    """Any number of options. The answer is the list of their ids; an empty one is no answer."""

    kind = "multiple_choice"
    public_fields = ("options",)

    def read(self, answer: Any) -> list[str] | None:
        """See :meth:`Item.read`."""
        if answer is None or answer == []:
            return None
        if not isinstance(answer, list) or not all(isinstance(i, str) for i in answer):
            raise UnreadableAnswer("the saved answer is not a list of options")
        if len(set(answer)) < len(answer) or not set(answer) <= set(_by_id(self.raw["options"])):
            raise UnreadableAnswer("the saved answer names options that the question doesn't have")
        return answer

    def fraction(self, answer: list[str] | None) -> float:
        """Right minus wrong choices over the number of right options, not below zero."""
        chosen, key = set(answer or ()), set(self.key())
        return max(0, len(chosen & key) - len(chosen - key)) / len(key)

    def notes(self, answer: list[str] | None) -> list[Note]:
        """Every chosen option, then every right option that was not chosen."""
        chosen, key = set(answer or ()), set(self.key())
        options = self.raw["options"]
        told = [o for o in options if o["id"] in chosen]
        missed = [o for o in options if o["id"] in key - chosen]
        return [
            _note(o["text"], _verdict(o["id"] in chosen, o["id"] in key), o, o.get("misconception"))
            for o in [*told, *missed]
        ]

    def reasons(self) -> list[Note]:
        """See :meth:`Item.reasons`: each option."""
        return self.notes([option["id"] for option in self.raw["options"]])

    def in_words(self, answer: list[str]) -> list[str]:
        """See :meth:`Item.in_words`."""
        return [o["text"] for o in self.raw["options"] if o["id"] in answer]


class Numeric(Item):
    """A number with a unit, right within a tolerance."""

    kind = "numeric"
    public_fields = ("unit", "range")

    def read(self, answer: Any) -> float | None:
        """See :meth:`Item.read`."""
        return None if answer is None else read_number(answer, self.raw["range"])

    def fraction(self, answer: float | None) -> float:
        """See :meth:`Item.fraction`."""
        return float(answer is not None and _near(answer, self.raw["key"]))

    def notes(self, answer: float | None) -> list[Note]:
        """The known error behind the number, if it is one, then how the right one comes about."""
        key = self.in_words(self.key())[0]
        told = []
        if answer is not None and not self.fraction(answer):
            near = [wrong for wrong in self.raw["wrong"] if _near(answer, wrong)]
            told = [
                _note(self.in_words(answer)[0], "not right", w, w["misconception"])
                for w in near[:1]
            ]
        return [*told, _note(key, "right" if self.fraction(answer) else "missed", self.raw)]

    def in_words(self, answer: float) -> list[str]:
        """See :meth:`Item.in_words`."""
        return [f"{answer:,.10g} {self.raw['unit']}"]

    def key(self, answer: Any = None) -> float:
        """The number at the middle of the accepted range."""
        return self.raw["key"]["value"]


def _near(answer: float, target: dict[str, float]) -> bool:
    return is_near(answer, target["value"], target["tolerance"])


class Ordering(Item):
    """Rows to bring into order. The answer is the list of all row ids, first to last."""

    kind = "ordering"
    public_fields = ("rows",)

    def read(self, answer: Any) -> list[str] | None:
        """See :meth:`Item.read`."""
        if answer is None:
            return None
        if not isinstance(answer, list) or not all(isinstance(i, str) for i in answer):
            raise UnreadableAnswer("the saved answer is not an order of rows")
        if sorted(answer) != sorted(_by_id(self.raw["rows"])):
            raise UnreadableAnswer("the saved order doesn't hold each row once")
        return answer

    def fraction(self, answer: list[str] | None) -> float:
        """Share of all pairs of rows that stand in the right order."""
        if answer is None:
            return 0.0
        place = {row: position for position, row in enumerate(answer)}
        pairs = list(combinations(self.key(), 2))
        return sum(place[a] < place[b] for a, b in pairs) / len(pairs)

    def notes(self, answer: list[str] | None) -> list[Note]:
        """Known errors in the order given, then each row in its right place."""
        rows = _by_id(self.raw["rows"])
        place = {row: position for position, row in enumerate(answer or ())}
        told = [
            _note(
                f"“{rows[w['before']]['text']}” before “{rows[w['after']]['text']}”",
                "not right", w, w["misconception"],
            )
            for w in self.raw["wrong"]
            if place and place[w["before"]] < place[w["after"]]
        ]  # fmt: skip
        return [*told, *(_note(rows[i]["text"], "fact", rows[i]) for i in self.key())]

    def in_words(self, answer: list[str]) -> list[str]:
        """See :meth:`Item.in_words`."""
        rows = _by_id(self.raw["rows"])
        return [f"{n}. {rows[i]['text']}" for n, i in enumerate(answer, start=1)]


class Classification(Item):
    """Rows, each to be put into one class. The answer maps row ids to class ids."""

    kind = "classification"
    public_fields = ("classes", "rows")

    def read(self, answer: Any) -> dict[str, str] | None:
        """See :meth:`Item.read`. Rows may be missing: what is there counts."""
        if answer is None or answer == {}:
            return None
        if not isinstance(answer, dict) or not set(answer) <= set(_by_id(self.raw["rows"])):
            raise UnreadableAnswer("the saved answer names rows that the question doesn't have")
        classes = _by_id(self.raw["classes"])
        if not all(isinstance(c, str) and c in classes for c in answer.values()):
            raise UnreadableAnswer("the saved answer names classes that the question doesn't have")
        return answer

    def missing(self, answer: dict[str, str] | None) -> str | None:
        """See :meth:`Item.missing`."""
        if answer is None:
            return "not answered yet"
        rows = len(self.raw["rows"])
        still_open = rows - len(answer)
        return f"{still_open} of {rows} rows still open" if still_open else None

    def fraction(self, answer: dict[str, str] | None) -> float:
        """Share of the rows that are in their class."""
        given = answer or {}
        return sum(given.get(row) == c for row, c in self.key().items()) / len(self.key())

    def notes(self, answer: dict[str, str] | None) -> list[Note]:
        """Each row as it was classed, or as it should have been if it was left open."""
        classes = _by_id(self.raw["classes"])
        told = []
        for row in self.raw["rows"]:
            given = (answer or {}).get(row["id"])
            verdict = _verdict(given is not None, given == row["key"])
            about = f"{row['text']} → {classes[given or row['key']]['text']}"
            shows = row["misconception"] if verdict == "not right" else None
            told.append(_note(about, verdict, row, shows))
        return told

    def in_words(self, answer: dict[str, str]) -> list[str]:
        """See :meth:`Item.in_words`."""
        classes = _by_id(self.raw["classes"])
        return [
            f"{row['text']} → {classes[answer[row['id']]]['text'] if row['id'] in answer else '—'}"
            for row in self.raw["rows"]
        ]

    def key(self, answer: Any = None) -> dict[str, str]:
        """The class of each row."""
        return {row["id"]: row["key"] for row in self.raw["rows"]}


KINDS: dict[str, type[Item]] = {
    kind.kind: kind
    for kind in (
        SingleChoice,
        MultipleChoice,
        Numeric,
        Calculation,
        Ordering,
        Classification,
        Schedule,
    )
}
