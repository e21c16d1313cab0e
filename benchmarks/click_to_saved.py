"""From a click in JupyterLab to "Saved" on the page, in milliseconds.

The answer is on the disk before the page says so. Beside it, in the same run, the time of a message
to the kernel and back: what is left is the journal and the page.
"""

import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

CLICKS = 40


def main() -> None:
    """Click to and fro between two options and print median and 90th percentile."""
    import shutil

    from laboratory import DEMO_COURSE, LESSON, Desk, learner_copy, running_lab, start_browser
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = shutil.copytree(DEMO_COURSE, Path(folder) / "course")
        copy = learner_copy(root, root / "my_course" / LESSON)
        with running_lab(root) as address:
            desk = Desk(copy, address, start_browser(playwright))
            lesson = desk.open().run()
            report("click to Saved", [clicked(lesson, n) for n in range(CLICKS)])
            report("kernel round trip", [round_trip(lesson) for _ in range(CLICKS)])
            desk.browser.close()


def clicked(lesson, n: int) -> float:
    """Milliseconds from a click to "Saved", measured in the page."""
    return lesson.page.evaluate(
        """([id, option]) => new Promise((done) => {
          const question = document.querySelector(`[data-bzd-question="${id}"]`);
          const status = question.querySelector(".bzd-status");
          let start;
          new MutationObserver((_, observer) => {
            if (!/^Saved \\d/.test(status.textContent)) return;
            observer.disconnect();
            done(performance.now() - start);
          }).observe(status, { childList: true, characterData: true, subtree: true });
          start = performance.now();
          question.querySelectorAll("input")[option].click();
        })""",
        ["demo-single", n % 2],
    )


def round_trip(lesson) -> float:
    """Milliseconds of an empty request to the kernel."""
    return lesson.page.evaluate(
        """async () => {
          const { kernel } = window.jupyterapp.shell.currentWidget.context.sessionContext.session;
          const start = performance.now();
          await kernel.requestExecute({ code: "", store_history: false }).done;
          return performance.now() - start;
        }"""
    )


def report(what: str, times_ms: list[float]) -> None:
    """Print one row."""
    times_ms = sorted(times_ms[5:])
    ninetieth = times_ms[int(len(times_ms) * 0.9)]
    print(f"{what:20} median {statistics.median(times_ms):5.0f} ms, 90th {ninetieth:5.0f} ms")


if __name__ == "__main__":
    main()
