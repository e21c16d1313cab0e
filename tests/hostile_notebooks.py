"""Attacks by the notebook: torn, foreign, or too large.

The answers don't lie in it, so it costs nobody a point.
"""

import base64
import json
from pathlib import Path

from hostile import FULL, NOTEBOOK_NAME, Attack, changed, notebook
from hostile_cells import added, code, every_cell, metadata, text, top

MB = 1_000_000
UNREADABLE = "could not be read"
HEAVY = "very long lines"
LONE = "\ud800"


def sparse_notebook(folder: Path) -> None:
    """A notebook of 100 MB that takes no place on the disk."""
    with (folder / NOTEBOOK_NAME).open("wb") as file:
        file.truncate(100 * MB)


def version_3(content: bytes) -> bytes:
    """As IPython 3 wrote notebooks."""
    cells = [
        {"cell_type": "code", "language": "python", "input": cell["source"], "outputs": [],
         "metadata": cell["metadata"], "collapsed": False, "prompt_number": 1}
        for cell in json.loads(content)["cells"] if cell["cell_type"] == "code"
    ]  # fmt: skip
    worksheets = [{"cells": cells, "metadata": {}}]
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""},
                       "worksheets": worksheets}).encode()  # fmt: skip


STREAM = {"output_type": "stream", "name": "stdout", "text": "x" * 79 + "\n"}
PNG = base64.b64encode(b"\x89PNG" * 500_000).decode()
DEEP = json.loads("[" * 400 + "]" * 400)
SECRET = "![key](../../../quizzes/graded/00_demo.yml) <img src='../../good-00/00_demo/x.png'>"

