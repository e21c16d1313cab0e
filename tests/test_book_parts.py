"""The book's parts: what a page keeps of a lesson, what paper needs, the pages to look up in."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from bzdcourse.book.lesson_page import lesson_page
from bzdcourse.book.live import live_scripts
from bzdcourse.book.make import NO_BROWSER
from bzdcourse.book.pages import write_pages
from bzdcourse.book.printed import find_chromium, print_lesson, printable
from bzdcourse.book.references import bibliography_page, cite, glossary_page, help_page
from bzdcourse.book.run import run_lessons
from bzdcourse.data import CourseError, references
from conftest import DEMO_COURSE

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"


def shown(html, **others):
    """An output of a cell."""
    return new_output("display_data", {"text/html": html, "text/plain": "words"} | others)


def lesson_of(*outputs, title="# A lesson\n\nIts text.", more=()):
    """A notebook that has run, with one cell for each output."""
    cells = [new_markdown_cell(title), *more]
    cells += [
        new_code_cell("show()", id=f"cell-{n}", outputs=[one]) for n, one in enumerate(outputs)
    ]
    return new_notebook(cells=cells, metadata={"bzdcourse": {"minutes": {"read": 3, "do": 4}}})


def html_of(page):
    """The HTML of all outputs."""
    return [output["data"]["text/html"] for cell in page.cells[1:] for output in cell.outputs]


def test_of_an_output_only_html_stays():
    """Widgets would ask for scripts from afar, and their states hold a machine's answers."""
    notebook = lesson_of(shown("<p>one</p>", **{VIEW: {"model_id": "a"}}))
    notebook.metadata["widgets"] = {STATE: {"state": {"a": {"state": {}}}}}
    page = lesson_page(notebook, "")
    assert [set(output["data"]) for output in page.cells[1].outputs] == [{"text/html"}]
    assert "widgets" not in page.metadata


def test_what_is_shown_twice_is_linked_the_second_time():
    """Two pictures alike would have the same ids, and weigh double."""
    first, other, again = html_of(
        lesson_page(lesson_of(*map(shown, ("<p>1</p>", "2", "<p>1</p>"))), "")
    )
    assert first == '<div id="cell-cell-0"><p>1</p></div>'
    assert "2" in other
    assert 'href="#cell-cell-0"' in again
    assert "<p>1</p>" not in again


def test_what_only_jupyter_can_do_is_left_out():
    """The book has no cells to run; its note below the title says where there are some."""
    title = "# A lesson\n\nTo run a cell of code, click into it.\n\nIts text."
    output = shown('<p>Q</p><p class="bzd-to-run"><em>Run the cell.</em></p>')
    page = lesson_page(lesson_of(output, title=title), "<p>The note</p>")
    assert page.cells[0].source == "# A lesson\n\n<p>The note</p>\n\n\nIts text."
    assert "Run the cell" not in html_of(page)[0]


def test_links_to_lessons_lead_to_their_pages():
    """A notebook is beside its folder, a page beside the other page."""
    more = [new_markdown_cell("[one](../01_a/01_a.ipynb#part) and [site](https://a.org/../b)")]
    page = lesson_page(lesson_of(more=more), "")
    assert page.cells[1].source == "[one](01_a.ipynb#part) and [site](https://a.org/../b)"


def test_a_widget_that_needs_no_kernel_becomes_a_script():
    """The timeline runs in the book; a question does not."""
    notebook = lesson_of(
        shown('<div class="bzd-timeline-table">T</div>', **{VIEW: {"model_id": "a"}}),
        shown('<div class="bzd-static">Q</div>', **{VIEW: {"model_id": "b"}}),
    )
    own = {"_esm": "code();\nexport default { render };\n", "_css": "p {}", "view": {"n": 1}}
    notebook.metadata["widgets"] = {STATE: {"state": {"a": {"state": own}, "b": {"state": {}}}}}
    ((name, script),) = live_scripts(notebook)
    assert name == "timeline"
    assert "code();" in script
    assert '"view": {"n": 1}' in script
    assert "export" not in script
    table, question = html_of(lesson_page(notebook, ""))
    assert '<script src="../live/timeline.js" defer>' in table
    assert "<script" not in question


PAGE = """<html><body><nav>menu</nav><article><section id="s"><h1>Title<a
class="headerlink">#</a></h1>
<p class="bzd-note">note</p><a href="#s">here</a> <a href="../x.html">there</a>
<a href="https://a.org">out</a>
<div class="bzd-static"><p><strong>Check 1 of 2</strong></p><p>Asked</p>
<details class="bzd-answer"><summary>Show the answer</summary><p>Blue</p></details></div>
<details><summary>Data</summary><p>7</p></details><details><summary>Data</summary><p>7</p></details>
</section></article></body></html>"""


