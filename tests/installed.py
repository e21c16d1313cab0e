"""The two wheels of the course, and environments outside the repository that hold them."""

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


def build_wheel(project, folder):
    """Build a project's wheel as `make wheel` does."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", folder], cwd=project, check=True, capture_output=True)
    (wheel,) = folder.iterdir()
    return wheel


@dataclass
class Installed:
    """An environment with some of the wheels in it."""

    folder: Path

    def run(self, *command, cwd):
        """Run a program of the environment; its exit code, and all that it printed."""
        done = subprocess.run(
            [self.folder / "bin" / command[0], *command[1:]],
            cwd=cwd,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout


def environment():
    """This process's environment without a way into the repository."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    # nbgrader starts alembic by its name.
    return variables | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def install(folder, *wheels):
    """Make an environment whose course is that of the wheels; all else is the tests' own."""
    venv.create(folder, symlinks=True)
    (folder / "share").symlink_to(Path(sys.prefix, "share"))  # nbconvert's templates
    (site,) = folder.glob("lib/python*/site-packages")
    # Files like this one are not read in the folder that it names: the editable course stays out.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install"]
    subprocess.run([*pip, "--quiet", "--no-deps", "--no-index", *wheels], check=True)
    return Installed(folder)
