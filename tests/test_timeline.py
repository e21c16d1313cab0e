"""The timeline: bad files are explained, and the page without a kernel has every event."""

import re

import pytest
import yaml

from bzdcourse import data
from bzdcourse.data import CourseError
from bzdcourse.widgets.events import KINDS, load_timeline
from bzdcourse.widgets.timeline import timeline

GOOD = {
    "id": "librium-launched",
    "year": 1960,
    "kind": "marketing",
    "title": "Librium goes on sale",
    "text": "It is sold.",
    "sources": ["lopezmunoz2011"],
    "certainty": "confirmed",
}


@pytest.fixture
def load(tmp_path):
    """Load the events that are given, from a file."""

    def load(*events):
        path = tmp_path / "timeline.yml"
        path.write_text(yaml.safe_dump({"events": list(events)}), encoding="utf-8")
        return load_timeline(path, {"lopezmunoz2011"})

    return load


@pytest.fixture(scope="module")
def widget():
    """The course's own timeline."""
    return timeline()


def test_events_come_in_order_of_years(load):
    """Whatever their order in the file, events are in order of time."""
    events = load(GOOD, GOOD | {"id": "earlier", "year": 1955, "until": 1957})
    assert [event.id for event in events] == ["earlier", "librium-launched"]
    assert [event.years for event in events] == ["1955 to 1957", "1960"]


@pytest.mark.parametrize("field", GOOD)
def test_a_missing_field_is_named(load, field):
    """A field that is not there is named, with the file and the event."""
    event = {name: value for name, value in GOOD.items() if name != field}
    name = "number 1" if field == "id" else "librium-launched"
    with pytest.raises(CourseError, match=f"timeline.yml: event '{name}'.*'{field}' is missing"):
        load(event)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"kind": "gossip"}, "kind 'gossip' is not one of: science, marketing"),
        ({"certainty": "sure"}, "certainty 'sure' is not one of: confirmed, disputed"),
        ({"year": "1960"}, "'year' must be a whole number"),
        ({"title": ""}, "'title' must be a text, and not empty"),
        ({"sources": []}, "'sources' must be a list, and not empty"),
        ({"sources": ["nobody1999"]}, "source 'nobody1999' is not in bibliography.bib"),
        ({"sources": [["nested"]]}, "source '\\['nested'\\]' is not in bibliography.bib"),
        ({"until": 1960}, "'until' \\(1960\\) must be later than 'year' \\(1960\\)"),
        ({"until": "later"}, "'until' must be a whole number"),
        ({"colour": "red"}, "the field 'colour' is unknown"),
    ],
)
def test_a_fault_is_named(load, fault, words):
    """What is wrong in an event is said with the file and the event's id."""
    with pytest.raises(CourseError, match=f"timeline.yml: event 'librium-launched': .*{words}"):
        load(GOOD | fault)


def test_all_faults_are_named_at_once(load):
    """Each fault has a line of its own, and an id that stands twice is one."""
    with pytest.raises(CourseError) as caught:
        load(GOOD | {"kind": "gossip"}, GOOD | {"sources": ["nobody1999"]}, "not an event")
    lines = str(caught.value).splitlines()
    assert len(lines) == 4
    assert "event 'number 3': it must have fields" in lines[2]
    assert "'librium-launched': the id is used twice" in lines[3]


@pytest.mark.parametrize("text", ["", "events: []", "- a list", "events: {a: 1}"])
def test_a_file_that_is_no_timeline_is_refused(tmp_path, text):
    """An empty or foreign file gives a sentence with its name."""
    path = tmp_path / "timeline.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=r"timeline\.yml"):
        load_timeline(path, set())


def test_a_file_that_is_not_there_is_named(tmp_path):
    """Without the file one is told its name."""
    with pytest.raises(CourseError, match=r"timeline\.yml can't be read: No such file"):
        load_timeline(tmp_path / "timeline.yml", set())


def test_the_course_covers_all_kinds_and_seven_decades(widget):
    """The timeline has events of each kind, from 1955 to 2025, each with a source."""
    events = widget.view["events"]
    assert {event["kind"] for event in events} == set(KINDS)
    assert (events[0]["year"], events[-1]["year"]) == (1955, 2025)
    assert all(event["sources"] for event in events)
    assert any(event["disputed"] for event in events)


def test_without_a_kernel_there_is_a_table_of_all_events(widget):
    """The static page has year, kind, event and sources of every event in a real table."""
    html = widget._repr_mimebundle_()[0]["text/html"]
    events = widget.view["events"]
    assert html.count('<th scope="row">') == len(events)
    assert html.count('<th scope="col">') == 4
    assert "<caption>" in html
    for event in events:
        row = re.search(
            rf'<tr><th scope="row">{event["years"]}</th><td>{KINDS[event["kind"]]}</td>'
            rf"<td><p><strong>{re.escape(event['title'])}</strong>.*?</tr>",
            html,
            re.DOTALL,
        )[0]
        assert event["text"] in row
        assert all(source in row for source in event["sources"])
        assert ("Sources disagree" in row) == event["disputed"]


def test_the_bundle_keeps_the_widget(widget):
    """A live page still gets the widget, and plain text says what there is."""
    bundle = widget._repr_mimebundle_()[0]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"] == f"Timeline: {len(widget.view['events'])} events"


def test_every_source_that_has_an_address_is_a_link(widget):
    """A source is a link to its DOI or address wherever the bibliography has one."""
    references = data.references()
    path = data.course_root() / "source_texts" / "timeline.yml"
    shown = {event["id"]: event["sources"] for event in widget.view["events"]}
    for event in load_timeline(path, references):
        for key, html in zip(event.sources, shown[event.id], strict=True):
            assert ("<a href=" in html) == bool(references[key].url)
