"""An instructor's code exercise in the demonstration course, and learners who solve it."""

import json

from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade
from traitlets.config import Config

from bzdcourse.grading.course import working_in
from bzdcourse.grading.exercises import RunExercises
from classroom import LESSON
from spoiling import change_notebook

EXERCISE = {
    "answer": "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
    "tests": "assert double(2) == 4",
}
SOLUTION = "def double(x):\n    return 2 * x"


LIMITS = """
c.RunExercises.timeout = 4
c.RunExercises.iopub_timeout = 2
c.SandboxProvisioner.memory_mb = 512
c.SandboxProvisioner.processes = 40
"""


def add_exercise(root):
    """Add an exercise of 4 points to the lesson: a solution cell and a test cell; tight limits."""
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(LIMITS)

    def add(notebook):
        for name, source in EXERCISE.items():
            is_test = name == "tests"
            meta = {"grade": is_test, "solution": not is_test, "locked": is_test, "task": False}
            meta |= {"grade_id": f"double-{name}", "schema_version": 3, "cell_type": "code"}
            meta |= {"points": 4} if is_test else {}
            cell = {"cell_type": "code", "id": f"double-{name}", "source": source, "outputs": [],
                    "execution_count": None, "metadata": {"nbgrader": meta}}  # fmt: skip
            notebook["cells"].append(cell)

    change_notebook(root, add)


def solve_with(*sources):
    """Solve the exercise, after other code in cells of its own."""

    def change(notebook):
        cells = notebook["cells"]
        (at,) = (n for n, cell in enumerate(cells) if cell["id"] == "double-answer")
        cells[at]["source"] = SOLUTION
        cells[at:at] = [
            {"cell_type": "code", "id": f"attack-{n}", "source": source, "outputs": [],
             "execution_count": None, "metadata": {}}
            for n, source in enumerate(sources)
        ]  # fmt: skip

    return change


def run_cells(folder, *cells, files_mb=256, **limits):
    """Run cells, each (source, points, tags), in a sandbox; returns the cells and the points."""
    lesson = folder / "autograded" / "ann" / LESSON
    lesson.mkdir(parents=True, exist_ok=True)
    notebook = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python"}})
    for n, (source, points, tags) in enumerate(cells):
        graded = {"grade": True, "solution": False, "points": points, "grade_id": f"cell-{n}"}
        metadata = {"nbgrader": graded, "tags": tags}
        notebook.cells.append(new_code_cell(source, metadata=metadata))
    limits = {"iopub_timeout": 2, **limits}
    config = Config({"RunExercises": limits, "SandboxProvisioner": {"files_mb": files_mb}})
    resources = {"nbgrader": {"assignment": LESSON}, "metadata": {"path": str(lesson)}}
    with working_in(folder):
        graded, _ = RunExercises(config=config)(notebook, resources)
    return graded.cells, [determine_grade(cell)[0] for cell in graded.cells]


def outputs(root, student):
    """What each attack printed, as JSON, and the reasons why cells were stopped."""
    path = root / "autograded" / student / LESSON / f"{LESSON}.ipynb"
    printed, reasons = [], []
    for cell in json.loads(path.read_text())["cells"]:
        for output in cell.get("outputs", []):
            if cell["id"].startswith("attack") and output["output_type"] == "stream":
                printed.append(json.loads("".join(output["text"])))
            if output["output_type"] == "error":
                reasons.append(output["evalue"])
    return printed, reasons
