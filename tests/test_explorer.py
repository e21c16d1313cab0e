"""An explorer on the page: each message is answered, and a page without a kernel has it all."""

import re
from xml.etree import ElementTree

import pytest

import bzdcourse
import views
from bzdcourse.explorers import IDS, find
from bzdcourse.explorers.base import LABEL
from bzdcourse.render import plain
from bzdcourse.widgets.explorer import explore


@pytest.fixture
def widget(page):
    """An explorer on a page."""
    return explore("dose-and-interval")


def ask(widget, page, answer, kind="show"):
    """Send one message as the page does, and return the reply, if there is one."""
    wire = widget.comm
    content = {"type": kind, "answer": answer, "n": "token"}
    wire.handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})
    return page.replies.pop(wire.comm_id, None)


def test_new_values_give_a_new_picture(widget, page):
    """Each message is answered with pictures, words and readings, and with its own token."""
    values = dict(widget.view["presets"][0]["values"])
    first = ask(widget, page, {"values": values, "page": "p", "width": 640})
    other = ask(widget, page, {"values": values | {"dose_mg": 2}, "page": "p", "width": 640})
    assert first["n"] == other["n"] == "token"
    assert first["type"] == other["type"] == "shown"
    assert first["svg"] != other["svg"]
    assert 'viewBox="0 0 640 ' in other["svg"][0]
    assert 'id="p-0-desc"' in other["svg"][0]
    assert first["readings"][0]["text"] == "30 ng/mL"
    assert other["readings"][0]["text"] == "60 ng/mL"
    assert other["alt"] != first["alt"]
    assert first == ask(widget, page, {"values": values, "page": "p", "width": 640})


def test_the_table_comes_when_it_is_open(widget, page):
    """It takes as long as the picture, so it is sent only to whoever looks at it."""
    assert ask(widget, page, {"values": {}})["table"] is None
    assert "<caption>" in ask(widget, page, {"values": {}, "table": True})["table"]


@pytest.mark.parametrize(
    ("values", "words"),
    [({"dose_mg": 99}, "Dose is 99 mg; it must be from 0.25 to 10 mg"),
     ({"dose_mg": "much"}, "Dose must be one number in mg"),
     ({"drug": "water"}, "Medicine must be one of: alprazolam"),
     ({"nonsense": 1}, "no control 'nonsense'"),
     (None, "sent no values"), ([1], "sent no values")],
)  # fmt: skip
def test_bad_values_are_answered_in_words(widget, page, values, words):
    """What can't be shown is said, with what is allowed; the next good message is shown."""
    reply = ask(widget, page, {"values": values})
    assert reply["type"] == "error"
    assert words in reply["message"]
    assert ask(widget, page, {"values": {}})["type"] == "shown"


@pytest.mark.parametrize("answer", [None, "x", 3, []])
def test_a_message_without_an_answer_is_an_error_in_words(widget, page, answer):
    """Not even a broken message gets a traceback."""
    assert ask(widget, page, answer)["type"] == "error"


def test_other_messages_are_not_answered(widget, page):
    """Messages of another kind are none of the explorer's business."""
    assert ask(widget, page, {"values": {}}, kind="save") is None


@pytest.mark.parametrize(
    "odd", [{"width": -5}, {"width": "wide"}, {"width": 1e9}, {"page": '"><x'}]
)
def test_odd_widths_and_page_ids_do_no_harm(widget, page, odd):
    """A picture stays within reason, and no id is taken that isn't one."""
    (picture,) = ask(widget, page, {"values": {}} | odd)["svg"]
    root = ElementTree.fromstring(picture)
    assert 280 <= float(root.get("viewBox").split()[2]) <= 960


def test_prediction_is_answered_with_the_curve_before(widget, page):
    """After a prediction the picture keeps the old curve, and the reply says how it went."""
    values = {"values": {"dose_mg": 2}, "before": {}, "predicted": {"average": "up"}}
    reply = ask(widget, page, values)
    assert ">before</text>" in reply["svg"][0]
    assert ">before</text>" not in ask(widget, page, {"values": {"dose_mg": 2}})["svg"][0]
    told = reply["outcome"][0]
    assert told["verdict"] == "As predicted."
    assert "from 30 ng/mL to 60 ng/mL" in told["happened"]
    assert reply["outcome"][1]["verdict"] == ""
    again = ask(widget, page, {"values": {"dose_mg": 2}, "before": {}, "width": 300})
    assert ">before</text>" in again["svg"][0]
    assert "outcome" not in again


def test_widget_begins_with_the_case_asked_for():
    """The second argument names the teaching case; without it the first one is shown."""
    assert explore("dose-and-interval").view["preset"] == "many-doses"
    chosen = explore("dose-and-interval", "inhibitor")
    assert chosen.view["preset"] == "inhibitor"
    assert "clearance changes" in chosen.view["shown"]["svg"][0]


@pytest.mark.parametrize("explorer_id", IDS)
def test_a_static_page_has_everything(explorer_id):
    """Without a kernel: the picture with its label, its words, its numbers, notes, sources."""
    bundle = explore(explorer_id)._repr_mimebundle_()[0]
    explorer, html = find(explorer_id), bundle["text/html"]
    view = views.view(explorer_id)
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert html.count('role="img"') == len(view.panels)
    assert html.count(f">{LABEL}</tspan>") == len(view.panels)
    assert html.count("<tr>") == len(view.table.rows) + 1
    assert html.count("https://") >= 1
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(set(ids)) == len(ids)
    assert bundle["text/plain"] == "\n\n".join(panel.alt for panel in view.panels)
    written = plain_words(html)
    for text in (explorer.title, *explorer.notes, explorer.presets[0].text):
        assert "".join(plain(text).split()) in written
    for one in view.readings:
        assert "".join(plain(one.text).split()) in written


def plain_words(html):
    """The words of a page without markup and spaces."""
    from html import unescape

    return "".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_a_notebook_enters_by_the_front_door():
    """Notebooks say ``from bzdcourse import explore``."""
    assert bzdcourse.explore is explore
