"""The programs that tests need beside Python's packages: find them, or get them.

Run as a script before the tests; imported by them for where the programs are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""How the tests start it: quiet, and as root in a container as well."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find_browser() -> str | None:
    """Path of a Chromium on this machine; the variable ``BZD_BROWSER`` wins."""
    named = [os.environ.get("BZD_BROWSER"), *map(shutil.which, _NAMES), str(_MAC)]
    found = [place for place in filter(None, named) if Path(place).is_file()]
    return found[0] if found else _playwrights_own()


def _playwrights_own() -> str | None:
    # In a process of its own: playwright refuses to be started twice in one.
    ask = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    asked = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    place = asked.stdout.strip()
    return place if Path(place).is_file() else None


def find_postgresql() -> str | None:
    """Folder of a PostgreSQL server's programs; Debian keeps them away from the path."""
    named = [shutil.which("initdb"), *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
    found = [str(Path(place).resolve().parent) for place in named if place]
    return found[-1] if found else None


@dataclass(frozen=True)
class Program:
    """One program, and how it is got.

    Attributes:
        package: its package in Debian and Ubuntu.
        find: returns where it is, or ``None``.
        other_way: a command that gets it elsewhere.
    """

    package: str
    find: Callable[[], str | None]
    other_way: list[str] = field(default_factory=list)

    def get(self) -> None:
        """Try each way until it is there."""
        for command in (*_apt(self.package), self.other_way):
            if command and not self.find():
                print("For the tests:", *command, flush=True)
                subprocess.run(command, check=False)


PROGRAMS = [
    Program("chromium", find_browser, [sys.executable, "-m", "playwright", "install", "chromium"]),
    Program("bubblewrap", lambda: shutil.which("bwrap")),
    Program("postgresql", find_postgresql),
    Program("npm", lambda: shutil.which("node") and shutil.which("npm")),
    Program("passwd", lambda: shutil.which("useradd", path=f"{os.environ['PATH']}:/usr/sbin")),
]


def _apt(package: str) -> list[list[str]]:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return []
    return [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", package]]


def main() -> int:
    """Make sure that every program is there; say so where one is not."""
    for program in PROGRAMS:
        program.get()
    missing = [program.package for program in PROGRAMS if not program.find()]
    for package in missing:
        print(f"{package} was not found and could not be installed: its tests can't run.")
    return 1 if missing and os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
