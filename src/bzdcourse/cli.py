"""The course's commands: thin, friendly, late to import what is slow."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from bzdcourse import start
from bzdcourse.data import LEARNER_FOLDER, CourseError, course_root, course_with_keys, learner_root
from bzdcourse.export import command as export_command

if TYPE_CHECKING:
    from bzdcourse.grading.grade import Result

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

OK, SOME_NOT_DONE, NOT_DONE = 0, 1, 2

LONG = 60
"""Of a class larger than this, only learners with a remark are listed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 1 done in part, 2 not done)."""
    options = _parser().parse_args(arguments)
    if not sys.warnoptions:
        # What nbgrader's libraries warn of is for their developers; here it would bury the table.
        warnings.simplefilter("ignore")
    try:
        return options.run(options)
    except KeyboardInterrupt:
        errors.print("Stopped. What was done stays done.")
        return NOT_DONE
    except (CourseError, PermissionError) as problem:
        errors.print(f"[bold red]Not done:[/] {escape(str(problem))}", soft_wrap=True)
        return NOT_DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bzdcourse", description="The benzodiazepine course: study it, release it, grade it."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    start.add_parser(commands)
    study = commands.add_parser("study", help="open your own copy of the course in JupyterLab")
    study.add_argument("lesson", nargs="?", help="the lesson to open (default: the first)")
    study.add_argument("--prepare", action="store_true", help="only make or refresh the copy")
    study.set_defaults(run=_study)
    check = commands.add_parser("check", help="check lessons, questions and sources")
    check.add_argument("lessons", nargs="*", metavar="LESSON", help="(default: all)")
    check.set_defaults(run=_check)
    release = commands.add_parser("release", help="make the student version of a lesson")
    release.add_argument("lesson", metavar="LESSON")
    release.set_defaults(run=_release)
    grade = commands.add_parser("grade", help="grade all submissions of a lesson, write feedback")
    grade.add_argument("lesson", metavar="LESSON", nargs="?")
    grade.add_argument(
        "--mine",
        action="store_true",
        help="grade your own copy in my_course/ (default: every lesson)",
    )
    grade.add_argument(
        "--unsafe",
        action="store_true",
        help="run code exercises without a sandbox: only if you trust every submission",
    )
    grade.add_argument(
        "--force", action="store_true", help="grade also what did not change since the last time"
    )
    grade.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="read and score on the dask cluster at this address, such as tcp://10.0.0.7:8786",
    )
    grade.set_defaults(run=_grade)
    report = commands.add_parser("report", help="write pages and tables on how the class did")
    report.add_argument("lesson", metavar="LESSON", nargs="?", help="(default: the whole course)")
    report.set_defaults(run=_report)
    export_command.add_parser(commands)
    return parser


def _study(options: argparse.Namespace) -> int:
    from bzdcourse import study

    root = learner_root()
    with console.status("Making your copy of the course …"):
        changes = study.prepare(root, course=course_root(root))
    for change in changes:
        console.print(f"[bold]{escape(change.lesson)}[/]: {escape(change.what)}", soft_wrap=True)
    if not options.prepare:
        study.open_lab(root, options.lesson)
    return OK


def _check(options: argparse.Namespace) -> int:
    from bzdcourse.check import check_course, check_lesson, course_counts, open_course

    course = open_course(course_with_keys())
    problems = [
        problem
        for lesson in options.lessons
        for problem in _known(lesson, course.lessons) or check_lesson(course, lesson)
    ]
    if not options.lessons:
        problems = check_course(course)
        _print_counts(course_counts(course))
    for problem in problems:
        errors.print(escape(problem), soft_wrap=True)
    console.print(
        f"{len(problems)} problem(s) found." if problems else "Everything holds together."
    )
    return NOT_DONE if problems else OK


def _print_counts(counts: list[tuple[str, int, str]]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for what, number, sorts in counts:
        table.add_row(what, str(number), escape(sorts))
    console.print(table)


def _known(lesson: str, lessons: list[str]) -> list[str]:
    if lesson in lessons:
        return []
    return [f"There is no lesson “{lesson}”. The lessons are: {', '.join(lessons) or 'none yet'}."]


def _require_sound(root: Path, lesson: str) -> None:
    """Refuse to release or grade with a bank that is not in order."""
    from bzdcourse.check import check_questions, open_course

    course = open_course(root)
    problems = _known(lesson, course.lessons) or check_questions(course, lesson)
    if problems:
        raise CourseError("\n".join(problems))


def _release(options: argparse.Namespace) -> int:
    root = course_with_keys()
    _require_sound(root, options.lesson)
    with console.status(f"Releasing {options.lesson} …"):
        from bzdcourse.grading.release import release_lesson

        folder = release_lesson(root, options.lesson)
    console.print(f"The student version is in [bold]{folder.relative_to(root)}[/]:")
    for path in sorted(folder.rglob("*")):
        console.print(f"  {path.relative_to(folder)}")
    console.print(
        f"Hand out that folder, or put it into the exchange: "
        f"nbgrader release_assignment {options.lesson}",
        soft_wrap=True,
    )
    return OK


def _grade(options: argparse.Namespace) -> int:
    if options.mine:
        return _grade_mine(options.lesson)
    if not options.lesson:
        raise CourseError("Say which lesson to grade, for example: bzdcourse grade 01_history")
    root = course_with_keys()
    _require_sound(root, options.lesson)
    with console.status("Starting nbgrader …"):
        from bzdcourse.grading.course import open_course
        from bzdcourse.grading.grade import grade_submissions, submissions_of

        course = open_course(root, unsafe=options.unsafe)
        submissions = submissions_of(course, options.lesson)
    results = []
    with _place_to_score(options.scheduler) as run, _progress() as progress:
        task = progress.add_task(f"Grading {options.lesson}", total=len(submissions))
        for result in grade_submissions(
            course,
            options.lesson,
            submissions,
            force=options.force,
            run=run,
            tell=progress.console.print,
        ):
            results.append(result)
            progress.advance(task)
    _print_results(options.lesson, results)
    return SOME_NOT_DONE if any(result.points is None for result in results) else OK


def _place_to_score(scheduler: str | None):
    if scheduler is None:
        from bzdcourse.grading.batch import run_here

        return nullcontext(run_here)
    from bzdcourse.grading.cluster import cluster_at

    return cluster_at(scheduler)


def _progress():
    from rich import progress

    class _Rate(progress.ProgressColumn):
        def render(self, task: progress.Task) -> str:
            return f"{task.completed / task.elapsed:.0f} a second" if task.completed else ""

    columns = (
        "{task.description}",
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        _Rate(),
        progress.TimeRemainingColumn(),
    )
    return progress.Progress(*columns, console=console)


def _print_results(lesson: str, results: list[Result]) -> None:
    from rich.table import Table

    from bzdcourse.grading.handed_in import shown

    told = [one for one in results if one.remarks] if len(results) > LONG else results
    table = Table("Student", "Points", "Remarks", title=lesson)
    for result in told:
        remarks = "\n".join(result.remarks)
        table.add_row(escape(shown(result.student)), _points(result), escape(remarks))
    if told:
        console.print(table)
    if len(told) < len(results):
        console.print(f"{len(results) - len(told)} others were graded, with nothing to remark.")
    left_out = [result.student for result in results if result.points is None]
    console.print(f"{len(results) - len(left_out)} graded, {len(left_out)} not graded.")
    pages = [result.feedback for result in results if result.feedback]
    if pages:
        console.print(f"Feedback pages: {len(pages)}, the first is {pages[0]}", soft_wrap=True)


def _points(result: Result) -> str:
    if result.points is None:
        return "[bold red]not graded[/]"
    late = f", less {result.late_penalty:g} for lateness," if result.late_penalty else ""
    return f"{result.points:.4g}{late} of {result.max_points:g}"


def _report(options: argparse.Namespace) -> int:
    root = course_with_keys()
    with console.status("Reading the gradebook and the answers …"):
        from bzdcourse.reporting import PRIVATE_FOLDER, write_reports

        page = write_reports(root, options.lesson)
    console.print(f"Written: [bold]{escape(str(page.relative_to(root)))}[/], tables beside it.")
    console.print("No learner is named there.", soft_wrap=True)
    console.print(f"Points by learner are in {PRIVATE_FOLDER}/: don't share that folder.")
    return OK


def _grade_mine(lesson: str | None) -> int:
    root = learner_root(with_keys=True)
    with console.status("Grading your answers …"):
        from bzdcourse.grading.course import open_course
        from bzdcourse.grading.grade import grade_own

        course = open_course(root, own=True)
        chosen = [lesson] if lesson else [
            name for name in course.lessons if (root / LEARNER_FOLDER / name).is_dir()
        ]  # fmt: skip
        if not chosen:
            raise CourseError("You have no lessons yet. Run: make course, or bzdcourse study")
        results = {name: grade_own(course, name, root / LEARNER_FOLDER / name) for name in chosen}
    for name, result in results.items():
        _print_own(name, result)
    return OK if all(result.points is not None for result in results.values()) else NOT_DONE


def _print_own(lesson: str, result: Result) -> None:
    from rich.table import Table

    table = Table("Question", "Points", title=f"{lesson}: {_points(result)} points")
    for question, (points, max_points) in result.by_question.items():
        table.add_row(question, f"{points:.4g} of {max_points:g}")
    console.print(table)
    for remark in result.remarks:
        console.print(escape(remark), soft_wrap=True)
    if result.feedback:
        console.print(f"What was right, what was not, and why: {result.feedback}", soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
