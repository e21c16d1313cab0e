"""Read a YAML file of the course against its schema, and say where each problem stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import yaml

from bzdcourse.data import CourseError

T = TypeVar("T")

Problem: TypeAlias = tuple[tuple[str | int, ...], str]
"""Where in the content, as keys and indices from its top, and what is wrong there."""

Check: TypeAlias = Callable[[Any], Iterator[Problem]]
"""Looks at content that obeys its schema and yields what is wrong with it."""


class ContentError(CourseError):
    """Content that can't be used. ``problems`` holds one line of text for each thing to mend."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


def read_checked(path: Path, schema: Path, *checks: Check) -> Any:
    """Content of a YAML file that is sound.

    Args:
        path: the file.
        schema: its JSON Schema.
        checks: what must hold beyond the schema. Each is asked only if those before it, the schema
            first, found nothing.

    Raises:
        ContentError: with file, line and entry of every problem.
    """
    try:
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=yaml.CSafeLoader)
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise ContentError([f"{path}: there is no such file"]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise ContentError([f"{path}: not readable as YAML: {reason}"]) from None
    for check in (_obeys(schema), *checks):
        if problems := [_located(path, tree, content, *found) for found in check(content)]:
            raise ContentError(problems)
    return content


def read_once(load: Callable[[Path], T]) -> Callable[[Path], T]:
    """Keep what ``load`` makes of a file, until the file changes."""

    @lru_cache(maxsize=8)
    def keep(path: Path, _changed_ns: int) -> T:
        return load(path)

    # A file that is not there is for `load` to complain of.
    return lambda path: keep(path, path.stat().st_mtime_ns if path.exists() else 0)


def _obeys(schema: Path) -> Check:
    def check(content: Any) -> Iterator[Problem]:
        import jsonschema  # takes longer to import than most content takes to load

        rules = json.loads(schema.read_text(encoding="utf-8"))
        for error in jsonschema.Draft202012Validator(rules).iter_errors(content):
            yield tuple(error.absolute_path), error.message

    return check


def _located(path: Path, tree: yaml.Node, content: Any, where: tuple, what: str) -> str:
    """One problem as ``file:line: entry: what``, as editors and terminals link it."""
    entry = ""
    if len(where) >= 2 and isinstance(where[1], int):
        raw = content[where[0]][where[1]]
        name = (raw.get("id") or raw.get("claim")) if isinstance(raw, dict) else None
        entry = f"{name or f'number {where[1] + 1} of the {where[0]}'}: "
    field = ".".join(str(part) for part in where[2:] if isinstance(part, str))
    return f"{path}:{_line_of(tree, where)}: {entry}{field + ': ' if field else ''}{what}"


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
