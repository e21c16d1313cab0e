"""Spoil a copy of the demonstration course in one place."""

import json

from classroom import LESSON


def change(path, old, new):
    """Replace a text in a file, and make sure that it was there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def change_notebook(course, spoil):
    """Change the content of the demonstration's notebook."""
    path = course / "notebooks" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    spoil(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")
