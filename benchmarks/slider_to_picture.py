"""From a slider's movement in JupyterLab to the new picture on the screen, in milliseconds.

Dose and interval, with its band of 200 people, under the course's own configuration. Beside it, in
the same run, the parts: computing the view and writing the SVG in Python, a message to the kernel
and back, and laying out and painting the picture in the page.
"""

import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

MOVES = 120
EXPLORER = "dose-and-interval"


def main() -> None:
    """Move the slider to and fro and print medians and 95th percentiles."""
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        opened(Path(folder), playwright) as lesson,
    ):
        whole = report("slider to picture", [moved(lesson, n) for n in range(MOVES)])
        wire = report("  kernel and back", [round_trip(lesson) for _ in range(MOVES)])
        report("  layout and paint", [painted(lesson) for _ in range(MOVES)])
    for part, times_ms in computed().items():
        report(f"  {part}", times_ms)
    print(f"A picture takes {whole / wire:.1f} times as long as an empty message and its answer.")


@contextmanager
def opened(folder: Path, playwright):
    """A notebook with the explorer in JupyterLab."""
    import nbformat
    from laboratory import LESSON, Desk, running_lab, start_browser

    copy = folder / "course" / "my_course" / LESSON
    copy.mkdir(parents=True)
    start = f"import os; os.chdir({str(ROOT)!r}); import bzdcourse"
    code = [start, f"bzdcourse.explore({EXPLORER!r})"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in code])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, copy / f"{LESSON}.ipynb")
    with running_lab(folder / "course") as address:
        desk = Desk(copy, address, start_browser(playwright))
        lesson = desk.open()
        lesson.command("notebook:run-all-cells")
        lesson.page.locator(".bzd-explorer svg").first.wait_for()
        lesson.show_only_the_notebook(1200, 900)
        yield lesson
        desk.browser.close()


def moved(lesson, n: int) -> float:
    """Milliseconds from the slider's event until the new picture has been painted."""
    return lesson.page.evaluate(
        """(n) => new Promise((done) => {
          const range = document.querySelector('[data-control="dose_mg"] input[type="range"]');
          let start;
          new MutationObserver((_, observer) => {
            observer.disconnect();
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel(); // heard after the frame was painted
              port1.onmessage = () => done(performance.now() - start);
              port2.postMessage(null);
            });
          }).observe(document.querySelector(".bzd-panels"), { childList: true });
          range.value = 1.25 + 0.25 * (n % 20);
          start = performance.now();
          range.dispatchEvent(new Event("input", { bubbles: true }));
        })""",
        n,
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


def painted(lesson) -> float:
    """Milliseconds from the SVG's text to the painted picture."""
    return lesson.page.evaluate(
        """() => new Promise((done) => {
          const panels = document.querySelector(".bzd-panels");
          const text = panels.innerHTML;
          requestAnimationFrame(() => {
            const start = performance.now();
            panels.innerHTML = text;
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done(performance.now() - start);
            port2.postMessage(null);
          });
        })"""
    )


def computed() -> dict[str, list[float]]:
    """Milliseconds of computing a view and of writing it as SVG, in this process."""
    from bzdcourse.explorers import find
    from bzdcourse.explorers.base import LABEL
    from bzdcourse.figures.picture import picture

    explorer = find(EXPLORER)
    found: dict[str, list[float]] = {"computing the view": [], "writing the SVG": []}
    for n in range(MOVES):
        start = time.perf_counter()
        view = explorer.show(explorer.values({"dose_mg": 1 + 0.25 * (n % 20)}))
        middle = time.perf_counter()
        for panel in view.panels:
            picture(panel, "bench", LABEL, 780)
        end = time.perf_counter()
        found["computing the view"].append(1000 * (middle - start))
        found["writing the SVG"].append(1000 * (end - middle))
    return found


def report(what: str, times_ms: list[float]) -> float:
    """Print one row and return its median; the first moves warm up."""
    times_ms = sorted(times_ms[20:])
    middle, late = statistics.median(times_ms), times_ms[int(len(times_ms) * 0.95)]
    print(f"{what:22} median {middle:6.1f} ms, 95th {late:6.1f} ms")
    return middle


if __name__ == "__main__":
    main()
