"""Views of explorers, for tests."""

from bzdcourse.explorers import find
from bzdcourse.figures.chart import Line


def view(explorer_id, preset=None, **changes):
    """The view of a teaching case, some values changed."""
    explorer = find(explorer_id)
    chosen = {one.id: one for one in explorer.presets}.get(preset, explorer.presets[0])
    return explorer.show(explorer.values({**chosen.values, **changes}))


def value(shown, reading_id):
    """One headline number."""
    return {reading.id: reading for reading in shown.readings}[reading_id].value


def lines(panel, kind=Line):
    """The curves of a panel, or what else it shows, by their labels."""
    return {one.label: one for one in panel.series if isinstance(one, kind)}
