"""A real JupyterHub to try the course in: one instructor, three students, gone when it is stopped.

Everything that the hub needs to write exists in memory only, in Linux namespaces that bubblewrap
makes: accounts, homes, exchange, gradebook. The accounts are real ones of the system's own kind,
but exist inside only. Of this machine's files, the inside sees programs and nothing else.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build" / "hub"
PROXY = BUILD / "proxy"
LOG = BUILD / "hub.log"

ACCOUNTS = ("instructor", "ann", "ben", "cleo")
PATIENCE_S = 120

INSIDE = Path("/opt/hub")
"""Where this folder lies inside."""

PRIVATE = Path("/run/private")
"""Where inside, for root alone, the two packages lie and the machine's lists of accounts."""

_PROGRAMS = {"bwrap": "bubblewrap", "node": "nodejs", "npm": "npm", "useradd": "passwd"}
"""What it takes, and the package in Debian that has it."""

_HIDDEN = {".pwd.lock", "passwd", "group", "shadow", "gshadow", "subuid", "subgid"}
"""What inside gets its own of, instead of the machine's: the accounts."""


class CannotTry(Exception):
    """Something that the person at the keyboard can mend. The text says what, and how."""


def main() -> int:
    """Run the hub until it is stopped."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=8000, help="0 for any that is free")
    parser.add_argument("--packages", type=Path, default=ROOT / "dist", help="where the wheels are")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        require_what_it_needs(options.packages)
        with running_hub(free_port(options.port), options.packages) as (hub, address, passwords):
            print(_welcome(address, passwords), flush=True)
            hub.wait()
            raise CannotTry(f"The hub ended by itself. Its log is {LOG}.")
    except KeyboardInterrupt:
        print("\nThe hub is stopped, and everything in it is gone.")
        return 0
    except CannotTry as problem:
        print(f"Not done: {problem}", file=sys.stderr)
        return 2


def require_what_it_needs(packages: Path) -> None:
    """Check for rights, programs and packages; get the proxy if it isn't there yet.

    Raises:
        CannotTry: with what to do.
    """
    if not sys.platform.startswith("linux"):
        raise CannotTry("A hub with accounts of its own can be tried on Linux only.")
    if os.geteuid() != 0:
        raise CannotTry("Only root may give each student an account. Run: sudo make hub")
    for program, package in _PROGRAMS.items():
        if not shutil.which(program):
            raise CannotTry(f"{program} is missing. Debian, Ubuntu: sudo apt install {package}")
    for name in ("bzdcourse-*.whl", "bzdcourse_instructor-*.whl"):
        if len(list(packages.glob(name))) != 1:
            raise CannotTry(f"There is not one {name} in {packages}. Empty it, then: make wheel")
    if not (PROXY / "node_modules").is_dir():
        print("Getting the hub's proxy (once) ...", flush=True)
        shutil.copytree(HERE / "proxy", PROXY, dirs_exist_ok=True)
        command = ["npm", "ci", "--silent", "--no-audit", "--no-fund"]
        if subprocess.run(command, cwd=PROXY).returncode:
            raise CannotTry(f"The proxy could not be installed. Try: cd {PROXY} && npm ci")


def free_port(port: int = 0) -> int:
    """This port of this machine, or any, if nobody listens there.

    Raises:
        CannotTry: if somebody does.
    """
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            free.bind(("127.0.0.1", port))
        except OSError:
            raise CannotTry(f"Port {port} is taken. Try: sudo make hub PORT=8001") from None
        return free.getsockname()[1]


@contextmanager
def running_hub(
    port: int, packages: Path
) -> Iterator[tuple[subprocess.Popen, str, dict[str, str]]]:
    """Start the hub, and end all of it afterwards.

    Yields:
        The process, the hub's address, and the passwords by account.

    Raises:
        CannotTry: if the hub doesn't start.
    """
    passwords = {name: secrets.token_urlsafe(9) for name in ACCOUNTS}
    with LOG.open("wb") as log:
        # Of a session of its own: Ctrl+C is for us alone.
        hub = subprocess.Popen(
            hub_command(port, packages),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            lines = [f"{name}:{password}\n" for name, password in passwords.items()]
            with hub.stdin as accounts:
                accounts.write("".join(lines).encode())
            address = f"http://127.0.0.1:{port}"
            _wait_until_it_answers(hub, address)
            yield hub, address, passwords
        finally:
            hub.kill()  # and with it every process inside
            hub.wait()


def hub_command(port: int, packages: Path) -> list[str]:
    """The command that starts the hub behind the walls."""
    options = [
        f"--JupyterHub.bind_url=http://127.0.0.1:{port}",
        f"--JupyterHub.hub_port={free_port()}",
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{free_port()}",
    ]
    walls = ["bwrap", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--clearenv"]
    return [*walls, *_environment(), *_mounts(packages), str(INSIDE / "trial.sh"), *options]


def _environment() -> list[str]:
    folders = [Path(sys.prefix) / "bin", Path(shutil.which("node")).parent]
    folders += [Path(name) for name in ("/usr/bin", "/bin", "/usr/sbin", "/sbin")]
    variables = {
        "PATH": ":".join(map(str, folders)),
        "LANG": "C.UTF-8",
        "HOME": "/root",
        "HUB": str(INSIDE),
        "PRIVATE": str(PRIVATE),
        "PLACE_OF_THE_COURSE": str(_place_of_the_course()),
    }
    return [word for name, value in variables.items() for word in ("--setenv", name, value)]


def _place_of_the_course() -> Path:
    """The folder from which this environment imports the course, whatever is around it here."""
    ask = [sys.executable, "-I", "-c", "import bzdcourse; print(bzdcourse.__path__[0])"]
    asked = subprocess.run(ask, capture_output=True, text=True, check=True)
    return Path(asked.stdout.strip()).parent


def _mounts(packages: Path) -> list[str]:
    """What of this machine's files is inside, none of it writable."""
    system = [Path(f"/{name}") for name in ("usr", "bin", "sbin", "lib", "lib32", "lib64")]
    system += [path for path in Path("/etc").iterdir() if path.name.rstrip("-") not in _HIDDEN]
    programs = [Path(sys.base_prefix), Path(sys.prefix), Path(shutil.which("node")).resolve()]
    mounts = {path: _shown(path) for path in filter(Path.exists, system)}
    for path in programs:
        if not any(path.is_relative_to(other) for other in mounts):
            mounts[path] = _shown(path)
    mounts |= {INSIDE: _shown(HERE, INSIDE), INSIDE / "proxy": _shown(PROXY, INSIDE / "proxy")}
    for path in [Path("/etc/passwd"), Path("/etc/group"), *packages.glob("bzdcourse*.whl")]:
        mounts[PRIVATE / path.name] = _shown(path, PRIVATE / path.name)
    folders = sorted({folder for path in mounts for folder in path.parents})
    made = [word for folder in folders for word in _folder(folder)]
    # First, as the checkout may lie in /tmp: what is mounted later lies over it.
    fresh = ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]
    return [*fresh, *made, *(word for mount in mounts.values() for word in mount)]


def _folder(path: Path) -> list[str]:
    return ["--perms", "0700" if path == PRIVATE else "0755", "--dir", str(path)]


def _shown(path: Path, where: Path | None = None) -> list[str]:
    if path.is_symlink() and not where:
        return ["--symlink", str(path.readlink()), str(path)]
    return ["--ro-bind", str(path), str(where or path)]


def _wait_until_it_answers(hub: subprocess.Popen, address: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while hub.poll() is None and time.monotonic() < end:
        try:
            urlopen(f"{address}/hub/login").close()
            return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise CannotTry(f"The hub did not start. Its log, {LOG}, ends with:\n{_end_of_log()}")


def _end_of_log() -> str:
    return "\n".join(LOG.read_text(errors="replace").splitlines()[-20:])


def _welcome(address: str, passwords: dict[str, str]) -> str:
    accounts = "\n".join(f"    {name:12} {password}" for name, password in passwords.items())
    return (
        f"The hub is open:\n\n    {address}\n\nLog in with one of these names and passwords:\n\n"
        f"{accounts}\n\nEverything exists in memory only. To stop, press Ctrl+C here."
    )


if __name__ == "__main__":
    sys.exit(main())
