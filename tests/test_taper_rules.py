"""Taper rules and tables of equivalents as data: complete, sourced, and not made up."""

import re

import pytest
import yaml

from articles import ROOT
from bzdcourse.checked import ContentError
from bzdcourse.models.quantities import ModelError
from bzdcourse.models.taper_rules import load_taper_rules, rule, rules

FILE = ROOT / "source_texts" / "taper_rules.yml"


@pytest.fixture
def spoilt(tmp_path):
    """Return a function that spoils the rules and gives back what the loader says."""

    def spoil(change):
        content = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        change(content)
        path = tmp_path / "taper_rules.yml"
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            load_taper_rules(path)
        return " ".join(caught.value.problems)

    return spoil


def entry(content, name, part="rules"):
    """One raw entry by its id."""
    return next(raw for raw in content[part] if raw["id"] == name)


def test_the_rules_to_compare_are_there():
    """Guidelines, a manual, trials, labels and the course's own forms are all among the rules."""
    assert {"asam-2025", "nice-cks", "ashton", "schweizer-1990", "oude-voshaar-2003"} <= set(
        rules()
    )
    assert {"fyer-1987", "linear", "percent-of-current", "equal-occupancy"} <= set(rules())
    kinds = {one.published_as for one in rules().values()}
    assert kinds == {"guideline", "trial", "cohort", "manual", "label", "form"}


def test_every_rule_says_what_its_source_does_not_say():
    """Whatever a source leaves open is told, so that nobody takes our reading for its words."""
    assert all(one.says and one.silent_on for one in rules().values())


def test_only_the_courses_own_forms_lack_a_source():
    """A published rule names its source and how far that was read."""
    bare = {one.published_as for one in rules().values() if not one.sources}
    assert bare == {"form"}
    assert {one.published_as for one in rules().values() if one.verified == "none"} == {"form"}


def test_empower_took_21_weeks_and_is_not_drawn():
    """The leaflet's taper lasts 21 weeks, not days, and its unknown pattern is not made up.

    Pitfall 20.
    """
    leaflet = rule("empower")
    assert (leaflet.duration_weeks.typical, leaflet.duration_weeks.unit) == (21, "weeks")
    assert not leaflet.simulated and not leaflet.stages


def test_trials_of_similar_rules_come_out_differently():
    """Taper alone ended in zero for 38, 48 and 62 %: outcomes are shown with setting and support.

    Pitfall 20.
    """
    names = ("baillargeon-2003", "morin-2004", "oude-voshaar-2003")
    alone = [o.share for name in names for o in rule(name).outcomes if o.group == "taper alone"]
    assert alone == [0.38, 0.48, 0.62]
    assert all(one.setting for one in rules().values() if one.outcomes)


def test_counts_become_shares():
    """Four of 17 people is a share of 4/17, and the 17 is kept."""
    first = rule("fyer-1987").outcomes[0]
    assert (first.share, first.of) == (4 / 17, 17)


def test_an_unknown_rule_names_those_that_there_are():
    """Who mistypes a rule is told the ids."""
    with pytest.raises(ModelError, match=r"no taper rule 'ashtonn'.*asam-2025.*equal-occupancy"):
        rule("ashtonn")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: entry(c, "fyer-1987")["stages"][0]["step"].pop("sources"),
        lambda c: entry(c, "fyer-1987")["stages"][0]["step"].update(sources=[]),
        lambda c: entry(c, "linear")["stages"][0]["every_days"].pop("chosen"),
        lambda c: entry(c, "fyer-1987")["outcomes"][0].pop("sources"),
        lambda c: entry(c, "fyer-1987").update(sources=[]),
        lambda c: entry(c, "habraken-1997")["listed"].pop("sources"),
        lambda c: entry(c, "who-2009", "equivalents").update(sources=[]),
    ],
    ids=["step", "empty", "choice", "outcome", "rule", "listed", "equivalents"],
)
def test_a_number_without_a_source_is_refused(spoilt, spoil):
    """Every number has a source, or a reason why this course chose it. Pitfall 20."""
    assert spoilt(spoil)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda c: entry(c, "fyer-1987").update(sources=["nobody1900"]), "nobody1900.*not in"),
        (lambda c: c["rules"].append(dict(c["rules"][0])), "more than once"),
        (lambda c: entry(c, "ashton")["stages"].reverse(), "from high doses to low"),
        (lambda c: entry(c, "habraken-1997")["listed"]["percent_left"].pop(), "ends at 0"),
        (lambda c: entry(c, "ashton")["stages"][0]["step"].update(low=5), "not in this order"),
        (lambda c: entry(c, "nice-cks").pop("last_dose_percent"), "last_dose_percent"),
        (lambda c: entry(c, "ashton").pop("drug"), "drug"),
        (lambda c: c["equivalents"].__delitem__(slice(1, None)), "too short|non-empty|minItems"),
    ],
    ids=["unknown", "twice", "stages", "listed", "order", "last-dose", "drug", "one-table"],
)
def test_what_does_not_hold_together_is_refused(spoilt, spoil, says):
    """A fault in the file is told with its place before anything is reckoned with it."""
    problem = spoilt(spoil)
    assert re.search(says, problem), problem
