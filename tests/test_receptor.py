"""From level to receptor: shares of sites, the channel, and what studies say of both."""

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import ROOT
from bzdcourse.checked import ContentError
from bzdcourse.models.quantities import ModelError
from bzdcourse.models.receptor import (
    TwoStateReceptor,
    largest_open_gain,
    last_step_ratio,
    level_for_occupancy_ng_ml,
    occupancy,
    occupancy_of_two,
    occupancy_with_flumazenil,
    open_probability,
    operational_ec50_ng_ml,
    operational_response,
)
from bzdcourse.models.receptor_data import load_receptor_data, receptor_data

FILE = ROOT / "source_texts" / "receptor.yml"
LEVELS = st.floats(0, 1e5)
HALVES = st.floats(0.1, 1e5)
bounded = settings(max_examples=60, deadline=None)


@pytest.fixture(scope="module")
def data():
    """What studies say, as the course has it."""
    return receptor_data()


@pytest.fixture(scope="module")
def channel(data):
    """The channel of the teaching model."""
    return data.two_state_receptor


# occupancy


def test_half_of_the_sites_at_the_half_occupying_level():
    """No drug holds no site, the half-occupying level half of them, ever more nearly all."""
    assert occupancy([0, 105, 105e3], 105) == pytest.approx([0, 0.5, 0.999], abs=1e-4)


def test_small_levels_hold_sites_in_proportion():
    """Far below the half-occupying level, twice the level is twice the occupancy."""
    low, double = occupancy([0.01, 0.02], 105)
    assert double == pytest.approx(2 * low, rel=1e-3)


def test_alprazolam_in_people_holds_about_a_sixth(data):
    """Pitfall 13: at 20 ng/mL, the level of 2 mg a day, alprazolam holds 0.16, not 0.9 (V42)."""
    half = data.half_level("alprazolam").value
    seen = data.studies["alprazolam-people"].value / 100
    assert occupancy(20, half) == pytest.approx(seen, abs=0.005)


@bounded
@given(LEVELS, HALVES, st.floats(0, 1e4))
def test_occupancy_rises_and_stays_a_share(level, half, more):
    """More drug never holds fewer sites, and no level holds more than all."""
    lower, higher = occupancy([level, level + more], half)
    assert 0 <= lower <= higher <= 1


@bounded
@given(st.floats(0, 0.999), st.floats(0.1, 900))
def test_the_level_for_an_occupancy_gives_it_back(wanted, half):
    """Level for a wanted occupancy and occupancy undo each other."""
    assert occupancy(level_for_occupancy_ng_ml(wanted, half), half) == pytest.approx(wanted)


@bounded
@given(LEVELS, HALVES, LEVELS, HALVES)
def test_two_ligands_share_the_sites(level, half, other, other_half):
    """Together they hold at most all sites, each no more than alone, by the ratio of strengths."""
    shared = occupancy_of_two(level, half, other, other_half)
    assert shared.both <= 1
    assert shared.first <= occupancy(level, half) + 1e-12
    assert shared.second <= occupancy(other, other_half) + 1e-12
    assert shared.first * other / other_half == pytest.approx(shared.second * level / half)


def test_without_a_second_ligand_it_is_the_single_one():
    """Two ligands of which one is absent, or two halves of one, are one ligand."""
    alone = occupancy([5.0, 50.0], 105)
    assert occupancy_of_two([5.0, 50.0], 105, 0, 30).first == pytest.approx(alone)
    assert occupancy_of_two([2.5, 25], 105, [2.5, 25], 105).both == pytest.approx(alone)


def test_flumazenil_displaces_the_drug(data):
    """The more flumazenil, the fewer sites the drug keeps; much more drug takes them back."""
    kd = data.studies["flumazenil-kd"].value
    drug = occupancy_with_flumazenil(20, 105, [0, 12, 120, 1200], kd).first
    assert drug[0] == pytest.approx(occupancy(20, 105))
    assert (np.diff(drug) < 0).all()
    assert drug[-1] < 0.01
    assert occupancy_with_flumazenil(1e6, 105, 12, kd).first > 0.99


