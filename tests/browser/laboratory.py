"""A JupyterLab to test in, and the hands and eyes to do it with."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright

import bzdcourse
from bzdcourse.quiz.bank import load_bank
from programs import FLAGS, find_browser

DEMO_COURSE = Path(__file__).parents[1] / "fixtures" / "course"
LESSON = "00_demo"

KERNEL_STATUS = """() => {
  const shown = window.jupyterapp?.shell.currentWidget;
  const session = shown?.context?.sessionContext;
  return session?.isReady ? session.session?.kernel?.status : null;
}"""


def start_browser(playwright: Playwright) -> Browser:
    """The Chromium of this machine; without one, these tests are skipped, but never in CI."""
    if found := find_browser():
        return playwright.chromium.launch(executable_path=found, args=FLAGS)
    what_to_do = "no browser was found: run tests/programs.py, or set BZD_BROWSER"
    if os.environ.get("CI"):
        pytest.fail(what_to_do)
    pytest.skip(what_to_do)


@contextmanager
def running_lab(root: Path):
    """JupyterLab on ``root`` at a free port; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = root / ".jupyter"
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(own),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "JUPYTER_CONFIG_PATH": str(Path(bzdcourse.__file__).parent / "jupyter_config"),
        "IPYTHONDIR": str(own / "ipython"),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
    command += [
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
    ]
    command += ["--LabApp.expose_app_in_browser=True"]
    with (root / "lab.log").open("wb") as log:
        lab = subprocess.Popen(
            command, cwd=root, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield _once_it_answers(lab, f"http://127.0.0.1:{port}", root / "lab.log")
        finally:
            os.killpg(lab.pid, signal.SIGTERM)
            try:
                lab.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(lab.pid, signal.SIGKILL)
                lab.wait()


def _once_it_answers(lab: subprocess.Popen, address: str, log: Path) -> str:
    for _ in range(600):
        if lab.poll() is not None:
            break
        try:
            with urlopen(f"{address}/api/status"):
                return address
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


@dataclass
class Desk:
    """A learner's copy of the demonstration lesson, and the browser to open it with."""

    folder: Path
    address: str
    browser: Browser

    @property
    def journal(self) -> Path:
        """Where the answers go."""
        return self.folder / "responses.jsonl"

    def saved(self) -> dict:
        """The last answer to each question, from the disk; numbers that were drawn are none."""
        lines = self.journal.read_text().split("\n") if self.journal.is_file() else []
        entries = [json.loads(line) for line in lines if line]
        answers = {entry["item"]: entry["answer"] for entry in entries}
        drawn_only = [
            i for i, a in answers.items() if isinstance(a, dict) and a.get("value", a) is None
        ]
        return {item: answer for item, answer in answers.items() if item not in drawn_only}

    def open(self, **options) -> "Lesson":
        """Open the lesson in a window of its own."""
        context = self.browser.new_context(**{"viewport": {"width": 1200, "height": 900}} | options)
        # Whatever takes longer has gone wrong.
        context.set_default_timeout(20_000)
        page = context.new_page()
        place = self.folder.relative_to(self.folder.parents[1])
        page.goto(f"{self.address}/lab/workspaces/{uuid4().hex}/tree/{place}/{LESSON}.ipynb")
        lesson = Lesson(page)
        lesson.wait_for_kernel()
        return lesson

    def clear(self) -> None:
        """Forget all answers."""
        if self.journal.is_dir():
            self.journal.rmdir()
        self.journal.unlink(missing_ok=True)


@dataclass
class Lesson:
    """The lesson as it shows in one window."""

    page: Page

    def wait_for_kernel(self) -> None:
        """Until the notebook is open and its kernel is idle."""
        self.page.wait_for_function(f"({KERNEL_STATUS})() === 'idle'", timeout=60_000)

    def command(self, name: str, **arguments) -> None:
        """Run one of JupyterLab's commands."""
        run = "([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => null)"
        self.page.evaluate(run, [name, arguments])

    def run(self) -> "Lesson":
        """Run all cells and wait until everything of the last one is on the page."""
        self.page.evaluate(
            "() => document.querySelectorAll('.bzd-progress').forEach(p => p.remove())"
        )
        self.command("notebook:run-all-cells")
        self.page.locator(".bzd-progress").wait_for()
        return self

    def run_code(self, code: str) -> None:
        """Let the kernel do something without waiting for it."""
        self.page.evaluate(
            "code => { window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel"
            ".requestExecute({ code }); }",
            code,
        )

    def close(self) -> None:
        """Close the window; the kernel goes on."""
        self.page.context.close()

    def shut_down_kernel(self) -> None:
        """Let the kernel go, as over night."""
        self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown()"
        )

    def kernel_pid(self) -> int:
        """Process id of the notebook's kernel."""
        ask = """async () => {
          const { kernel } = window.jupyterapp.shell.currentWidget.context.sessionContext.session;
          const future = kernel.requestExecute({
            code: "", user_expressions: { pid: "__import__('os').getpid()" },
          });
          const { content } = await future.done;
          return Number(content.user_expressions.pid.data["text/plain"]);
        }"""
        return self.page.evaluate(ask)

    def change_theme(self, theme: str) -> None:
        """Change JupyterLab's theme and wait until its colours are there."""
        self.command("apputils:change-theme", theme=theme)
        light = str(theme.endswith("Light")).lower()
        self.page.locator(f'body[data-jp-theme-light="{light}"]').wait_for(state="attached")

    def show_only_the_notebook(self, width: int, height: int) -> None:
        """Fold away what stands beside the notebook, in a window of this size in pixels."""
        self._fold("collapse", width, height)

    def show_all_of_lab(self) -> None:
        """The window as it was at first."""
        self._fold("expand", 1200, 900)

    def _fold(self, how: str, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(
            "how => { const { shell } = window.jupyterapp; shell[how + 'Left']();"
            " return new Promise((settled) => setTimeout(settled, 300)); }",
            how,
        )

    def accessibility_tree(self) -> list[dict]:
        """Role and name of everything in the widgets that a screen reader meets."""
        client = self.page.context.new_cdp_session(self.page)
        tree = client.send("Accessibility.getFullAXTree")["nodes"]
        by_id = {node["nodeId"]: node for node in tree}
        inside = []

        def walk(node_id: str, is_inside: bool) -> None:
            node = by_id[node_id]
            if not node.get("ignored"):
                entry = {key: node.get(key, {}).get("value", "") for key in ("role", "name")}
                is_inside = is_inside or entry["role"] in {"group", "progressbar"}
                if is_inside:
                    inside.append(entry)
            for child in node.get("childIds", []):
                walk(child, is_inside)

        walk(tree[0]["nodeId"], False)
        return inside

    def question(self, item_id: str) -> Locator:
        """The question's box on the page."""
        return self.page.locator(f'[data-bzd-question="{item_id}"]')

    def status(self, item_id: str) -> Locator:
        """What the question says of its answer."""
        return self.question(item_id).locator(".bzd-status")

    def alert(self, item_id: str) -> Locator:
        """What the question says has gone wrong."""
        return self.question(item_id).get_by_role("alert")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self) -> str:
        """Accessible name or value of what has the focus, to say where the keyboard is."""
        return self.page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.getAttribute('aria-label') ?? (e.value || e.textContent); }"
        )

    def cell_count(self) -> int:
        """How many cells the notebook has."""
        return self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.content.model.cells.length"
        )


def learner_copy(course: Path, folder: Path) -> Path:
    """The lesson as a learner gets it: the notebook and the public half of its questions."""
    folder.mkdir(parents=True)
    shutil.copy(course / "notebooks" / LESSON / f"{LESSON}.ipynb", folder)
    bank = load_bank(course / "quizzes" / "graded" / f"{LESSON}.yml")
    (folder / f"{LESSON}.quiz.json").write_text(json.dumps(bank.public()))
    return folder
