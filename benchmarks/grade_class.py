"""Grade one class in four ways, in one run: what answers as data and one open gradebook save.

Prints milliseconds for each submission and their ratios. All ways grade the same submissions of the
same lesson; nbgrader's own ways are so slow that they grade the first few of them.

    python benchmarks/grade_class.py            200 submissions, then 1,000
    python benchmarks/grade_class.py --large    10,000 as well; takes minutes
"""

import json
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

LESSON = "01_history"
CLASS, BY_KERNEL, BY_COMMANDS = 200, 4, 12
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure each way and print the table."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        root = make_course(Path(folder) / "course")
        hand_in(root, CLASS)
        kernel = seconds_each(root, BY_KERNEL, by_kernel)
        commands = seconds_each(root, BY_COMMANDS, by_commands)
        batch = json.loads(in_its_own_process(root))
        floor = seconds_each(root, CLASS, floor_of)
        print(f"{CLASS} submissions of {LESSON}; milliseconds for each\n")
        print("                                        grade   with page   times as fast")
        line("nbgrader, tests in a kernel", kernel, kernel)
        line("nbgrader's commands, our preprocessor", commands, kernel)
        graded = [batch["grade"], batch["grade"] + batch["pages"]]
        line("the batch path", graded, kernel)
        print(f"\nreading and scoring alone      {1000 * batch['mark']:8.2f}")
        print(f"floor: JSON, score, one row    {1000 * floor[0]:8.2f}")
        print(f"reading and scoring / floor    {batch['mark'] / floor[0]:8.1f}")
        print(f"nothing changed, graded again  {1000 * batch['again']:8.2f}")
        print(f"start of the command           {1000 * command_start():8.0f} ms")
        print("\nsubmissions   ms each   memory (MB)")
        for number in (CLASS, 1000, *([10_000] if "--large" in sys.argv else [])):
            hand_in(root, number)
            found = json.loads(in_its_own_process(root))
            each = found["grade"] + found["pages"]
            print(f"{number:11,}  {1000 * each:8.2f}  {found['memory_mb']:8.0f}")


def line(name: str, seconds: list[float], slowest: list[float]) -> None:
    """One row of the table."""
    times = "   ".join(f"{slow / fast:5.0f}" for slow, fast in zip(slowest, seconds, strict=True))
    print(f"{name:38} {1000 * seconds[0]:8.1f} {1000 * seconds[1]:8.1f}     {times}")


