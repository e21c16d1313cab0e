"""The files of a hub that no test runs: they can be read, and fit the others."""

import json
import re
from pathlib import Path

import yaml

import bzdcourse
from bzdcourse.quiz.responses import JOURNAL_NAME

HUB = Path(__file__).parents[1] / "docs" / "hub"


def hidden(folder):
    """What the file list of a server leaves out."""
    text = (folder / "jupyter_server_config.json").read_text()
    return json.loads(text)["ContentsManager"]["hide_globs"]


def test_values_for_kubernetes_name_what_the_image_holds():
    """The chart's values are YAML, and the folders that they name are made by the Dockerfile."""
    values = yaml.safe_load((HUB / "values.yaml").read_text())
    assert set(values) == {"hub", "singleuser"}
    made = (HUB / "Dockerfile").read_text()
    folders = values["singleuser"]["extraEnv"]["JUPYTER_CONFIG_PATH"].split(":")
    assert all(f" {folder}\n" in made for folder in folders)
    assert values["singleuser"]["image"]["name"] in made


def test_on_kubernetes_the_journal_can_be_seen():
    """Where there is no exchange, students hand it in themselves; all else is hidden as ever."""
    lab = hidden(Path(bzdcourse.__file__).parent / "jupyter_config")
    assert JOURNAL_NAME in lab
    assert hidden(HUB / "kubernetes") == [name for name in lab if name != JOURNAL_NAME]


def test_the_service_starts_what_the_read_me_installs():
    """Each path of the unit stands in the steps."""
    unit, steps = ((HUB / name).read_text() for name in ("jupyterhub.service", "README.md"))
    program = re.search(r"ExecStart=(\S+)", unit)[1]
    folder = re.search(r"WorkingDirectory=(\S+)", unit)[1]
    assert program.removesuffix("bin/jupyterhub") + "bin/pip install jupyterhub" in steps
    assert f"install -d -m 0700 {folder}" in steps