def test_on_paper_nothing_is_folded_and_nothing_stands_twice():
    """A printed page can't be opened."""
    html = printable(PAGE, "p {}")
    assert "<details" not in html
    assert html.count("<p>7</p>") == 1
    assert not any(word in html for word in ("menu", "headerlink", "note"))
    assert "<title>Title</title>" in html


def test_on_paper_answers_stand_last():
    """Whoever reads on paper can think first."""
    html = printable(PAGE, "")
    assert html.index("Asked") < html.index("Data") < html.index("Answers to the checks")
    assert html.index("Answers to the checks") < html.index("Blue")
    assert html.count("Check 1 of 2") == 2


def test_on_paper_only_links_that_lead_somewhere_stay():
    """A link to another page would name a place on the machine that printed it."""
    html = printable(PAGE, "")
    assert 'href="#s"' in html
    assert 'href="https://a.org"' in html
    assert "x.html" not in html
    assert "there" in html


def test_a_browser_that_fails_is_told(tmp_path):
    """What it said comes along, and nothing half made stays."""
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    with pytest.raises(CourseError, match=r"lesson\.pdf could not be printed"):
        print_lesson("/bin/false", page, "", tmp_path / "pdf" / "lesson.pdf")
    assert list((tmp_path / "pdf").iterdir()) == []


def test_without_a_browser_pages_name_no_pdf(tmp_path, monkeypatch):
    """The website is whole without the PDFs, and the remark says how to get them."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("BZD_BROWSER", "")
    monkeypatch.setattr("bzdcourse.book.printed._MAC", tmp_path / "none")
    assert find_chromium() is None
    assert "BZD_BROWSER" in NO_BROWSER
    assert ".pdf" not in written(tmp_path, printed=False)
    assert "../pdf/00_demo.pdf" in written(tmp_path, printed=True)


def written(folder, *, printed):
    """The page of a lesson as Sphinx gets it."""
    root = DEMO_COURSE.parents[2]
    write_pages(root, {"00_demo": lesson_of()}, folder / "pages", printed=printed)
    assert (
        "A lesson](lessons/00_demo.ipynb), about 7 minutes"
        in (folder / "pages/index.md").read_text()
    )
    return (folder / "pages" / "lessons" / "00_demo.ipynb").read_text()


def named(source):
    """Authors and year without brackets."""
    return source.text.split(").")[0].replace(" (", " ")


def test_a_citation_leads_into_the_bibliography():
    """Each key is a name to press; what is in brackets otherwise stays."""
    known = references(DEMO_COURSE)
    first, second = list(known)
    link = f"[{named(known[first])}](#source-{first})"
    assert cite(f"So [@{first}], [x].", known) == f"So ({link}), [x]."
    assert f"; [{named(known[second])}](#source-{second}))" in cite(f"[@{first}; @{second}]", known)


def test_the_bibliography_tells_how_far_a_source_was_read_and_who_cites_it():
    """A lesson cites a source by its address."""
    known = references(DEMO_COURSE)
    cited = next(source for source in known.values() if source.url)
    page = bibliography_page(DEMO_COURSE, {"03_x": f"see [it]({cited.url})", "04_y": "none"})
    assert f"(source-{cited.key})=" in page
    assert page.count("*Read: ") == len(known)
    assert page.count("[3](lessons/03_x.ipynb)") == 1
    assert "04_y" not in page


def test_every_word_of_the_glossary_is_a_heading():
    """So that the search and a link find it."""
    page = glossary_page(DEMO_COURSE)
    source = (DEMO_COURSE / "source_texts" / "glossary.md").read_text()
    assert page.count("\n## ") == source.count("\n## ")
    assert "[@" not in page


def test_numbers_to_ring_can_be_pressed():
    """On a phone a number is a link, and words beside it are none."""
    page = help_page(DEMO_COURSE.parents[2])
    assert "[116 123](tel:116123)" in page
    assert "**Emergency:** 112 or 999" in page


def test_a_lesson_that_fails_is_told(demo_course, tmp_path):
    """The book names the lesson and the error, and the course stays as it was."""
    path = demo_course / "notebooks" / "00_demo" / "00_demo.ipynb"
    before = path.read_text().replace('lesson(\\"00_demo\\")', 'lesson(\\"00_demo\\") / 0')
    path.write_text(before)
    with pytest.raises(CourseError, match="00_demo stops with TypeError: unsupported operand"):
        run_lessons(demo_course, tmp_path / "copy", print)
    assert path.read_text() == before
    assert not (demo_course / "release").exists()