def make_course(root: Path) -> Path:
    """A course whose lesson is released."""
    from bzdcourse.grading.release import release_lesson

    root.mkdir()
    for name in ("notebooks", "quizzes", "source_texts"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release_lesson(root, LESSON)
    return root


def hand_in(root: Path, number: int) -> None:
    """A class that answers at random, each question right by half of the learners."""
    from bzdcourse.quiz.bank import load_bank

    chance = random.Random(number)
    items = load_bank(root / "quizzes" / "graded" / f"{LESSON}.yml").items.values()
    for step in ("submitted", "autograded", "feedback"):
        shutil.rmtree(root / step, ignore_errors=True)
    for learner in range(number):
        folder = root / "submitted" / f"s{learner:05}" / LESSON
        shutil.copytree(root / "release" / LESSON, folder)
        lines = [json.dumps({"item": item.id, "answer": answer(item, chance)}) for item in items]
        (folder / "responses.jsonl").write_text("\n".join(lines) + "\n")


def answer(item, chance: random.Random):
    """The right answer, or one that is shuffled or off."""
    key = item.key()
    if chance.random() < 0.5:
        return key
    if isinstance(key, dict):
        return dict(zip(key, chance.sample(list(key.values()), len(key)), strict=True))
    if isinstance(key, list):
        return chance.sample(key, len(key) if item.kind == "ordering" else 1)
    if isinstance(key, str):
        return chance.choice([option["id"] for option in item.raw["options"]])
    return round(key * chance.uniform(0.5, 2), 1)


def seconds_each(root: Path, number: int, way) -> list[float]:
    """Seconds that a way takes for each of the first submissions, after one to warm up."""
    students = sorted(path.name for path in (root / "submitted").iterdir())[: number + 1]
    return way(root, students)


def by_commands(root: Path, students: list[str], *, kernel: bool = False) -> list[float]:
    """nbgrader's own commands; with ``kernel``, without our preprocessor."""
    from bzdcourse.grading.course import open_course

    course = open_course(root)
    if kernel:
        course.api.config.Autograde.pop("autograde_preprocessors")
    spent = []
    for command in (course.api.autograde, course.api.generate_feedback):
        command(LESSON, students[0])
        start = time.perf_counter()
        for student in students[1:]:
            result = command(LESSON, student)
            if not result["success"]:
                sys.exit(result["log"])
        spent.append((time.perf_counter() - start) / len(students[1:]))
    return [spent[0], sum(spent)]


def by_kernel(root: Path, students: list[str]) -> list[float]:
    """nbgrader as it comes: every notebook is executed."""
    return by_commands(root, students, kernel=True)


def floor_of(root: Path, students: list[str]) -> list[float]:
    """Read both files, score, write a row: less can't be done."""
    from bzdcourse.quiz.bank import load_bank
    from bzdcourse.quiz.scoring import score

    items = load_bank(root / "quizzes" / "graded" / f"{LESSON}.yml").items
    database = sqlite3.connect(root / "floor.db")
    database.execute("CREATE TABLE grade (student TEXT, score REAL)")
    start = time.perf_counter()
    for student in students:
        folder = root / "submitted" / student / LESSON
        json.loads((folder / f"{LESSON}.ipynb").read_bytes())
        lines = (folder / "responses.jsonl").read_text().splitlines()
        answers = {entry["item"]: entry["answer"] for entry in map(json.loads, lines)}
        points = sum(
            item.points * score(item, answers.get(name)).fraction for name, item in items.items()
        )
        database.execute("INSERT INTO grade VALUES (?, ?)", (student, points))
    database.commit()
    return [(time.perf_counter() - start) / len(students)]


def in_its_own_process(root: Path) -> str:
    """The batch path, alone, so that its memory can be told."""
    command = [sys.executable, __file__, "--batch", str(root)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def batch_path(root: Path) -> dict[str, float]:
    """Seconds for each submission: all, then what reading and what pages take of it; memory."""
    from bzdcourse.grading import batch
    from bzdcourse.grading.course import open_course
    from bzdcourse.grading.grade import grade_submissions, submissions_of

    course = open_course(root)
    found = submissions_of(course, LESSON)
    spent = {"mark": 0.0, "pages": 0.0}

    def timed(name, act):
        def do(*arguments):
            start = time.perf_counter()
            try:
                return act(*arguments)
            finally:
                spent[name] += time.perf_counter() - start

        return do

    batch.mark = timed("mark", batch.mark)
    batch.Batch._write_page = timed("pages", batch.Batch._write_page)
    whole = []
    for force in (True, False):
        start = time.perf_counter()
        done = sum(result.points is not None for result in grade_submissions(
            course, LESSON, found, force=force
        ))  # fmt: skip
        whole.append(time.perf_counter() - start)
        if force:
            first = dict(spent)
    if done != len(found):
        sys.exit("Not every submission was graded.")
    each = {name: seconds / len(found) for name, seconds in first.items()}
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    grade = whole[0] / len(found) - each["pages"]
    return each | {"grade": grade, "again": whole[1] / len(found), "memory_mb": memory_mb}


def command_start() -> float:
    """Seconds until the command has something to say."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "bzdcourse.cli", "grade", "--help"], check=True, capture_output=True
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    if "--batch" in sys.argv:
        warnings.simplefilter("ignore")
        print(json.dumps(batch_path(Path(sys.argv[-1]))))
    else:
        main()
