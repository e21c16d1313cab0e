"""JupyterLab, opened calmly on the learner's own copy of the course."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
import time
import webbrowser
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from typing import Any

import zmq

from bzdcourse.data import LEARNER_FOLDER, OWN_FOLDER, CourseError, lesson_ids

PATIENCE_S = 10.0
"""Lab is given so long to stop its kernels."""


def open_lab(root: Path, lesson: str | None = None) -> int:
    """Open JupyterLab on the learner's copy and return its exit code once it was stopped.

    Args:
        root: the course's folder; ``my_course/`` was prepared.
        lesson: the lesson to open; the first one by default.

    Raises:
        CourseError: if there is no such lesson; with the lessons that there are.
    """
    folder = root / LEARNER_FOLDER
    lesson = _require_lesson(folder, lesson)
    # A token of our own: with one that it made itself, Lab prints addresses that lack the
    # place where the file list should stand.
    token = secrets.token_hex(24)
    with Popen(_lab_command(), cwd=folder, env=_lab_environment(root, token)) as lab:
        signal.signal(signal.SIGTERM, _end)
        place = f"lab/tree/{lesson}/{lesson}.ipynb?file-browser-path=/&token={token}"
        try:
            return _show_and_wait(lab, token, place)
        except _Ended:
            return _stop(lab)


def _require_lesson(folder: Path, lesson: str | None) -> str:
    lessons = lesson_ids(folder)
    if lesson is None and lessons:
        return lessons[0]
    if lesson not in lessons:
        have = ", ".join(lessons) or "none yet"
        wanted = f"There is no lesson “{lesson}”" if lesson else "There is no lesson"
        raise CourseError(f"{wanted} in {folder.name}/. The lessons are: {have}.")
    return lesson


def _lab_command() -> list[str]:
    command = [sys.executable, "-m", "jupyterlab", "--no-browser"]
    if zmq.has("curve"):  # answers travel encrypted to the kernel, and it doesn't warn of that
        command.append("--KernelManager.transport_encryption=auto")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is often nobody else
    return command


def _lab_environment(root: Path, token: str) -> dict[str, str]:
    """The environment with the calm configuration, and with this environment's programs first."""
    config = Path(__file__).parent / "jupyter_config"
    return os.environ | {
        "JUPYTER_CONFIG_PATH": _joined(config, "JUPYTER_CONFIG_PATH"),
        "PATH": _joined(Path(sys.executable).parent, "PATH"),
        # Not on the command line, where everybody on the machine could read it.
        "JUPYTER_TOKEN": token,
        # Tabs of the learner's other projects don't belong here, nor these there.
        "JUPYTERLAB_WORKSPACES_DIR": str(root / OWN_FOLDER / "workspaces"),
    }


def _joined(first: Path, variable: str) -> str:
    return os.pathsep.join(filter(None, [str(first), os.environ.get(variable)]))


def _show_and_wait(lab: Popen[bytes], token: str, place: str) -> int:
    shown = False
    while True:
        try:
            if not shown and (server := _address(lab, token)):
                shown = _show(server + place)
            return lab.wait()
        except KeyboardInterrupt:
            continue  # Lab got it as well, and asks whether to stop


class _Ended(Exception):
    """Somebody ended the command."""


def _end(*_: object) -> None:
    raise _Ended


def _stop(lab: Popen[bytes]) -> int:
    """Stop Lab. While a kernel is starting it may wait for that for ever; answers are safe then."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    lab.terminate()
    try:
        return lab.wait(timeout=PATIENCE_S)
    except TimeoutExpired:
        lab.kill()
        return lab.wait()


def _address(lab: Popen[bytes], token: str) -> str | None:
    """Where Lab listens, at whatever port was free; ``None`` if it stopped instead."""
    from jupyter_server.serverapp import list_running_servers  # imported while Lab starts

    while lab.poll() is None:
        for server in list_running_servers():
            if server["token"] == token and _listens(server):
                return server["url"]
        time.sleep(0.1)
    return None


def _listens(server: dict[str, Any]) -> bool:
    """Whether connections are accepted: a server is listed a moment before it listens."""
    try:
        socket.create_connection((server["hostname"], server["port"]), timeout=1).close()
    except OSError:
        return False
    return True


def _show(address: str) -> bool:
    """Open the address where the learner can see it, and print it in any case."""
    opened = _has_browser() and webbrowser.open(address)
    told = "The course is open in your browser. Its address" if opened else "Open this address"
    print(f"{told}:\n\n    {address}\n\nTo stop, press Ctrl+C here and answer y.", flush=True)
    return True


def _has_browser() -> bool:
    """Whether a browser window can open where the learner sees it."""
    if os.environ.get("BZD_NO_BROWSER") or os.environ.get("SSH_CONNECTION"):
        return False
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not any(map(os.environ.get, displays)):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
