"""What submitted code may see and use when it is run: the walls of its sandbox.

The walls are made by bubblewrap, a program that starts another one in Linux namespaces of its own:
no network, no other processes, and of the files only what is named here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import BinaryIO

from bzdcourse.data import CourseError

PROVISIONER = "bzdcourse-sandbox"
"""Its name among jupyter_client's provisioners, as in ``pyproject.toml``."""

CONNECTION_FILE = Path("/run/kernel/connection.json")
"""The kernel's connection file, beside its sockets, seen from inside."""

_PAGE = 4096
"""Bytes that a file may take beyond its size."""

_PACKAGE = Path(__file__).resolve().parents[1]
_SYSTEM = [Path(name) for name in ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")]
_SYSTEM += [
    Path("/etc", name)
    for name in ("alternatives", "fonts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime")
]
_OTHER_STUDENTS = Path("/usr/local/share/nbgrader")
"""Where nbgrader has its exchange by default: inside what is shown of the system."""

_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "NBGRADER_EXECUTION")
_SET = {
    "HOME": "/tmp",
    "USER": "student",
    "LOGNAME": "student",
    "PYTHONSAFEPATH": "1",  # a submission's own ipykernel_launcher.py would become the kernel
    "PYTHONSTARTUP": str(_PACKAGE / "grading" / "first_line.py"),
    "PYTHONDONTWRITEBYTECODE": "1",
    # A library that starts a thread for each of 64 cores would meet the limit of processes.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",  # each more reserves 64 MB of addresses, which count as memory
}
_TEMPORARY_UIDS = range(61184, 65520)
"""What systemd takes for users that exist only while a service runs."""


class SubmissionError(CourseError):
    """A submission that can't be run in the sandbox."""


@dataclass(frozen=True)
class Limits:
    """What the code of one submission may use.

    Attributes:
        memory_mb: memory of each process, and of all processes together, in MB.
        files_mb: size of each of its three writable folders, all in memory, in MB.
        processes: number of processes and threads; a kernel alone has about 12.
        cpu_s: processor time of each process, in seconds.
    """

    memory_mb: int
    files_mb: int
    processes: int
    cpu_s: int


def why_no_sandbox() -> str | None:
    """One sentence on what is missing here to run code in a sandbox; ``None`` if nothing is."""
    if not sys.platform.startswith("linux"):
        return "The sandbox needs Linux."
    if not entry_points(group="jupyter_client.kernel_provisioners", name=PROVISIONER):
        return "The sandbox is newer than this installation of the course: run make course."
    bwrap = shutil.which("bwrap")
    if not bwrap:
        return (
            "The sandbox needs bubblewrap, which is not installed here "
            "(Debian, Ubuntu: sudo apt install bubblewrap; Fedora: sudo dnf install bubblewrap)."
        )
    walls = ["--ro-bind", "/", "/", "--size", "4096", "--perms", "1777", "--tmpfs", "/tmp"]
    tried = subprocess.run(
        [bwrap, *_isolation(), *walls, "true"], capture_output=True, text=True, check=False
    )
    if tried.returncode == 0:
        return None
    return (
        f"bubblewrap is installed here, but can't make a sandbox ({tried.stderr.strip()}): it must "
        "be version 0.7 or newer, and the system must let it make namespaces."
    )


def sandbox_command(command: list[str], folder: Path, limits: Limits, channel: int) -> list[str]:
    """The command that starts another one in the sandbox.

    Args:
        command: what to start, for example a kernel.
        folder: where it starts, in a folder that is empty at first.
        limits: what it may use.
        channel: file descriptor of a socket, on which ``inside.py`` waits for :func:`plan`.
    """
    mounts = _visible(command, Path.cwd().resolve())
    mounts |= {Path(path): [f"--{path[1:]}", path] for path in ("/proc", "/dev")}
    for path in (folder, Path("/tmp"), Path("/dev/shm"), CONNECTION_FILE.parent):
        size_mb = 1 if path == CONNECTION_FILE.parent else limits.files_mb
        mounts[path] = ["--size", str(size_mb * 2**20), "--perms", "1777", "--tmpfs", str(path)]
    bwrap = [shutil.which("bwrap") or "bwrap", *_isolation(), *_in_order(mounts)]
    start = [sys.executable, "-I", str(_PACKAGE / "grading" / "inside.py"), str(channel)]
    return [*bwrap, "--chdir", str(folder), "--", *start, *command]


