"""Put our three steps into nbgrader's release and autograde."""

from __future__ import annotations

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    IgnorePattern,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets.config import Config

from bzdcourse.grading.publish import PublishQuestions
from bzdcourse.grading.restore import RestoreCells
from bzdcourse.grading.score import ScoreQuestions

WRITE_HERE = "*Write your text here, in place of this line.*"
"""What a released cell for a written answer says; nbgrader's own shouts."""


SANITIZE_STEPS = [
    RestoreCells,
    ClearOutput,
    DeduplicateIds,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]
"""nbgrader's own list, and ours before it."""

AUTOGRADE_STEPS = [
    ScoreQuestions,
    IgnorePattern,
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]
"""nbgrader's own list, with ours in the place of ``Execute``, which it calls where it is needed."""

_HOOKS = ("pre_convert_hook", "post_convert_hook", "preprocessors")


def configure(config: Config) -> None:
    """Let nbgrader publish, restore and score the course's questions.

    Called by a course's ``nbgrader_config.py``.
    """
    config.GenerateAssignment.preprocessors.prepend([PublishQuestions])
    config.ClearSolutions.text_stub = WRITE_HERE
    config.Autograde.sanitize_preprocessors = SANITIZE_STEPS
    config.Autograde.autograde_preprocessors = AUTOGRADE_STEPS


def has_own_steps(config: Config) -> bool:
    """Whether an instructor changed what nbgrader does to a submission.

    Then only nbgrader itself can do it. A rule for late submissions is no such change.
    """
    steps = config.Autograde
    if steps.sanitize_preprocessors != SANITIZE_STEPS:
        return True
    if steps.autograde_preprocessors != AUTOGRADE_STEPS:
        return True
    if any(
        config[step.__name__]
        for step in {*SANITIZE_STEPS, *AUTOGRADE_STEPS} - {AssignLatePenalties}
    ):
        return True
    converters = ("BaseConverter", "Autograde", "GenerateFeedback")
    return any(hook in config[converter] for converter in converters for hook in _HOOKS)
