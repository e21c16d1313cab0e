"""Fuzz the journal's reader and the scoring; stops at the first journal that breaks them.

``pip install atheris`` (Linux and macOS), then in the course's folder:

    PYTHONPATH=src:tests python tests/fuzz_journal.py -runs=200000

atheris watches which branches the bytes of a journal reach, and looks for bytes that reach others.
The tests ``test_fuzz_*.py`` check more properties with far fewer journals, and need no atheris.
"""

import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bzdcourse.quiz", "json"]):
    from bzdcourse.quiz.bank import load_bank
    from bzdcourse.quiz.feedback import feedback
    from bzdcourse.quiz.responses import JOURNAL_NAME, read_responses
    from bzdcourse.quiz.scoring import score
    from bzdcourse.quiz.traces import read_traces

from classroom import ALL_RIGHT, ALL_WRONG, PARTLY

COURSE = Path(__file__).parent / "fixtures" / "course"
BANK = load_bank(COURSE / "quizzes" / "graded" / "00_demo.yml")
NOW = datetime.now(UTC)


def grade(content: bytes, journal: Path) -> None:
    """Read a journal and score what it holds, as grading does."""
    journal.write_bytes(content)
    responses = read_responses(journal)
    read_traces(journal, BANK.items, NOW)
    for item_id, item in BANK.items.items():
        result = score(item, responses.answers.get(item_id))
        assert 0 <= result.fraction <= 1, result
        feedback(item, result)


def main() -> None:
    """Fuzz, beginning with journals that hold something of everything."""
    with tempfile.TemporaryDirectory() as place:
        journal, seeds = Path(place) / JOURNAL_NAME, Path(place) / "seeds"
        seeds.mkdir()
        for n, answers in enumerate((ALL_RIGHT, ALL_WRONG, PARTLY)):
            lines = [json.dumps({"item": i, "answer": a, "time": None}) for i, a in answers.items()]
            (seeds / str(n)).write_text("\n".join(lines))
        atheris.Setup([*sys.argv, str(seeds)], lambda content: grade(content, journal))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
