"""What ``make book`` runs."""

from __future__ import annotations

import sys
from pathlib import Path

from bzdcourse.book.make import make_book
from bzdcourse.data import CourseError, course_root


def main() -> int:
    """Build the book of the course around the working folder; return the exit code."""
    folder = Path("build") / "book"
    try:
        root = course_root()
        remark = make_book(root, root / folder, _tell)
    except (CourseError, OSError) as problem:
        print(f"Not done: {problem}", file=sys.stderr)
        return 2
    if remark:
        print(remark, file=sys.stderr)
    _tell(f"The book is in {folder / 'html'}: open {folder / 'html' / 'index.html'}, or try")
    _tell(f"    python3 -m http.server --directory {folder / 'html'}")
    return 1 if remark else 0


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
