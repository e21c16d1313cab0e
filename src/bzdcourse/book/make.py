"""All of the book: lessons run, pages written, website built, lessons printed."""

from __future__ import annotations

from pathlib import Path

from bzdcourse import render
from bzdcourse.book.pages import write_pages
from bzdcourse.book.printed import find_chromium, print_lesson
from bzdcourse.book.run import Tell, run_lessons
from bzdcourse.book.website import build_website

NO_BROWSER = (
    "No PDFs: no Chromium or Chrome was found to print with. Install one (on Debian or Ubuntu: "
    "sudo apt install chromium), or name it in the variable BZD_BROWSER, and run this again. "
    "The website is complete without them."
)


def make_book(root: Path, folder: Path, tell: Tell) -> str:
    """Make website and PDFs anew.

    Args:
        root: the course's folder.
        folder: where all of it goes; the website is ``html`` in it.
        tell: is told of each step.

    Returns:
        What could not be made, for want of a browser; empty if all was made.

    Raises:
        CourseError: if a lesson can't run, a page has a fault, or a PDF can't be printed.
    """
    configuration, website = root / "docs" / "book", folder / "html"
    chromium = find_chromium()
    tell("Running the lessons, as a learner gets them (a minute or two) ...")
    notebooks = run_lessons(root, folder / "course", tell)
    tell("Building the pages ...")
    write_pages(root, notebooks, folder / "pages", printed=chromium is not None)
    build_website(configuration, folder / "pages", website)
    if chromium is None:
        return NO_BROWSER
    style = render.feedback_css() + (configuration / "print.css").read_text(encoding="utf-8")
    for lesson in notebooks:
        tell(f"Printing {lesson} ...")
        page = website / "lessons" / f"{lesson}.html"
        print_lesson(chromium, page, style, website / "pdf" / f"{lesson}.pdf")
    return ""
