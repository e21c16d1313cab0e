"""The first program in a sandbox: it gives up what submitted code must not have, and starts it.

Run by its path, with the standard library alone. The grader is ``provisioner.py``.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
import tarfile
from pathlib import Path
from typing import Any


def main(channel: int, command: list[str]) -> None:
    """Do as the grader says, then become ``command``.

    The grader sends a plan and an archive of the submission. It gets back the folder of the
    sockets, as an open file descriptor: so no folder of its own is writable in here.
    """
    with socket.socket(fileno=channel) as grader:
        message, descriptors, *_ = socket.recv_fds(grader, 2**16, 1)
        plan: dict[str, Any] = json.loads(message)
        _give_up(plan["uid"], plan["limits"])
        with os.fdopen(descriptors[0], "rb") as file, tarfile.open(fileobj=file) as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
            archive.extractall()
        Path(plan["connection_file"]).write_text(plan["connection"])
        sockets = os.open(Path(plan["connection_file"]).parent, os.O_PATH)
        socket.send_fds(grader, [b"ready"], [sockets])
        os.close(sockets)
    os.execvp(command[0], command)


def _give_up(uid: int | None, limits: dict[str, int]) -> None:
    Path("/proc/self/oom_score_adj").write_text("1000")  # where memory ends, this ends first
    if uid is not None:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)
    megabyte = 2**20
    for what, most in {
        resource.RLIMIT_AS: limits["memory_mb"] * megabyte,
        resource.RLIMIT_FSIZE: limits["files_mb"] * megabyte,
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_CPU: limits["cpu_s"],
        resource.RLIMIT_CORE: 0,
    }.items():
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
