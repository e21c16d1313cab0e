"""What submitted code may try; each function is the source of a cell, so it imports for itself."""

import inspect


def cell_of(attack, *arguments):
    """Source of a cell that runs an attack and prints what came of it, as JSON."""
    call = ", ".join(map(repr, arguments))
    return f"{inspect.getsource(attack)}\nimport json\nprint(json.dumps({attack.__name__}({call})))"


def read(places):
    """Look into files, folders and the environment."""
    import os
    from pathlib import Path

    found = []
    for place in places:
        try:
            path = Path(place).expanduser()
            found += [place] if path.is_file() and path.read_bytes() else []
            found += [place] if path.is_dir() and list(path.iterdir()) else []
        except OSError:
            pass
    found += [name for name in os.environ if name.startswith("INSTRUCTORS")]
    return found


def write(places):
    """Write files, over others or new."""
    from pathlib import Path

    done = []
    for place in places:
        try:
            Path(place).write_text("spoilt")
            done.append(place)
        except OSError:
            pass
    return done


def connect(port):
    """Reach a server of this machine, and the network."""
    import socket

    reached = []
    for address in (("127.0.0.1", port), ("192.0.2.1", 80)):
        try:
            socket.create_connection(address, timeout=1).close()
            reached.append(address)
        except OSError:
            pass
    return reached


def cheat(right_answers):
    """Change the scorers and the journal; returns the number of its lines."""
    import json
    import sys
    from pathlib import Path

    from bzdcourse.quiz import responses, scoring

    scoring.score = responses.read_responses = lambda *_: 1000
    sys.modules["nbgrader"] = sys.modules["nbgrader.utils"] = scoring
    lines = [json.dumps({"item": i, "answer": a}) for i, a in right_answers.items()]
    Path("responses.jsonl").write_text("\n".join(lines) + "\n")
    return len(Path("responses.jsonl").read_text().splitlines())


def take_memory(most_mb):
    """Take memory until there is none, but not without end; returns MB."""
    taken = []
    try:
        while len(taken) < most_mb // 100:
            taken.append(bytearray(100 * 2**20))
    except MemoryError:
        pass
    return 100 * len(taken)


def start_processes(most):
    """Start processes until there are no more, but not without end; returns their number."""
    import os
    import time

    started = []
    try:
        while len(started) < most:
            started.append(os.fork())
            if started[-1] == 0:
                time.sleep(60)
                os._exit(0)
    except OSError:
        pass
    for process in started:
        os.kill(process, 9)
        os.waitpid(process, 0)
    return len(started)


def take_memory_together(processes, each_mb):
    """Let processes take memory together, each less than one may."""
    import os
    import time

    for _ in range(processes):
        if os.fork() == 0:
            kept = b"x" * (each_mb * 2**20)
            time.sleep(60)
            os._exit(len(kept) % 2)
    time.sleep(20)


def never_stop():
    """Ignore every request to stop."""
    import time

    while True:
        try:
            time.sleep(60)
        except BaseException:
            continue
