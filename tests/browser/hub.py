"""A hub to test: its people, and what they do in the browser."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

TRIAL = Path(__file__).parents[2] / "docs" / "hub" / "trial.py"
SLOW_MS = 90_000
"""Four servers and their kernels start at once; whatever takes longer has gone wrong."""

RUN_CODE = """async ([base, code]) => {
  const headers = { "X-XSRFToken": document.cookie.match(/_xsrf=([^;]*)/)[1] };
  const made = await fetch(base + "api/kernels", { method: "POST", headers });
  const { id } = await made.json();
  const socket = new WebSocket(`ws://${location.host}${base}api/kernels/${id}/channels`);
  await new Promise((opened) => (socket.onopen = opened));
  let printed = "";
  const done = new Promise((resolve) => {
    socket.onmessage = ({ data }) => {
      const { parent_header, msg_type, content } = JSON.parse(data);
      if (parent_header?.msg_id !== "ask") return;
      if (msg_type === "stream") printed += content.text;
      if (msg_type === "error") printed += content.traceback.join("\\n");
      if (msg_type === "status" && content.execution_state === "idle") resolve();
    };
  });
  const kind = { msg_id: "ask", msg_type: "execute_request", username: "", session: "ask" };
  socket.send(JSON.stringify({
    header: { ...kind, version: "5.3" }, parent_header: {}, metadata: {}, channel: "shell",
    content: { code, silent: false, store_history: false, allow_stdin: false },
  }));
  await done;
  socket.close();
  await fetch(base + "api/kernels/" + id, { method: "DELETE", headers });
  return printed;
}"""
"""Run code in a kernel of its own, from the page of whom it belongs to."""


@dataclass
class Hub:
    """A running hub: where it is, and who may log in."""

    address: str
    passwords: dict[str, str]


@contextmanager
def running_hub(packages: Path):
    """Run what ``make hub`` runs. Where it can't, these tests are skipped, but never in CI."""
    command = [sys.executable, str(TRIAL), "--port=0", f"--packages={packages}"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        told = _told(run)
        if "http" not in told:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(run.stderr.read())
        accounts = re.findall(r"^ {4}(\w+) +(\S+)$", told, re.MULTILINE)
        yield Hub(re.search(r"http://\S+", told)[0], dict(accounts))
    finally:
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=60)


def _told(run: subprocess.Popen) -> str:
    """What the command says until the hub is open, or it gave up."""
    told = ""
    for line in run.stdout:
        told += line
        if "To stop" in line:
            break
    return told


@dataclass
class Person:
    """Somebody at the hub, in a browser of their own."""

    name: str
    page: Page
    base: str

    @classmethod
    def log_in(cls, hub: Hub, browser: Browser, name: str) -> "Person":
        """Type name and password; the person's server then starts, which takes a while."""
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        context.set_default_timeout(SLOW_MS)
        page = context.new_page()
        page.goto(hub.address)
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(hub.passwords[name])
        page.get_by_role("button", name="Sign in").click()
        return cls(name, page, f"/user/{name}/")

    def menu(self, *entries: str) -> None:
        """Choose an entry of JupyterLab's menus."""
        for entry in entries:
            self.page.get_by_role("menuitem", name=entry, exact=True).click()

    def run(self, code: str) -> str:
        """Run code in a kernel of one's own, and return what it printed."""
        return self.page.evaluate(RUN_CODE, [self.base, code])

    def ask(self, path: str) -> int:
        """Open an address of the hub in one's own browser, and return how it is answered."""
        return self.page.request.get(self.page.url.partition("/user/")[0] + path).status


