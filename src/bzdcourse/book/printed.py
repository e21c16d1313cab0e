"""From a lesson's page on the website to a PDF: Chromium prints it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from bzdcourse.data import CourseError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_QUIET = ("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_PDF = ("--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf")
_TIMEOUT_S = 120


def find_chromium() -> str | None:
    """Path of a Chromium on this machine; the variable ``BZD_BROWSER`` wins."""
    named = [os.environ.get("BZD_BROWSER"), *map(shutil.which, _NAMES), str(_MAC)]
    found = [place for place in filter(None, named) if Path(place).is_file()]
    return found[0] if found else None


def print_lesson(chromium: str, page: Path, style: str, pdf: Path) -> None:
    """Print one page.

    Args:
        chromium: the browser's path.
        page: the lesson's HTML.
        style: CSS of the printed page.
        pdf: what is written.

    Raises:
        CourseError: if the browser fails; with what it said.
    """
    pdf.parent.mkdir(exist_ok=True)
    source = pdf.with_suffix(".html").resolve()
    source.write_text(printable(page.read_text(encoding="utf-8"), style), encoding="utf-8")
    # Chromium won't start its own sandbox for root, as in a container; the page is ours.
    as_root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    command = [chromium, *_QUIET, *as_root, *_PDF, f"--print-to-pdf={pdf}", source.as_uri()]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise CourseError(f"{pdf.name} could not be printed: {problem}") from None
    finally:
        source.unlink()
    if said.returncode or not pdf.exists():
        raise CourseError(f"{pdf.name} could not be printed. Chromium says: {said.stderr[-500:]}")


def printable(html: str, style: str) -> str:
    """The lesson alone, with nothing folded away and the answers to its checks at its end.

    Links stay where they lead somewhere from paper: outside, or within the lesson.
    """
    page = BeautifulSoup(html, "html.parser")
    lesson, title = page.select_one("article section"), page.select_one("h1")
    for needless in lesson.select("script, .headerlink, .bzd-note, .bzd-live"):
        needless.decompose()
    _answers_last(page, lesson)
    _unfold(page, lesson)
    for link in lesson.select("a[href]"):
        if not link["href"].startswith(("#", "http", "tel:")):
            link.unwrap()
    name = title.get_text().strip()
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{name}</title>'
        f"<style>{style}</style></head><body>{lesson}</body></html>"
    )


def _answers_last(page: BeautifulSoup, lesson: Tag) -> None:
    """Whoever reads on paper can think first, too."""
    answers = lesson.select(".bzd-answer")
    if not answers:
        return
    last = page.new_tag("section", attrs={"class": "bzd-answers"})
    heading = page.new_tag("h2")
    heading.string = "Answers to the checks"
    last.append(heading)
    for answer in answers:
        label = answer.find_parent(class_="bzd-static").find("strong").get_text()
        answer.summary.string = label
        last.append(answer.extract())
    lesson.append(last)


def _unfold(page: BeautifulSoup, lesson: Tag) -> None:
    """Show what is folded away; what was shown before, such as a model's notes, only once."""
    shown = set()
    for details in lesson.select("details"):
        if str(details) in shown:
            details.decompose()
            continue
        shown.add(str(details))
        summary = details.summary.extract()
        label = page.new_tag("p", attrs={"class": "bzd-unfolded"})
        label.string = summary.get_text()
        details.insert(0, label)
        details.name = "div"
