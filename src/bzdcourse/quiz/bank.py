"""Load a bank of questions and say precisely what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bzdcourse.checked import Check, ContentError, Problem, read_checked
from bzdcourse.quiz.items import Item
from bzdcourse.quiz.kinds import KINDS
from bzdcourse.quiz.meaning import meaning_problems

INVENTORY_NAME = "concept_inventory.yml"
"""One form for both times, in ``quizzes/``."""

_SCHEMA = Path(__file__).parent / "bank.schema.json"


class BankError(ContentError):
    """A bank that can't be used."""


@dataclass(frozen=True)
class Bank:
    """The questions of one lesson, by id, in the order of the file."""

    lesson: str
    name: str
    items: dict[str, Item]

    def public(self) -> dict[str, Any]:
        """The half that travels to learners."""
        return {"lesson": self.lesson, "items": [item.public() for item in self.items.values()]}


def load_bank(path: Path, further_checks: Iterable[Check] = ()) -> Bank:
    """Read and validate one bank.

    Args:
        path: the bank's file.
        further_checks: what else must hold of the content, once it is sound in itself.

    Raises:
        BankError: with file, line and item of every problem.
    """

    def further_problems(content: dict[str, Any]) -> Iterator[Problem]:
        for check in further_checks:
            yield from check(content)

    try:
        content = read_checked(path, _SCHEMA, meaning_problems, further_problems)
    except ContentError as error:
        raise BankError(error.problems) from None
    raws = [*content["items"], *_inventory(path, content)]
    items = {raw["id"]: KINDS[raw["kind"]](raw) for raw in raws}
    return Bank(content["lesson"], content["bank"], items)


def _inventory(path: Path, content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions of the concept inventory, if a graded bank asks for them."""
    if when := content.get("inventory"):
        for item in load_bank(path.parents[1] / INVENTORY_NAME).items.values():
            yield item.raw | {"counts_for": "completion", "explained": when == "after"}