def test_flumazenil_alone_holds_half_at_its_constant():
    """Flumazenil is read against its own dissociation constant, whatever the drug's unit."""
    assert occupancy_with_flumazenil(0, 105, 12, 12).second == pytest.approx(0.5)


# taper


def test_the_last_step_is_how_many_times_the_first():
    """Pitfall 14: 1.4 from 16 %, 3.2 from 44 %, 25 from 80 %: saturation must not be copied."""
    assert last_step_ratio([0.16, 0.44, 0.8]) == pytest.approx([1.4, 3.2, 25], abs=0.05)


@pytest.mark.parametrize("start", [0.16, 0.44, 0.8])
def test_the_ratio_is_that_of_small_steps(start):
    """The formula is the limit of a taper in many equal steps of the level."""
    levels = np.linspace(level_for_occupancy_ng_ml(start, 105), 0, 20_001)
    steps = -np.diff(occupancy(levels, 105))
    assert steps[-1] / steps[0] == pytest.approx(last_step_ratio(start), rel=2e-3)


# response


@bounded
@given(LEVELS, HALVES, st.floats(0.01, 1e4))
def test_operational_model_is_a_hyperbola_of_its_own(level, affinity, tau):
    r"""Its half-maximal level is $K_A/(1+\tau)$ and its top $\tau/(1+\tau)$ of the maximum."""
    half = operational_ec50_ng_ml(affinity, tau)
    if half >= 1e-3:
        expected = tau / (1 + tau) * occupancy(level, half)
        assert operational_response(level, affinity, tau) == pytest.approx(expected, rel=1e-9)


def test_reserve_lets_response_lead_occupancy():
    """With a reserve, half of the response needs few of the sites; without one, half of them."""
    half = operational_ec50_ng_ml(105, 20)
    assert occupancy(half, 105) < 0.05
    assert occupancy(operational_ec50_ng_ml(105, 0.01), 105) == pytest.approx(0.5, abs=0.01)


# the channel


def test_without_gaba_a_modulator_opens_almost_nothing(channel, data):
    """However much of the modulator there is, a channel without GABA stays shut."""
    shift = data.illustrative["positive_modulator"]
    assert open_probability(channel, 0, 1e6, shift) < 0.001
    assert open_probability(channel, 100, 1e6, shift) > 0.7


def test_a_modulator_shifts_the_gaba_curve_and_has_a_ceiling(channel, data):
    """It opens more at some GABA, no more at all once its sites are full, and never more than 1."""
    shift = data.illustrative["positive_modulator"]
    gaba = np.array([3.0, 10, 30, 100])
    without, some, full, more = (
        open_probability(channel, gaba, ratio, shift) for ratio in (0, 0.19, 1e4, 1e6)
    )
    assert (without < some).all()
    assert (some < full).all()
    assert more == pytest.approx(full, rel=1e-3)
    odds = full / (1 - full) / (without / (1 - without))
    assert odds == pytest.approx(1 / shift, rel=1e-3)


def test_a_neutral_ligand_changes_nothing_by_itself(channel):
    """An antagonist leaves GABA's curve alone, at any concentration of either."""
    gaba = np.array([0, 1, 30, 1000.0])
    alone = open_probability(channel, gaba)
    assert open_probability(channel, gaba, 50, 1) == pytest.approx(alone)
    assert open_probability(channel, gaba, antagonist_ratio=50) == pytest.approx(alone)


@pytest.mark.parametrize("kind", ["positive_modulator", "inverse_agonist"])
def test_an_antagonist_takes_a_modulators_effect_back(channel, data, kind):
    """Enough flumazenil brings the curve back to GABA alone, from above and from below."""
    shift = data.illustrative[kind]
    alone = open_probability(channel, 30)
    pushed, blocked = (open_probability(channel, 30, 1, shift, a) for a in (0, 1000))
    assert (pushed > alone) == (shift < 1)
    assert blocked == pytest.approx(alone, rel=0.01)


def test_energy_bounds_how_far_a_modulator_can_shift(data):
    """Less than 1 kcal/mol is less than 5.4 times open over shut; the model keeps to it."""
    assert largest_open_gain(1) == pytest.approx(5.4, abs=0.05)
    assert largest_open_gain(0) == 1
    assert 1 / data.illustrative["positive_modulator"] < largest_open_gain(1)


