"""Attacks by the cells of a notebook: their marks, their outputs, their code.

Nothing in them is an answer, and nothing of them is run.
"""

from functools import partial

from hostile import FULL, NOTHING, Attack, changed, without_answers

NO_JOURNAL = "No responses.jsonl was handed in"
GRADEBOOK = "import sqlite3; sqlite3.connect('../../../gradebook.db').execute("


def questions(content: dict) -> list[dict]:
    """The cells that ask."""
    return [cell for cell in content["cells"] if "nbgrader" in cell["metadata"]]


def code(source: str, *outputs: dict) -> dict:
    """A code cell."""
    return {"cell_type": "code", "id": f"own-{len(source)}", "metadata": {}, "source": source,
            "outputs": list(outputs), "execution_count": None}  # fmt: skip


def text(source: str, **more) -> dict:
    """A Markdown cell."""
    name = f"text-{len(source)}"
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source, **more}


def added(*cells: dict):
    """Add cells to a notebook."""
    return changed(lambda content: content["cells"].extend(cells))


def first(*cells: dict):
    """Put cells before all others, where they run first if anything runs."""
    return changed(lambda content: content["cells"].__setitem__(slice(0, 0), cells))


def metadata(**entries):
    """Set entries of the notebook's metadata."""
    return changed(lambda content: content["metadata"].update(entries))


def every_question(**entries):
    """Set entries of each question's nbgrader metadata."""

    def change(content: dict) -> None:
        for cell in questions(content):
            cell["metadata"]["nbgrader"].update(entries)

    return changed(change)


def every_cell(**entries):
    """Set entries of each cell."""
    return changed(lambda content: [cell.update(entries) for cell in content["cells"]])


def top(**entries):
    """Set entries of the notebook itself."""
    return changed(lambda content: content.update(entries))


def swapped(content: dict) -> None:
    """Exchange the questions' ids."""
    cells = questions(content)
    ids = [cell["metadata"]["nbgrader"]["grade_id"] for cell in cells]
    for cell, grade_id in zip(cells, [*ids[1:], ids[0]], strict=True):
        cell["metadata"]["nbgrader"]["grade_id"] = grade_id


def all_one_question(content: dict) -> None:
    """Call each question by the same id."""
    for cell in questions(content):
        cell["metadata"]["nbgrader"]["grade_id"] = "demo-schedule"


def as_type(cell_type: str, content: dict) -> None:
    """Make each question a cell without outputs."""
    for cell in questions(content):
        cell["cell_type"] = cell_type
        del cell["outputs"], cell["execution_count"]


def asks_another(content: dict) -> None:
    """Let each cell ask the same question."""
    for cell in questions(content):
        cell["source"] = 'demo.ask("demo-single")'


def forged_output(points: str, kind: str = "execute_result"):
    """Leave an output that says how many points a question earned."""

    def change(content: dict) -> None:
        for cell in questions(content):
            data = {"text/plain": points, "text/html": f"<p>{points} points. Right.</p>"}
            output = {"output_type": kind, "data": data, "metadata": {}}
            cell["outputs"] = [output | ({"execution_count": 1} if kind != "display_data" else {})]

    return changed(change)


MARKS = {
    "no-questions": changed(
        lambda c: c.update(cells=[cell for cell in c["cells"] if cell not in questions(c)])
    ),
    "no-cells-at-all": top(cells=[]),
    "each-cell-ten-times": changed(
        lambda c: c.update(cells=[cell | {"id": f"c{n}-{k}"}
                                  for n, cell in enumerate(c["cells"]) for k in range(10)])
    ),
    "backwards": changed(lambda content: content["cells"].reverse()),
    "grade-ids-renamed": every_question(grade_id="renamed"),
    "grade-ids-swapped": changed(swapped),
    "grade-ids-all-one": changed(all_one_question),
    "grade-id-a-list": every_question(grade_id=["demo-single"]),
    "grade-id-null": every_question(grade_id=None),
    "grade-id-a-path": every_question(grade_id="../../../gradebook"),
    "schema-99": every_question(schema_version=99),
    "schema-1": every_question(schema_version=1),
    "schema-text": every_question(schema_version="3"),
    "nbgrader-of-text": every_cell(metadata={"nbgrader": "x"}),
    "nbgrader-of-null": every_cell(metadata={"nbgrader": None}),
    "points-a-million": every_question(points=10**6),
    "points-negative": every_question(points=-10),
    "points-a-text": every_question(points="all"),
    "points-infinite": every_question(points=float("inf")),
    "questions-as-markdown": changed(partial(as_type, "markdown")),
    "questions-as-raw-text": changed(partial(as_type, "raw")),
    "questions-claim-markdown": every_question(cell_type="markdown"),
    "questions-as-tasks": every_question(task=True, grade=False),
    "questions-are-solutions": every_question(solution=True, locked=False),
    "questions-ask-another": changed(asks_another),
}  # fmt: skip
"""By a student with all the right answers, who keeps all points."""

FORGED = {
    "claims-full-marks": forged_output("1.0"),
    "claims-a-million": forged_output("1000000"),
    "claims-nan": forged_output("nan"),
    "claims-infinity": forged_output("inf"),
    "claims-in-display": forged_output("2", "display_data"),
    "unlocked-and-returns-points": changed(
        lambda c: [x.update(source="4") or x["metadata"]["nbgrader"].update(
            locked=False, solution=True, points=4) for x in questions(c)]
    ),
    "no-error-shown": changed(lambda c: [x.update(source="pass") for x in questions(c)]),
    "exercises-of-my-own": added(
        code("1") | {"metadata": {"nbgrader": {
            "grade": True, "grade_id": "bonus", "points": 100, "locked": False, "solution": False,
            "schema_version": 3, "cell_type": "code", "task": False}}}
    ),
    "patches-the-scorer": first(
        code("import bzdcourse.quiz.scoring as s; s.Score.fraction = 1.0"),
        code("import builtins; builtins.float = lambda *_: 1.0"),
    ),
    "patches-nbgrader": first(code("import nbgrader.utils as u; u.determine_grade = max")),
    "writes-the-journal": first(code("open('responses.jsonl', 'w').write('...')")),
    "writes-the-gradebook": first(code(f"{GRADEBOOK}'UPDATE grade SET auto_score = 99')")),
    "empties-the-gradebook": first(code(f"{GRADEBOOK}'DROP TABLE grade')")),
    "reads-the-key": first(code("print(open('../../../quizzes/graded/00_demo.yml').read())")),
    "runs-for-ever": first(code("while True: pass")),
    "many-processes": first(code("import os\nwhile True: os.fork()")),
    "kills-the-grader": first(code("import os; os.kill(os.getppid(), 9)")),
    "deletes-all": first(code("import shutil; shutil.rmtree('../../..')")),
    "shell-magic": first(code("!touch ../../../../outside/was-here\n%run evil.py")),
    "inventory-of-my-own": every_question(counts_for="completion"),
}  # fmt: skip
"""By a student who answered nothing, and earns nothing."""


def cell_attacks() -> list[Attack]:
    """Every attack of this file."""
    marks = [Attack(f"cells-{name}", spoil, FULL) for name, spoil in MARKS.items()]
    forged = [
        Attack(f"cells-{name}", without_answers(spoil), NOTHING, NO_JOURNAL)
        for name, spoil in FORGED.items()
    ]
    return marks + forged
