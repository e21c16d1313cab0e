"""What a student may try at the hub. Sent as it stands to a kernel of theirs, where it is run."""

import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import bzdcourse

HOMES = Path("/home")
COURSE = HOMES / "instructor" / "benzodiazepines"
EXCHANGE = Path("/srv/nbgrader/exchange/benzodiazepines")
LESSON = "01_history"


def read_environments_of_others() -> None:
    """Each holds the token of somebody's server."""
    processes = [p for p in Path("/proc").iterdir() if p.name.isdigit()]
    others = [p for p in processes if p.exists() and p.stat().st_uid != os.geteuid()]
    read = [p for p in others if _succeeds((p / "environ").read_bytes)]
    if not read:
        raise PermissionError


READS = {
    "the key": (COURSE / "quizzes" / "graded" / f"{LESSON}.yml").read_text,
    "the gradebook": (COURSE / "gradebook.db").read_bytes,
    "what was collected": lambda: list((COURSE / "submitted").iterdir()),
    "what was submitted": lambda: list((EXCHANGE / "inbound").iterdir()),
    "feedback": lambda: list((EXCHANGE / "feedback").iterdir()),
    "ann's answers": (HOMES / "ann" / LESSON / "responses.jsonl").read_text,
    "ann's copy of what she submitted": lambda: list((HOMES / "ann" / ".local").iterdir()),
    "others' tokens": read_environments_of_others,
    "the hub's database": Path("/srv/jupyterhub/jupyterhub.sqlite").read_bytes,
    "the system's passwords": Path("/etc/shadow").read_text,
}

CHANGES = {
    "the released lesson": (EXCHANGE / "outbound" / LESSON / f"{LESSON}.ipynb").touch,
    "another lesson to be released": (EXCHANGE / "outbound" / "02_mine").mkdir,
    "feedback": (EXCHANGE / "feedback" / "mine.html").touch,
}
"""What the instructor may change and nobody else."""

SPOILS = CHANGES | {
    "the course's place in the exchange": lambda: EXCHANGE.rename(EXCHANGE.with_name("away")),
    "where submissions go": lambda: (EXCHANGE / "inbound").rename(EXCHANGE / "away"),
    "the hub's configuration": Path("/etc/bzdcourse/everybody/nbgrader_config.py").touch,
    "the course's code": Path(bzdcourse.__path__[0], "data.py").touch,
}


def _succeeds(attempt) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def ask_hub(path: str) -> int:
    """How the hub answers the token that one's own server has."""
    token = {"Authorization": f"token {os.environ['JUPYTERHUB_API_TOKEN']}"}
    request = urllib.request.Request(os.environ["JUPYTERHUB_API_URL"] + path, headers=token)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def search(text: str) -> list[str]:
    """Every readable file that holds a text, but for the system's own programs."""
    left_out = [f"--exclude-dir={name}" for name in ("proc", "sys", "dev", "usr")]
    command = ["grep", "-rlFs", *left_out, "--", text, "/"]
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()


def nbgrader(*arguments: str) -> str:
    """What a command of nbgrader says."""
    run = subprocess.run(["nbgrader", *arguments], capture_output=True, text=True)
    return run.stdout + run.stderr


def succeeding(attempts: dict) -> list[str]:
    """Which of them succeed."""
    return [what for what, attempt in attempts.items() if _succeeds(attempt)]


def try_all() -> dict:
    """What of it succeeds."""
    return {
        "reads": succeeding(READS),
        "hub": {path: ask_hub(path) for path in ("/users", "/users/ann", "/user")},
        "listed": nbgrader("list", "--inbound"),
        "collected": nbgrader("collect", LESSON),
    }
