"""The scripts and styles that run on the page."""

from __future__ import annotations

from pathlib import Path


def joined(*names: str) -> str:
    """Files of this folder as one text: anywidget takes one module and one style for a widget."""
    folder = Path(__file__).parent
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