def test_the_shift_of_gabas_curve_is_of_the_size_that_was_seen(channel, data):
    """Half-opening GABA falls by 1.5 to 3 times; about 2.5 was seen in oocytes."""
    gaba = np.geomspace(1, 1000, 4001)
    shift = data.illustrative["positive_modulator"]
    curves = (open_probability(channel, gaba, ratio, shift) for ratio in (0, 1e4))
    plain, pushed = (
        np.interp(0.5 * open_probability(channel, 1e6, ratio, shift), curve, gaba)
        for ratio, curve in zip((0, 1e4), curves, strict=True)
    )
    assert 1.5 < plain / pushed < 3


# what studies say


def test_disagreement_stays_disagreement(data):
    """Lorazepam: rats and people disagree, and both ends are kept apart (V43, V46)."""
    lorazepam = data.half_level("lorazepam")
    assert (lorazepam.status, lorazepam.value) == ("disagreement", None)
    assert occupancy(20, lorazepam.low) == pytest.approx(0.17, abs=0.01)
    assert occupancy(20, lorazepam.high) == pytest.approx(0.03, abs=0.001)


@pytest.mark.parametrize("drug", ["clonazepam", "diazepam", "oxazepam"])
def test_what_was_not_found_has_no_number(data, drug):
    """A drug without a measured occupancy has no half-occupying level, and says so."""
    found = data.half_level(drug)
    assert found.status == "not_found"
    assert found.value is found.low is found.high is None
    assert "found" in found.note


def test_every_study_says_what_it_is_not(data):
    """Each finding has a source, how far it was read, and a caution."""
    assert len(data.studies) >= 12
    assert all(study.sources and study.caution for study in data.studies.values())


def test_an_unknown_drug_is_told_with_the_known_ones(data):
    """The error names what there is."""
    with pytest.raises(ModelError, match="alprazolam"):
        data.half_level("aspirin")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda c: c["studies"][0].pop("caution"), "'caution' is a required property"),
        (lambda c: c["studies"][0].update(sources=["nobody1900"]), "“nobody1900” is not in"),
        (lambda c: c["studies"].append(dict(c["studies"][0])), "occurs more than once"),
        (lambda c: c["studies"][0].update(low=20.0), "not in order"),
        (lambda c: c["half_occupying_levels"][0].pop("value"), "'value' is a required property"),
        (lambda c: c["half_occupying_levels"][2].update(value=3), "alse schema"),
        (lambda c: c["illustrative"].pop(), "“inverse_agonist” is missing"),
    ],
)
def test_a_spoilt_file_is_told_with_its_place(tmp_path, spoil, said):
    """Every fault of the file is named with file, line and what is wrong."""
    content = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    spoil(content)
    path = tmp_path / "receptor.yml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_receptor_data(path)
    assert said in str(caught.value)
    assert f"{path}:" in str(caught.value)


# bad input


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: occupancy(-1, 105), "from 0 to 1e.06 ng/mL"),
        (lambda: occupancy(float("nan"), 105), "level_ng_ml is nan ng/mL"),
        (lambda: occupancy([1, float("inf")], 105), r"level_ng_ml\[1\]"),
        (lambda: occupancy(1, 0), "ec50_ng_ml is 0 ng/mL"),
        (lambda: occupancy("much", 105), "must be one number in ng/mL"),
        (lambda: occupancy_with_flumazenil(1, 105, -1, 12), "nmol/L"),
        (lambda: last_step_ratio(1), "from 0 to 0.999"),
        (lambda: TwoStateReceptor(0.1, 100, 0.005), "shut_over_open"),
        (lambda: open_probability(TwoStateReceptor(1e4, 100, 0.005), -1), "µM"),
        (lambda: largest_open_gain(-1), "kcal/mol"),
    ],
)
def test_bad_input_is_told_with_unit_and_range(call, said):
    """What can't be used is named with its unit and what is allowed."""
    with pytest.raises(ModelError, match=said):
        call()
