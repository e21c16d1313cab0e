"""Everything that is checked, each file read once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from bzdcourse import data
from bzdcourse.check.schedules import rule_problems
from bzdcourse.check.texts import Text, cell_texts, markdown_text, yaml_texts
from bzdcourse.checked import ContentError, Problem
from bzdcourse.claims import Claims, load_claims
from bzdcourse.copied import originals, runs
from bzdcourse.glossary import Entry, load_glossary
from bzdcourse.models.drugs import Formulary, load_drugs
from bzdcourse.models.receptor_data import ReceptorData, load_receptor_data
from bzdcourse.models.taper_rules import TaperRules, load_taper_rules
from bzdcourse.quiz.bank import INVENTORY_NAME, Bank, load_bank
from bzdcourse.quiz.writing import Catalogue, writing_problems
from bzdcourse.widgets.events import Event, load_timeline
from bzdcourse.wording import Term, load_terms

BANKS = ("graded", "checks")


class Course:
    """The parts of a course; a part that is not there, or can't be read, is ``None``.

    Attributes:
        root: the course's folder.
        problems: what is wrong with the parts that were asked for and could not be read.
    """

    def __init__(self, root: Path):
        """Read what everything else names: objectives, misconceptions and sources.

        Raises:
            CourseError: if one of the three can't be read.
        """
        self.root = root
        self.problems: list[str] = []
        quizzes = root / "quizzes"
        try:
            self.objectives = data.load_yaml(quizzes / "objectives.yml")["objectives"]
            self.misconceptions = data.misconceptions(root)
            self.references = data.references(root)
            ids = frozenset(objective["id"] for objective in self.objectives)
        except (OSError, KeyError, TypeError, ValueError) as problem:
            raise data.CourseError(str(problem)) from problem
        self.catalogue = Catalogue(ids, frozenset(self.misconceptions), frozenset(self.references))
        self._banks: dict[Path, Bank | None] = {}
        self._notebooks: dict[str, dict[str, Any] | None] = {}

    @property
    def lessons(self) -> list[str]:
        """Ids of all lessons."""
        return data.lesson_ids(self.root / "notebooks")

    def bank(self, name: str, lesson: str) -> Bank | None:
        """One bank of a lesson."""
        return self._bank(self.root / "quizzes" / name / f"{lesson}.yml")

    @property
    def inventory(self) -> Bank | None:
        """The questions that are asked before and after the course."""
        path = self.root / "quizzes" / INVENTORY_NAME
        return self._bank(path) if path.exists() else None

    def _bank(self, path: Path) -> Bank | None:
        if path not in self._banks:
            checks = [self.catalogue.check, writing_problems, self._rule_problems]
            self._banks[path] = self._tried(load_bank, path, checks)
        return self._banks[path]

    def _rule_problems(self, bank: dict[str, Any]) -> Iterator[Problem]:
        if any(item["kind"] == "schedule" for item in bank["items"]):
            yield from rule_problems(bank, self.taper_rules.rules if self.taper_rules else {})

    def notebook_path(self, lesson: str) -> Path:
        """Where a lesson's notebook lies."""
        return self.root / "notebooks" / lesson / f"{lesson}.ipynb"

    def notebook(self, lesson: str) -> dict[str, Any] | None:
        """A lesson's notebook as stored."""
        if lesson not in self._notebooks:
            self._notebooks[lesson] = self._tried(_read_notebook, self.notebook_path(lesson))
        return self._notebooks[lesson]

    def lesson_texts(self, lesson: str) -> list[Text]:
        """The prose of a lesson, cell by cell."""
        file = self.notebook_path(lesson).relative_to(self.root).as_posix()
        notebook = self.notebook(lesson)
        return cell_texts(file, notebook) if notebook else []

    def bank_texts(self, lesson: str) -> list[Text]:
        """Every value in the two banks of a lesson."""
        folder = self.root / "quizzes"
        return [t for name in BANKS for t in yaml_texts(self.root, folder / name / f"{lesson}.yml")]

    @cached_property
    def shared_texts(self) -> list[Text]:
        """Every value of the YAML files that belong to no single lesson."""
        folders = (self.root / "quizzes", self.root / "source_texts")
        paths = [path for folder in folders for path in sorted(folder.glob("*.yml"))]
        return [text for path in paths for text in yaml_texts(self.root, path)]

    @cached_property
    def guides(self) -> list[Text]:
        """The Markdown files: guides, decisions, glossary, articles, data dictionary."""
        patterns = ("*.md", "docs/**/*.md", "source_texts/**/*.md")
        paths = [path for pattern in patterns for path in sorted(self.root.glob(pattern))]
        return [markdown_text(self.root, path) for path in paths]

    @cached_property
    def copied_runs(self) -> set[str]:
        """Runs of words that no text may share; none where the originals are not at hand."""
        return set().union(*map(runs, originals(self.root).values()))

    @cached_property
    def claims(self) -> Claims | None:
        """What the articles claim."""
        return self._part("claims.yml", load_claims)

    @cached_property
    def timeline(self) -> list[Event] | None:
        """The turning points."""
        return self._part("timeline.yml", load_timeline, self.references)

    @cached_property
    def glossary(self) -> dict[str, Entry] | None:
        """The words of the course."""
        return self._part("glossary.md", load_glossary)

    @cached_property
    def drugs(self) -> Formulary | None:
        """What the models know of each medicine."""
        return self._part("drugs.yml", load_drugs)

    @cached_property
    def receptor(self) -> ReceptorData | None:
        """What was measured at the receptor."""
        return self._part("receptor.yml", load_receptor_data)

    @cached_property
    def taper_rules(self) -> TaperRules | None:
        """Published ways to take a dose down."""
        return self._part("taper_rules.yml", load_taper_rules)

    @cached_property
    def terms(self) -> list[Term] | None:
        """The words that the course avoids."""
        return self._part("terminology.yml", load_terms)

    def _part(self, name: str, load: Callable, *further: Any) -> Any:
        path = self.root / "source_texts" / name
        return self._tried(load, path, *further) if path.exists() else None

    def _tried(self, load: Callable, *arguments: Any) -> Any:
        try:
            return load(*arguments)
        except ContentError as error:
            self.problems += error.problems
        except data.CourseError as error:
            self.problems += str(error).splitlines()
        return None


def _read_notebook(path: Path) -> dict[str, Any]:
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        parts = [
            (cell["cell_type"], cell["metadata"], *cell["source"]) for cell in notebook["cells"]
        ]
        if not parts or not isinstance(notebook["metadata"], dict):
            raise ValueError("it has no cells or no metadata")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as problem:
        raise data.CourseError(f"{path}: not readable as a notebook: {problem}") from None
    return notebook
