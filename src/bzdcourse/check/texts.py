"""The texts of the course, each with the place that a message names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_CODE = re.compile(r"^(```|~~~).*?(?:^\1|\Z)|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) +(.+?)[ #]*$", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """One text: a Markdown file, a Markdown cell, or one value of a YAML file.

    Attributes:
        file: its file, seen from the course's folder.
        words: the text itself, as Markdown.
        place: in a YAML file, keys and indices on the way to it.
        line: line of the file on which it starts, if the file has lines to speak of.
        cell: id of its cell, in a notebook.
    """

    file: str
    words: str
    place: tuple[str | int, ...] = ()
    line: int = 1
    cell: str | None = None

    def at(self, position: int = 0) -> str:
        """The place for messages: of a character of the text, where lines can be told."""
        if self.cell is not None:
            return f"{self.file}#{self.cell}"
        # How the lines of a YAML value lie in the file is lost; its first line leads there.
        further = 0 if self.place else self.words.count("\n", 0, position)
        return f"{self.file}:{self.line + further}"

    @property
    def field(self) -> str:
        """In a YAML file, the name under which the text stands, or the list that it stands in."""
        return next((str(part) for part in reversed(self.place) if isinstance(part, str)), "")

    @property
    def without_code(self) -> str:
        """The text with code blanked out, every character still in its place."""
        return _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), self.words)

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and words of each heading."""
        return [(len(marks), words) for marks, words in _HEADING.findall(self.without_code)]


def markdown_text(root: Path, path: Path) -> Text:
    """A Markdown file as one text."""
    return Text(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


def cell_texts(file: str, notebook: dict[str, Any]) -> list[Text]:
    """The Markdown cells of a notebook."""
    return [
        Text(file, "".join(cell["source"]), cell=cell.get("id", "a cell without an id"))
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
    ]


def yaml_texts(root: Path, path: Path) -> list[Text]:
    """Every value of a YAML file, or nothing if it can't be read: others tell that."""
    try:
        tree = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return []
    file = path.relative_to(root).as_posix()
    leaves = _leaves(tree)
    return [Text(file, node.value, place, node.start_mark.line + 1) for place, node in leaves]


def _leaves(node: yaml.Node | None, place: tuple = ()) -> Iterator[tuple[tuple, yaml.ScalarNode]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _leaves(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for n, value in enumerate(node.value):
            yield from _leaves(value, (*place, n))
    elif node is not None:
        yield place, node
