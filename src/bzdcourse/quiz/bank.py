"""Load a bank of questions and say precisely what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from bzdcourse.data import CourseError
from bzdcourse.quiz.items import Item
from bzdcourse.quiz.kinds import KINDS
from bzdcourse.quiz.meaning import meaning_problems

Problem: TypeAlias = tuple[tuple[str | int, ...], str]
"""Where in the bank, as keys and indices from its top, and what is wrong there."""

Check: TypeAlias = Callable[[dict[str, Any]], Iterator[Problem]]
"""Looks at the content of a bank and yields what is wrong with it."""


class BankError(CourseError):
    """A bank that can't be used. ``problems`` holds one line of text for each thing to mend."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


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
    try:
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=yaml.CSafeLoader)
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise BankError([f"{path}: there is no such bank"]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BankError([f"{path}: not readable as YAML: {' '.join(str(error).split())}"]) from None
    found = list(_schema_problems(content)) or list(meaning_problems(content))
    found = found or [problem for check in further_checks for problem in check(content)]
    if found:
        raise BankError([_located(path, tree, content, where, what) for where, what in found])
    items = {raw["id"]: KINDS[raw["kind"]](raw) for raw in content["items"]}
    return Bank(content["lesson"], content["bank"], items)


def _schema_problems(content: Any) -> Iterator[Problem]:
    import jsonschema  # takes longer to import than a bank takes to load

    schema = json.loads((Path(__file__).parent / "bank.schema.json").read_text(encoding="utf-8"))
    for error in jsonschema.Draft202012Validator(schema).iter_errors(content):
        yield tuple(error.absolute_path), error.message


def _located(path: Path, tree: yaml.Node, content: Any, where: tuple, what: str) -> str:
    """One problem as ``file:line: item: what``, as editors and terminals link it."""
    line = _line_of(tree, where)
    item = ""
    if len(where) >= 2 and where[0] == "items":
        entry = content["items"][where[1]]
        name = entry.get("id") if isinstance(entry, dict) else None
        item = f"{name or 'item ' + str(where[1] + 1)}: "
    field = ".".join(str(part) for part in where[2:] if isinstance(part, str))
    return f"{path}:{line}: {item}{field + ': ' if field else ''}{what}"


def _line_of(node: yaml.Node, where: tuple[str | int, ...]) -> int:
    """Line of the deepest place on the way that exists."""
    for part in where:
        if isinstance(node, yaml.MappingNode):
            found = [value for key, value in node.value if key.value == part]
        else:
            found = node.value[part : part + 1] if isinstance(node, yaml.SequenceNode) else []
        if not found:
            break
        node = found[0]
    return node.start_mark.line + 1 if node else 1