class Student(Person):
    """What a student clicks."""

    def assignments(self, kind: str) -> Locator:
        """A part of the Assignment List: ``released``, ``fetched`` or ``submitted``."""
        return self.page.locator(f"#{kind}_assignments_list")

    def fetch(self, lesson: str) -> None:
        """Open the Assignment List and fetch the only lesson in it."""
        self.menu("Nbgrader", "Assignment List")
        self.assignments("released").get_by_role("button", name="Fetch").click()
        self.assignments("fetched").get_by_role("button", name=lesson).wait_for()

    def open(self, lesson: str) -> None:
        """Open what was fetched."""
        fetched = self.assignments("fetched")
        fetched.get_by_role("button", name=lesson).click()
        fetched.get_by_role("link", name=lesson, exact=True).click()

    def run_all(self) -> None:
        """Run the lesson's cells; :meth:`wait_for_lesson` waits until that is done."""
        self.page.get_by_text(re.compile(r"^Python 3.* \| Idle$")).wait_for()
        self.menu("Run", "Run All Cells")

    def wait_for_lesson(self) -> None:
        """Until the lesson's last widget is there."""
        self.page.locator(".bzd-progress").wait_for()

    def answer(self, item: dict) -> None:
        """Answer a question rightly, as its bank has it, and wait until it is saved."""
        box = self.page.locator(f'[data-bzd-question="{item["id"]}"]')
        ANSWER[item["kind"]](box, item)
        expect(box.locator(".bzd-status")).to_have_text(re.compile(r"^Saved \d\d:\d\d"))

    def submit(self) -> None:
        """Hand in what was fetched."""
        self.page.get_by_role("tab", name="Assignments").click()
        self.assignments("fetched").get_by_role("button", name="Submit").click()
        self.assignments("submitted").get_by_role("button", name="Fetch Feedback").wait_for()

    def read_feedback(self, lesson: str) -> str:
        """Fetch the feedback, open its page in JupyterLab, and return what stands there."""
        self.assignments("submitted").get_by_role("button", name="Fetch Feedback").click()
        self.page.get_by_text("(view feedback)").click()
        self.page.get_by_role("listitem", name=re.compile(f"{lesson}.html")).dblclick()
        page = self.page.frame_locator(".jp-HTMLViewer iframe").locator("body")
        expect(page).to_contain_text("Score")
        return page.inner_text()


def _choose(box: Locator, item: dict) -> None:
    for key in [item["key"]] if isinstance(item["key"], str) else item["key"]:
        box.locator(f'input[value="{key}"]').click()


def _type(box: Locator, item: dict) -> None:
    box.get_by_role("textbox").fill(str(item["key"]["value"]))
    box.get_by_role("textbox").press("Enter")


def _order(box: Locator, item: dict) -> None:
    texts = {row["id"]: row["text"] for row in item["rows"]}
    for place, row in enumerate(item["key"], 1):
        position = box.get_by_role("listitem").filter(has_text=texts[row]).get_by_role("textbox")
        position.fill(str(place))
        position.press("Enter")
    box.get_by_role("button", name="Save this order").click()


def _classify(box: Locator, item: dict) -> None:
    for row in item["rows"]:
        box.get_by_role("listitem").filter(has_text=row["text"]).get_by_role(
            "combobox"
        ).select_option(row["key"])


ANSWER = {
    "single_choice": _choose,
    "multiple_choice": _choose,
    "numeric": _type,
    "ordering": _order,
    "classification": _classify,
}


class Instructor(Person):
    """What an instructor clicks in the formgrader."""

    @property
    def formgrader(self) -> FrameLocator:
        """The formgrader's page inside JupyterLab."""
        return self.page.frame_locator(".jp-IFrame iframe")

    def open_formgrader(self) -> None:
        """By the menu, as everybody would."""
        self.menu("Nbgrader", "Formgrader")

    def do(self, row: str, what: str) -> str:
        """Click one of a row's pictures, and return what nbgrader says of it."""
        formgrader = self.formgrader
        formgrader.locator("#main-table tr").filter(has_text=row).locator(f".{what} a").click()
        dialog = formgrader.locator(".modal.in")
        dialog.wait_for()
        said = dialog.inner_text()
        dialog.get_by_text("OK", exact=True).click()
        formgrader.locator(".modal").wait_for(state="detached")
        return said

    def go(self, link: str) -> None:
        """Follow a link of the formgrader."""
        self.formgrader.get_by_role("link", name=link, exact=True).first.click()

    def open_submissions(self, lesson: str) -> None:
        """Click the number of submissions."""
        row = self.formgrader.locator("#main-table tr").filter(has_text=lesson)
        row.locator(".num-submissions a").click()
        self.formgrader.locator("#main-table .student-id").first.wait_for()

    def scores(self) -> dict[str, str]:
        """Of each student, the points that the list of submissions shows."""
        rows = self.formgrader.locator("#main-table tr").all()
        told = [
            [row.locator(cell).inner_text() for cell in (".student-id", ".score")] for row in rows
        ]
        return dict(told)

    def open_submission(self, student: str, lesson: str) -> Locator:
        """Open what a student handed in, as it is shown to be graded by hand."""
        row = self.formgrader.locator("#main-table tr").filter(has_text=student)
        row.locator(".student-name a").click()
        self.formgrader.locator("#main-table").get_by_role("link", name=lesson).click()
        return self.formgrader.locator("#notebook-container").first
