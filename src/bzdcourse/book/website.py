"""From the sources of the pages to the website."""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.cmd.build import main as sphinx_build

from bzdcourse.data import CourseError


def build_website(configuration: Path, pages: Path, website: Path) -> None:
    """Let Sphinx build the pages anew; every warning of it counts as an error.

    Args:
        configuration: folder of ``conf.py``.
        pages: folder of the sources.
        website: where the HTML goes; what is there is replaced.

    Raises:
        CourseError: if Sphinx complains. It has then printed about what.
    """
    if website.exists():
        shutil.rmtree(website)
    strict = ["--quiet", "--fail-on-warning", "--nitpicky"]
    own = ["--conf-dir", str(configuration), "--doctree-dir", str(website.with_name("doctrees"))]
    if sphinx_build([*strict, *own, "--fresh-env", str(pages), str(website)]):
        raise CourseError("The pages don't fit together; what is wrong stands above.")
