"""What is printed of a learner's notebook: all that can be read, nothing that runs."""

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from bzdcourse.grading.disarm import Disarm

DANGER = '<img src="x" onerror="steal()"><script>steal()</script>'
ATTRIBUTE = {"image/png": {"width": "1 onerror=steal()"}}


def shows(**data):
    """A cell of code that showed something."""
    outputs = [new_output("display_data", data, metadata=ATTRIBUTE)]
    return new_code_cell("show()", outputs=outputs)


def printed(cell, steps):
    """The page that nbconvert makes of a cell."""
    config = Config({"HTMLExporter": {"preprocessors": steps, "template_name": "classic"}})
    return HTMLExporter(config=config).from_notebook_node(new_notebook(cells=[cell]))[0]


@pytest.mark.parametrize(
    "cell",
    [
        new_markdown_cell(f"Text\n\n{DANGER}"),
        new_markdown_cell("<!-- > --><svg/onload='steal()'>"),
        shows(**{"text/html": DANGER}),
        shows(**{"text/markdown": DANGER}),
        shows(**{"application/javascript": "steal()"}),
        shows(**{"image/png": "aGVsbG8="}),
    ],
    ids=["markdown", "svg", "html", "markdown shown", "javascript", "attribute"],
)
def test_nothing_of_a_learner_runs(cell, page_elements):
    """Whatever would run where nbconvert prints it as it does by itself."""
    assert page_elements(printed(cell, []))
    assert not page_elements(printed(cell, [Disarm]))


@pytest.fixture
def page_elements():
    """Return a function that finds elements with a learner's script in a page."""
    from bs4 import BeautifulSoup

    def find(page):
        soup = BeautifulSoup(page, "html.parser")
        return [
            tag
            for tag in soup.find_all(True)
            if any("steal" in str(value) for value in tag.attrs.values())
            or (tag.name == "script" and "steal" in tag.text)
        ]

    return find


def test_what_can_be_read_stays():
    """Markdown, formulas, pictures and a lesson's own letters are printed as before."""
    text = "# Heading\n\n> 2 < 3 and $a < b$, x<sup>2</sup>\n\n[a link](https://example.org)"
    for cell in (new_markdown_cell(text), shows(**{"text/plain": "seven", "image/png": "aGk="})):
        cell.id = "same"
        if "outputs" in cell:
            cell.outputs[0].metadata = {}
        assert printed(cell, [Disarm]) == printed(cell, [])