NOTEBOOKS = {
    # --- no notebook of format 4
    "empty": (notebook(b""), UNREADABLE),
    "zeros": (notebook(b"\0" * 1000), UNREADABLE),
    "torn": (notebook(lambda before: before[: len(before) // 2]), UNREADABLE),
    "a-list": (notebook(b"[]"), UNREADABLE),
    "a-number": (notebook(b"4"), UNREADABLE),
    "null": (notebook(b"null"), UNREADABLE),
    "no-cells": (changed(lambda content: content.pop("cells")), UNREADABLE),
    "cells-an-object": (top(cells={}), UNREADABLE),
    "cells-of-null": (top(cells=[None]), UNREADABLE),
    "not-utf8": (notebook(lambda before: before.replace(b"demonstration", b"\xfc")), UNREADABLE),
    "utf16": (notebook(lambda before: before.decode().encode("utf-16")), UNREADABLE),
    "with-bom": (notebook(lambda before: b"\xef\xbb\xbf" + before), ""),
    "html": (notebook(b"<!doctype html><title>Log in</title>"), UNREADABLE),
    "git-conflict": (notebook(lambda b: b"<<<<<<< HEAD\n" + b + b"=======\n" + b), UNREADABLE),
    "nested-100000-deep": (notebook(b"[" * 100_000), UNREADABLE),
    "nested-metadata": (metadata(deep=DEEP), UNREADABLE),
    "nested-cell-metadata": (every_cell(metadata={"deep": DEEP}), UNREADABLE),
    "number-of-5000-digits": (
        notebook(lambda b: b.replace(b'"nbformat_minor": ', b'"nbformat_minor": ' + b"9" * 5000)),
        UNREADABLE,
    ),
    "format-3": (notebook(version_3), ""),
    "format-5": (top(nbformat=5), UNREADABLE),
    "format-0": (top(nbformat=0), UNREADABLE),
    "format-minus": (top(nbformat=-1), UNREADABLE),
    "format-text": (top(nbformat="4"), UNREADABLE),
    "format-null": (top(nbformat=None), UNREADABLE),
    "minor-of-the-future": (top(nbformat_minor=99), ""),
    "minor-text": (top(nbformat_minor="5"), UNREADABLE),
    "nan-in-metadata": (metadata(x=float("nan")), ""),
    "lone-surrogate-in-text": (added(text(f"My name is {LONE}")), UNREADABLE),
    "lone-surrogate-in-a-key": (metadata(**{LONE: 1}), UNREADABLE),
    "lone-surrogate-in-an-output": (added(code("1", STREAM | {"text": LONE})), UNREADABLE),
    # --- metadata
    "kernel-of-r": (
        metadata(kernelspec={"name": "ir", "display_name": "R", "language": "R"},
                 language_info={"name": "R", "pygments_lexer": "r"}), "",
    ),
    "kernel-that-is-a-path": (
        metadata(kernelspec={"name": "../../evil", "display_name": "x"}), "",
    ),
    "kernel-of-a-number": (metadata(kernelspec=5), UNREADABLE),
    "language-of-a-number": (metadata(language_info={"name": 5}), UNREADABLE),
    "lexer-unknown": (metadata(language_info={"name": "x", "pygments_lexer": "../x"}), ""),
    "widgets-of-a-number": (metadata(widgets=5), ""),
    "widget-state-of-a-list": (
        metadata(widgets={"application/vnd.jupyter.widget-state+json": [1]}), "",
    ),
    "title-of-markup": (metadata(title="</title><script>alert(1)</script>"), ""),
    "title-of-a-number": (metadata(title=5), UNREADABLE),
    "tags-of-a-number": (every_cell(metadata={"tags": 5}), UNREADABLE),
    "magics-language-a-number": (every_cell(metadata={"magics_language": 5}), ""),
    "magics-language-unknown": (every_cell(metadata={"magics_language": "../x"}), ""),
    "transient-metadata-a-text": (every_cell(metadata={"transient": "x"}), ""),
    "raw-type-a-number": (
        added(text("x") | {"cell_type": "raw", "metadata": {"raw_mimetype": 5}}), "",
    ),
    "cell-metadata-a-list": (every_cell(metadata=[]), UNREADABLE),
    "cell-ids-bad": (every_cell(id="../../x y"), UNREADABLE),
    "cell-ids-equal": (every_cell(id="same"), ""),
    "cell-type-unknown": (every_cell(cell_type="exam"), UNREADABLE),
    "source-a-number": (every_cell(source=5), UNREADABLE),
    # --- too much
    "100-mb": (sparse_notebook, UNREADABLE),
    "30-mb-of-json": (
        notebook(lambda b: b[:-2] + b',"x":"' + b"x" * 30 * MB + b'"}'), UNREADABLE,
    ),
    "output-of-megabytes": (added(code("1", STREAM | {"text": STREAM["text"] * 40_000})), ""),
    "5000-outputs": (added(code("1", *[STREAM] * 5000)), ""),
    "attachment-of-megabytes": (
        added(text("![x](attachment:x.png)", attachments={"x.png": {"image/png": PNG}})), "",
    ),
    "attachment-gone": (added(text("![x](attachment:gone.png)")), ""),
    "attachment-of-no-type": (
        added(text("![x](attachment:x)", attachments={"x": {}})), "",
    ),
    "many-cells": (
        changed(lambda c: c["cells"].extend(code(f"x = {n}") | {"id": f"c{n}"}
                                            for n in range(3_000))), UNREADABLE,
    ),
    "markdown-of-quotes": (added(text(">" * 50_000 + " x")), ""),
    "markdown-of-brackets": (added(text("[" * 50_000)), HEAVY),
    "markdown-of-formulas": (added(text("\\begin{a}" * 10_000)), HEAVY),
    "markdown-of-links": (added(text("[](/files/" * 2_000)), HEAVY),
    "html-left-open": (added(text("<p" * 20_000)), HEAVY),
    "html-nested": (added(text("<div>" * 4_000)), ""),
    "html-beyond-its-cell": (added(text("</div></body></html><script>")), ""),
    "code-of-dots": (added(code("a." * 10_000)), HEAVY),
    "line-of-a-megabyte": (added(code("x = '" + "y" * MB + "'")), UNREADABLE),
    "picture-that-is-none": (
        added(code("1", {"output_type": "display_data", "metadata": {},
                         "data": {"image/png": "not base64 \"><script>"}})), "",
    ),
    "output-that-leads-elsewhere": (added(text(SECRET)), ""),
}  # fmt: skip
"""By a student with all the right answers, who keeps all points."""


def notebook_attacks() -> list[Attack]:
    """Every attack of this file."""
    return [
        Attack(f"notebook-{name}", spoil, FULL, reason)
        for name, (spoil, reason) in NOTEBOOKS.items()
    ]
