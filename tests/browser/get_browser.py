"""Find a Chromium for the browser tests, or get one.

Run as a script before the tests; imported by them for :func:`find_browser`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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


def main() -> int:
    """Make sure that there is a browser; say so where there is none."""
    for get in ([], *_ways_to_get_one()):
        for command in get:
            print("Getting a browser for the tests:", *command, flush=True)
            if subprocess.run(command, check=False).returncode:
                break
        if browser := find_browser():
            print(f"The browser tests use {browser}.", flush=True)
            return 0
    print("No browser was found or could be installed: its tests can't run.", flush=True)
    return 1 if os.environ.get("CI") else 0


def _ways_to_get_one() -> list[list[list[str]]]:
    """Commands to run one after the other, for each way."""
    ways = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet_install = ["apt-get", "install", "-y", "-qq", "chromium"]
        ways.insert(0, [["apt-get", "update", "-qq"], quiet_install])
    return ways


if __name__ == "__main__":
    sys.exit(main())