def plan(connection: str, limits: Limits) -> bytes:
    """What ``inside.py`` is to do, as JSON.

    Args:
        connection: content of the kernel's connection file.
        limits: what the kernel may use.
    """
    return json.dumps(
        {
            "connection_file": str(CONNECTION_FILE),
            "connection": connection,
            "uid": _temporary_uid(),
            "limits": asdict(limits),
        }
    ).encode()


def pack(folder: Path, limits: Limits) -> BinaryIO:
    """An archive of a submission, without its notebooks, in which an instructor's tests are.

    Raises:
        SubmissionError: if it doesn't fit into the sandbox.
    """
    paths = [p for p in sorted(folder.rglob("*")) if p.is_dir() or p.is_file()]
    paths = [p for p in paths if not p.is_symlink() and p.suffix != ".ipynb"]
    if sum(p.stat().st_size + _PAGE for p in paths) > limits.files_mb * 2**20:
        raise SubmissionError(f"the submission is larger than {limits.files_mb} MB")
    archive = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for path in paths:
            tar.add(path, path.relative_to(folder), recursive=False, filter=_for_everybody)
    archive.seek(0)
    return archive


def _for_everybody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mode = 0o755 if member.isdir() else 0o644
    return member


def environment(env: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    """The environment inside: nothing that could hold a password.

    Args:
        env: the grader's environment.
        wanted: what the kernel's own specification asks for.
    """
    kept = {name: env[name] for name in (*_KEPT, *wanted) if name in env}
    if not _PACKAGE.is_relative_to(sys.prefix):
        kept["PYTHONPATH"] = str(_PACKAGE.parent)
    return kept | _SET


def _in_order(mounts: dict[Path, list[str]]) -> list[str]:
    """Outer folders first, as a later mount covers what lies below it; then all is sealed."""
    parents = {parent: _folder(parent) for path in mounts for parent in path.parents[:-1]}
    every = parents | mounts
    sealed = ["/", "/dev", *(str(path) for path, how in mounts.items() if how[0] == "--tmpfs")]
    seals = [part for path in sealed for part in ("--remount-ro", path)]
    return [part for path in sorted(every) for part in every[path]] + seals


def _isolation() -> list[str]:
    always = ["--die-with-parent", "--new-session"]
    if os.geteuid():
        return [*always, "--unshare-all"]
    # Root needs no user namespace, in which it would stay root towards the files; inside.py takes
    # another user's place, and needs two capabilities until then.
    apart = [f"--unshare-{what}" for what in ("ipc", "pid", "net", "uts", "cgroup-try")]
    capabilities = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return [*always, *apart, *capabilities]


def _temporary_uid() -> int | None:
    """A user with no rights and no other processes, to whom Linux applies a limit of processes."""
    return None if os.geteuid() else _TEMPORARY_UIDS[os.getpid() % len(_TEMPORARY_UIDS)]


def _visible(command: list[str], root: Path) -> dict[Path, list[str]]:
    """Mounts for what may be read: the system, Python, this package, the course's sources."""
    shown = [p for p in (*_SYSTEM, *_environments(command), _PACKAGE, root / "source_texts")]
    mounts = {path: _shown(path) for path in shown if path.exists()}
    for hidden in (root, Path.home().resolve(), _OTHER_STUDENTS):
        if any(hidden.is_relative_to(path) for path in mounts) and hidden.exists():
            mounts[hidden] = ["--tmpfs", str(hidden)]
    # The package looks for the course where both folders are; this one stays empty.
    mounts[root / "quizzes"] = _folder(root / "quizzes")
    return mounts


def _environments(command: list[str]) -> list[Path]:
    """Folders of the Python that starts here, and of the kernel's own environment, if any."""
    environments = [Path(sys.prefix), Path(sys.base_prefix)]
    folder = Path(shutil.which(command[0]) or command[0]).absolute().parent.parent
    if any((folder / mark).exists() for mark in ("pyvenv.cfg", "conda-meta")):
        environments.append(folder)
    return environments


def _folder(path: Path) -> list[str]:
    return ["--perms", "0755", "--dir", str(path)]


def _shown(path: Path) -> list[str]:
    if path.is_symlink() and path.parent == Path("/"):
        return ["--symlink", str(path.readlink()), str(path)]
    return ["--ro-bind", str(path), str(path)]
