"""From the sources of the pages to the website."""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.cmd.build import main as sphinx_build

from bzdcourse.data import CourseError

_MENDED = {
    'class="caption" role="heading"': 'class="caption" role="heading" aria-level="2"',
    'class="announcement-content"': 'class="announcement-content" aria-label="Warning"',
    '<aside class="sidebar-drawer"': '<aside class="sidebar-drawer" aria-label="All pages"',
    '<aside class="toc-drawer"': '<aside class="toc-drawer" aria-label="This page"',
    '<div id="search-results"': '<h1>Search</h1><div id="search-results"',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
    '<div class="math-wrapper': '<div tabindex="0" class="math-wrapper',
}
"""What Sphinx and the theme write, to what those need who listen to a page or go by keyboard."""


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
    shutil.copytree(pages / "live", website / "live")
    for page in website.rglob("*.html"):
        _mend(page)


def _mend(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    for written, mended in _MENDED.items():
        html = html.replace(written, mended)
    page.write_text(html, encoding="utf-8")
