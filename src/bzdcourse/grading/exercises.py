"""Run an instructor's code exercises: nbgrader's own step, behind walls and never failing open.

nbgrader gives full marks to a graded cell that shows no error. So whatever keeps such a cell from
being run to its end, or makes its result unreadable, is put into it as an error: a zero, with its
reason on the feedback page and in the log.
"""

from __future__ import annotations

import json
from copy import deepcopy
from time import monotonic
from typing import Any

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade, is_grade
from traitlets import Bool, Enum, Int

from bzdcourse.data import CourseError
from bzdcourse.grading.provisioner import SandboxedKernelManager
from bzdcourse.grading.sandbox import SubmissionError, why_no_sandbox

_REMARK = "Code exercises: "


def require_sandbox(lesson: str) -> None:
    """Check that submitted code can be run here without danger.

    Raises:
        CourseError: with what to install, or what to type by whoever trusts every submission.
    """
    if missing := why_no_sandbox():
        raise CourseError(
            f"{lesson} has code exercises, and submitted code is only run in a sandbox. {missing} "
            f"If you trust every submission, run: bzdcourse grade {lesson} --unsafe"
        )


def exercise_remarks(log: str) -> list[str]:
    """What an instructor should know of the code that was run, from nbgrader's log."""
    return [line.partition(_REMARK)[2] for line in log.splitlines() if _REMARK in line]


class RunExercises(Execute):
    """nbgrader's ``Execute``, for code that nobody has read."""

    notebook_timeout = Int(600, help="Seconds for all cells of a submission together.").tag(
        config=True
    )
    output_mb = Int(16, help="Most output of a submission, in MB.").tag(config=True)
    unsafe = Bool(False, help="Run the code of submissions without a sandbox.").tag(config=True)
    shutdown_kernel = Enum(["graceful", "immediate"], "immediate").tag(config=True)
    store_widget_state = Bool(False).tag(config=True)

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.kernel_manager_class = AsyncKernelManager if self.unsafe else SandboxedKernelManager

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Run every cell; one that can't be run to its end gets an error as output.

        Raises:
            CourseError: if no sandbox or no kernel starts, which is no fault of the submission.
        """
        if not self.unsafe:
            require_sandbox(resources["nbgrader"]["assignment"])
        self._end, self._output_bytes, self._stopped = monotonic() + self.notebook_timeout, 0, ""
        metadata = deepcopy(nb.metadata)
        try:
            nb, resources = super().preprocess(nb, resources)
        except SubmissionError as problem:
            self._stop(f"nothing was run, as {problem}")
            for cell in nb.cells:
                _fail(cell, self._stopped)
        nb.metadata = metadata
        for cell in nb.cells:
            if problem := _damage(cell):
                _fail(cell, f"its result can't be read: {problem}")
                self._remark(f"a result can't be read: {problem}")
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Run one cell, whatever it does to its kernel."""
        cell.metadata.pop("tags", None)  # one of them would have the cell skipped
        if self._stopped:
            _fail(cell, f"not run: {self._stopped}")
        else:
            self._run(cell, resources, index)
        return cell, resources

    def _run(self, cell: NotebookNode, resources: dict[str, Any], index: int) -> None:
        late = f"stopped, as it took longer than {self.timeout_func(cell)} s"
        self.error_on_timeout = {"ename": _NAME, "evalue": late, "traceback": [f"{_NAME}: {late}"]}
        try:
            super().preprocess_cell(cell, resources, index)
        except DeadKernelError:
            self._stop("the code ended its kernel, or took more memory or time than allowed")
        except CellControlSignal:
            self._stop("the code did not stop when its time was over, or wrote too much at once")
        except Exception as problem:  # what a kernel sends is at the mercy of the code in it
            self._stop(f"the code's kernel sent what can't be read ({type(problem).__name__})")
        if self._output_bytes > self.output_mb * 2**20:
            self._stop(f"the code wrote more than {self.output_mb} MB of output")
        if monotonic() > self._end:
            self._stop(f"all cells together took longer than {self.notebook_timeout} s")
        if self._stopped:
            _fail(cell, self._stopped)

    def timeout_func(self, cell: NotebookNode) -> int:
        """Seconds that a cell may take: its own, or what is left for all."""
        left = max(1, round(self._end - monotonic()))
        return min(self.timeout, left) if self.timeout and self.timeout > 0 else left

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Take one message of the kernel, as long as they are not too many."""
        self._output_bytes += len(str(msg["content"]))
        if self._output_bytes > self.output_mb * 2**20 and msg["msg_type"] != "status":
            return None
        return super().process_message(msg, cell, cell_index)

    def on_cell_executed(self, **kwargs: Any) -> None:
        """Tell the instructor of a cell that was stopped."""
        super().on_cell_executed(**kwargs)
        said = kwargs["execute_reply"]["content"]
        if said.get("ename") == _NAME:
            self._remark(f"a cell was {said['evalue']}")

    def _stop(self, reason: str) -> None:
        if not self._stopped:
            self._stopped = reason
            self._remark(reason)

    def _remark(self, text: str) -> None:
        self.log.warning("%s%s.", _REMARK, text)


_NAME = "CellStopped"


def _fail(cell: NotebookNode, reason: str) -> None:
    if cell.cell_type == "code":
        said = f"{_NAME}: {reason}."
        cell.outputs = [new_output("error", ename=_NAME, evalue=reason, traceback=[said])]


def _damage(cell: NotebookNode) -> str | None:
    """Why what a kernel sent would stop nbgrader: it can't store it, or read points in it."""
    if cell.cell_type != "code":
        return None
    if not isinstance(cell.execution_count, int):
        cell.execution_count = None
    try:
        json.dumps(cell.outputs, ensure_ascii=False).encode()
        for output in cell.outputs:
            nbformat.validate(output, ref="output", version=4)
        if is_grade(cell):
            determine_grade(cell)
    except Exception as problem:  # anything at all may have been sent
        return f"{type(problem).__name__}: {problem}".splitlines()[0]
    return None
