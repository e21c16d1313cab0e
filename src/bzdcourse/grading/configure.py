"""Put our three steps into nbgrader's release and autograde."""

from __future__ import annotations

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    IgnorePattern,
    LimitOutput,
    SaveAutoGrades,
)
from traitlets.config import Config

from bzdcourse.grading.publish import PublishQuestions
from bzdcourse.grading.restore import RestoreCells
from bzdcourse.grading.score import ScoreQuestions

WRITE_HERE = "*Write your text here, in place of this line.*"
"""What a released cell for a written answer says; nbgrader's own shouts."""


def configure(config: Config) -> None:
    """Let nbgrader publish, restore and score the course's questions.

    Called by a course's ``nbgrader_config.py``. The list below is nbgrader's own, with
    ``ScoreQuestions`` in the place of ``Execute``, which it calls where a notebook needs it.
    """
    config.GenerateAssignment.preprocessors.prepend([PublishQuestions])
    config.ClearSolutions.text_stub = WRITE_HERE
    config.Autograde.sanitize_preprocessors.prepend([RestoreCells])
    config.Autograde.autograde_preprocessors = [
        ScoreQuestions,
        IgnorePattern,
        ClearMetadataPreprocessor,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
