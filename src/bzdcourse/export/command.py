"""The command ``bzdcourse export``: what can be typed, and what is printed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from bzdcourse.data import course_with_keys

if TYPE_CHECKING:
    from bzdcourse.export.write import Export

FORMATS = ["moodle", "qti", "gift"]


def add_parser(commands: argparse._SubParsersAction) -> None:
    """Add the command to those of ``bzdcourse``."""
    parser = commands.add_parser("export", help="write the questions for other platforms")
    parser.add_argument("format", choices=FORMATS, help="Moodle XML, QTI 2.1 or GIFT")
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="(default: all)")
    parser.add_argument("--checks", action="store_true", help="the checks, not the graded banks")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from bzdcourse.export.write import export_banks

    bank = "checks" if options.checks else "graded"
    _print(export_banks(course_with_keys(), options.format, options.lessons, bank))
    return 0


def _print(export: Export) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table("Kind", "Items", "Becomes", "Questions", "What is different", box=box.SIMPLE)
    for row in export.rows:
        table.add_row(row.kind, str(row.items), row.becomes, str(row.questions), row.differs)
    console.print(table)
    folder = export.files[0].parent
    console.print(f"{len(export.files)} file(s) in {folder.parent.name}/{folder.name}/.")
    console.print("They hold the keys: don't share them with learners, don't commit them.")
