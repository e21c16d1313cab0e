"""``bzdcourse start``: a folder is made whole where there was nothing, or not at all."""

import shlex

import pytest

from bzdcourse.cli import main
from classroom import LESSON
from keys import files_of

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
BOTH = pytest.mark.parametrize("how", [[], ["--student"]], ids=["teach", "study"])


@pytest.fixture
def run(demo_course, monkeypatch, capsys):
    """Return a function that runs a command in a folder of a checkout: exit code, all printed."""
    monkeypatch.setenv("HOME", str(demo_course))

    def run_in(*arguments, cwd=demo_course):
        monkeypatch.chdir(cwd)
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run_in


def test_a_folder_to_teach_from_is_the_checkouts_course(run, demo_course):
    """Questions, lessons, sources and configuration are those of the checkout; check says so."""
    code, told = run("start", "~/my class")
    folder = demo_course / "my class"
    assert code == 0
    assert f"cd {shlex.quote(str(folder))}\n" in told
    assert {path.name for path in folder.iterdir()} == {
        "README.md", "nbgrader_config.py", "notebooks", "quizzes", "source_texts",
    }  # fmt: skip
    assert files_of(folder / "quizzes") == files_of(demo_course / "quizzes")
    assert run("check", cwd=folder)[1].endswith("Everything holds together.\n")
    assert run("release", LESSON, cwd=folder)[0] == 0


def test_a_folder_to_study_in_has_no_key_and_grows_with_the_course(run, demo_course):
    """A checkout releases into it; a new version of a lesson comes with the next `study`."""
    folder = demo_course / "mine"
    folder.mkdir()  # an empty one is as good as none
    assert run("start", "--student", "mine")[0] == 0
    assert set(files_of(folder / "my_course" / LESSON)) == {
        f"{LESSON}.ipynb",
        f"{LESSON}.quiz.json",
    }
    assert not [name for name, text in files_of(folder).items() if b"rationale" in text.lower()]
    source = demo_course / "notebooks" / LESSON / f"{LESSON}.ipynb"
    source.write_text(source.read_text().replace("# ", "# A new ", 1))
    assert run("study", "--prepare", cwd=folder) == (0, f"{LESSON}: refreshed\n")
    code, told = run("grade", "--mine", cwd=folder)
    assert code == 2
    assert "Hand in" in told
    assert "go there: bzdcourse study" in run("start", "--student", folder)[1]


@BOTH
def test_nothing_is_written_where_something_is(run, demo_course, how):
    """Neither into a folder with a file in it, nor over a file, nor below one."""
    (demo_course / "used").mkdir()
    (demo_course / "used" / "notes.txt").write_text("mine")
    before = files_of(demo_course)
    for name, why in {
        "used": "used holds something already",
        "used/notes.txt": "notes.txt is a file",
        "used/notes.txt/new": "notes.txt is a file",
        "n" * 300: "can't be made: File name too long",
    }.items():
        code, told = run("start", *how, name)
        assert code == 2
        assert why in told and "Traceback" not in told
    assert files_of(demo_course) == before
