"""Grade one submission with our step and with nbgrader's own kernel, in one run.

Prints seconds and their ratio: what scoring answers as data saves for each submission. The
notebook is the same; without our step nbgrader executes it, as it does for questions whose tests
are hidden in the notebook.
"""

import json
import shutil
import statistics
import sys
import tempfile
import time
import warnings
from pathlib import Path

REPEATS = 5
LESSON = "01_history"
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure both ways and print the table."""
    warnings.simplefilter("ignore")
    from bzdcourse.grading.course import open_course
    from bzdcourse.grading.release import release_from

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        for name in ("notebooks", "quizzes", "source_texts", "nbgrader_config.py"):
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            root.mkdir(exist_ok=True)
            copy(ROOT / name, root / name)
        course = open_course(root)
        release_from(course, LESSON)
        submitted = root / "submitted" / "ann" / LESSON
        shutil.copytree(root / "release" / LESSON, submitted)
        answers = [json.dumps({"item": "history-two-countries", "answer": 32})]
        (submitted / "responses.jsonl").write_text("\n".join(answers) + "\n")
        ours = seconds(course)
        course.api.config.Autograde.pop("autograde_preprocessors")
        stock = seconds(course)
    print(f"answers as data:          {ours:6.2f} s a submission (median of {REPEATS})")
    print(f"executed in a kernel:     {stock:6.2f} s a submission")
    print(f"ratio:                    {stock / ours:6.1f}")


def seconds(course) -> float:
    """Median time of `nbgrader autograde` for one submission, after one round to warm up."""
    times = []
    for _ in range(REPEATS + 1):
        start = time.perf_counter()
        result = course.api.autograde(LESSON, "ann")
        times.append(time.perf_counter() - start)
        if not result["success"]:
            sys.exit(result["log"])
    return statistics.median(times[1:])


if __name__ == "__main__":
    main()
