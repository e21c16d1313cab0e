"""Reading and scoring on other machines: here on other processes, some of which are killed."""

import os
import shutil
import signal

import pytest

from both_ways import files, grade, rows
from bzdcourse.cli import main
from bzdcourse.data import CourseError
from bzdcourse.grading import batch
from bzdcourse.grading.cluster import cluster_at
from classroom import ALL_RIGHT, ALL_WRONG, PARTLY, hand_in

pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's own
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def scheduler():
    """Address of a cluster of two worker processes."""
    from distributed import LocalCluster

    how = {"threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": 50}
    with LocalCluster(n_workers=2, processes=True, **how) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def twins(released_course, tmp_path, monkeypatch):
    """Two courses with the same eight submissions, which go to the workers two by two."""
    monkeypatch.setattr(batch, "CHUNK", 2)
    for n, answers in enumerate([ALL_RIGHT, ALL_WRONG, PARTLY, {}] * 2):
        hand_in(released_course, f"s{n}", answers)
    return released_course, shutil.copytree(released_course, tmp_path / "twin")


def test_a_cluster_finds_what_one_process_finds(scheduler, twins):
    """The same rows and files, although other processes read the submissions."""
    here, there = twins
    with cluster_at(scheduler) as run:
        found = grade(there, run=run)
    assert {name: one.points for name, one in grade(here).items()} == {
        name: one.points for name, one in found.items()
    }
    assert rows(there) == rows(here)
    assert files(there) == files(here)


def test_workers_that_die_lose_and_double_nothing(scheduler, twins, tmp_path):
    """Two workers are killed while they read; others do their work."""
    here, there = twins
    deaths = tmp_path / "deaths"
    deaths.mkdir()

    def deadly(act):
        def read(chunk):
            death = deaths / chunk[0][0].student
            if len(list(deaths.iterdir())) < 2 and not death.exists():
                death.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return act(chunk)

        return read

    with cluster_at(scheduler) as run:
        found = grade(there, run=lambda act, chunks: run(deadly(act), chunks))
    assert len(list(deaths.iterdir())) == 2
    assert len(found) == 8
    grade(here)
    assert rows(there) == rows(here)
    assert files(there) == files(here)


def test_the_command_takes_an_address(scheduler, twins, monkeypatch, capsys):
    """An instructor names the scheduler, and the table is the same."""
    monkeypatch.chdir(twins[1])
    assert main(["grade", "00_demo", "--scheduler", scheduler]) == 0
    assert "8 graded, 0 not graded" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x"])
def test_a_scheduler_that_does_not_answer_is_named(twins, monkeypatch, capsys, address):
    """No traceback: the address, and nothing graded."""
    monkeypatch.chdir(twins[1])
    assert main(["grade", "00_demo", "--scheduler", address]) == 2
    assert address in capsys.readouterr().err
    with pytest.raises(CourseError, match="No scheduler answers"), cluster_at(address):
        pass
