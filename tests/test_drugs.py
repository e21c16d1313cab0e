"""What the models know of each medicine, and the mistakes that such numbers invite."""

import os
import shutil
from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bzdcourse.checked import ContentError
from bzdcourse.models.drugs import diazepam_at_age, drug, drugs, formulary, interaction, load_drugs
from bzdcourse.models.kinetics import Kinetics
from bzdcourse.models.pharmacokinetics import (
    auc_ng_h_ml,
    average_steady_state_ng_ml,
    level_after_one_dose_ng_ml,
    metabolite_average_steady_state_ng_ml,
    time_of_peak_h,
)
from bzdcourse.models.quantities import ModelError
from bzdcourse.models.receptor import occupancy
from bzdcourse.models.receptor_data import receptor_data
from bzdcourse.models.regimen import once, regular
from bzdcourse.models.simulation import simulate

FILE = Path(__file__).parents[1] / "source_texts" / "drugs.yml"
LESSON = {
    "alprazolam",
    "chlordiazepoxide",
    "clonazepam",
    "diazepam",
    "lorazepam",
    "oxazepam",
    "temazepam",
}
EVERY = sorted(LESSON | {"midazolam", "triazolam"})


@pytest.fixture
def spoil(tmp_path):
    """Return a function that loads the course's own file with one text replaced by another."""

    def load(old, new):
        text = FILE.read_text("utf-8")
        assert old in text
        path = tmp_path / "drugs.yml"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return load_drugs(path)

    return load


def peak_ng_ml(kinetics, dose_mg):
    """Highest level and its time in the first day after one dose."""
    times_h = np.arange(0, 24, 0.02)
    levels = simulate(kinetics, once(dose_mg), times_h).parent_ng_ml
    return levels.max(), times_h[levels.argmax()]


def test_all_medicines_are_there_in_alphabetical_order():
    """Seven medicines are taught and two are there for contrast, sorted by name."""
    assert list(drugs()) == EVERY
    assert {one.id for one in drugs().values() if one.role == "lesson"} == LESSON


def test_an_unknown_name_is_answered_with_the_known_ones():
    """Whoever misspells a medicine or an interaction reads which there are."""
    with pytest.raises(ModelError, match="'valium'; known are: alprazolam, chlordiazepoxide"):
        drug("valium")
    with pytest.raises(ModelError, match="known are: itraconazole-alprazolam"):
        interaction("grapefruit")
    with pytest.raises(ModelError, match="known are"):
        drug(None)


@pytest.mark.parametrize("name", EVERY)
def test_every_number_has_a_unit_and_a_source_or_calls_itself_illustrative(name):
    """No number stands without its unit; one without a source says that it is made up."""
    one = drug(name)
    for parameter in [*one.parameters.values(), *one.metabolite_parameters.values()]:
        assert parameter.unit
        assert parameter.note
        assert bool(parameter.sources) != (parameter.use == "illustrative")


@pytest.mark.parametrize("name", EVERY)
def test_late_half_life_of_the_model_is_near_the_published_one(name):
    """Pitfall 2: with clearance in L/h for 70 kg, half-life comes out within 25 % of the published.

    A slip between mL/min and L/h, or between per kilogram and per person, would be 17- or 70-fold.
    """
    one = drug(name)
    assert one.kinetics.elimination_half_life_h == pytest.approx(
        one.parameters["half_life_h"].value, rel=0.25
    )


def test_diazepam_keeps_clearance_and_volume_and_not_the_mean_half_life():
    """Pitfall 5: 83 L and 26.6 mL/min give 36 h, not the mean of 44 h of a skewed variable."""
    one = drug("diazepam")
    assert one.one_compartment.volume_l == pytest.approx(83, rel=0.01)
    assert one.kinetics.clearance_l_h == pytest.approx(26.6 * 60 / 1000, rel=0.01)
    assert one.kinetics.elimination_half_life_h == pytest.approx(36, rel=0.01)
    assert one.parameters["half_life_h"].value == 44.2


def test_one_milligram_of_alprazolam_a_day_is_ten_nanograms_per_millilitre():
    """Pitfall 1: 1 mg a day holds 10 ng/mL, and 20 ng/mL are 65 nM; no factor of a thousand."""
    one = drug("alprazolam")
    assert average_steady_state_ng_ml(one.kinetics, 1, 24) == pytest.approx(10, rel=0.01)
    assert 20 / one.molar_mass_g_mol * 1000 == pytest.approx(65, abs=0.5)


def test_a_salt_counts_by_what_is_in_it():
    """Pitfall 3: a milligram of chlordiazepoxide hydrochloride brings 0.89 mg of the base."""
    one = drug("chlordiazepoxide")
    assert one.kinetics.bioavailability == pytest.approx(one.molar_mass_g_mol / 336.22, abs=0.001)


def test_desmethyldiazepam_weighs_less_than_the_diazepam_it_came_from():
    """Pitfall 3: a mole of diazepam becomes a mole, not a gram a gram, of its metabolite."""
    made = drug("diazepam").kinetics.metabolite
    assert made.mass_ratio == pytest.approx(270.7 / 284.7, abs=0.001)
    amounts = simulate(drug("diazepam").kinetics, once(10), np.array([0.5, 9, 90, 900])).amounts_mg
    parent = amounts["depot"] + amounts["central"] + amounts["tissue"] + amounts["eliminated"]
    moles = parent + amounts["metabolite"] / made.mass_ratio
    assert moles == pytest.approx(9.4)


def test_a_week_after_the_stop_the_metabolite_is_what_is_left():
    """Pitfall 6: diazepam's own half-life does not say when its effect is over."""
    stop_h = 60 * 24
    kinetics = drug("diazepam").kinetics
    left = simulate(kinetics, regular(10, 24, 60), np.array([stop_h, stop_h + 7.0 * 24]))
    parent, metabolite = left.parent_ng_ml, left.metabolite_ng_ml
    assert parent[1] / parent[0] < 0.06
    assert metabolite[1] / metabolite[0] > 0.15
    assert metabolite[1] > 5 * parent[1]


@settings(max_examples=50, deadline=None)
@given(volume_l=st.floats(10, 500))
def test_average_steady_state_does_not_know_the_volume(volume_l):
    """Pitfall 8: change the volume alone, and with it the half-life, and the average stays."""
    known = drug("alprazolam").kinetics
    other = replace(known, volume_l=volume_l)
    average = average_steady_state_ng_ml(other, 1, 24)
    assert average == pytest.approx(average_steady_state_ng_ml(known, 1, 24))
    assert other.elimination_half_life_h == pytest.approx(log(2) * volume_l / 3.75)


@pytest.mark.parametrize("age_years", [18, 20, 44.5, 80, 95])
def test_age_leaves_the_average_and_stretches_the_half_life(age_years):
    """Pitfall 8: at 80 diazepam takes 4.5 times as long as at 20 to reach the same average."""
    kinetics = diazepam_at_age(age_years)
    young = diazepam_at_age(20)
    assert kinetics.elimination_half_life_h == pytest.approx(20 + 70 / 60 * (age_years - 20))
    for average in (average_steady_state_ng_ml, metabolite_average_steady_state_ng_ml):
        assert average(kinetics, 10, 24) == pytest.approx(average(young, 10, 24))


@pytest.mark.parametrize("age_years", [17.9, 95.1, float("nan"), "40", None])
def test_an_age_that_nobody_was_studied_at_is_refused(age_years):
    """Diazepam by age is known for adults of 18 to 95 years, and for nobody else."""
    with pytest.raises(ModelError, match="age_years"):
        diazepam_at_age(age_years)


def test_one_compartment_misses_the_peak_that_two_were_set_to():
    """Pitfall 12: clonazepam in one compartment peaks a third too low; two are set to the peak.

    So the peak is no test of the two: its row is marked as used up, not as a check.
    """
    one = drug("clonazepam")
    assert peak_ng_ml(one.kinetics, 2)[0] == pytest.approx(14.9, rel=0.01)
    assert peak_ng_ml(one.one_compartment, 2)[0] == pytest.approx(9.5, abs=0.3)
    assert "V14" in one.parameters["volume_l"].rows


@pytest.mark.parametrize("name", EVERY)
def test_one_compartment_keeps_what_does_not_hang_on_distribution(name):
    """The simpler form keeps area, average and late half-life, and never peaks higher."""
    one = drug(name)
    simple = one.one_compartment
    assert auc_ng_h_ml(simple, 10) == auc_ng_h_ml(one.kinetics, 10)
    assert simple.elimination_half_life_h == pytest.approx(one.kinetics.elimination_half_life_h)
    assert peak_ng_ml(simple, 10)[0] <= peak_ng_ml(one.kinetics, 10)[0] * (1 + 1e-9)


@pytest.mark.parametrize(
    ("name", "dose_mg", "published_ng_ml", "published_h"),
    [("clonazepam", 2, 14.9, 1.7), ("diazepam", 10, 406, 0.9), ("temazepam", 30, 873, 1.36)],
)
def test_two_compartments_give_the_peak_that_they_were_set_to(
    name, dose_mg, published_ng_ml, published_h
):
    """A parameter that is said to be set by a published peak does reproduce it."""
    level, time_h = peak_ng_ml(drug(name).kinetics, dose_mg)
    assert level == pytest.approx(published_ng_ml, rel=0.01)
    assert time_h == pytest.approx(published_h, abs=0.05)


@pytest.mark.parametrize(
    ("name", "low_h", "high_h"),
    [("alprazolam", 0.7, 1.8), ("oxazepam", 1.7, 2.8), ("triazolam", 1.2, 1.3)],
)
def test_one_compartment_peaks_when_it_was_set_to(name, low_h, high_h):
    """An absorption rate that is said to be set by the time of a peak does reproduce it."""
    assert low_h <= time_of_peak_h(drug(name).kinetics) <= high_h


def test_occupancy_is_reckoned_from_a_level_in_the_living():
    """Pitfall 13: 2 mg of alprazolam a day hold about a sixth of the sites, not nine tenths.

    The half-level is one of total drug in plasma of living people. A constant from a dish, a few
    ng/mL of free drug, would make 0.9 of it.
    """
    level = average_steady_state_ng_ml(drug("alprazolam").kinetics, 2, 24)
    half_ng_ml = receptor_data().half_level("alprazolam").value
    assert occupancy(level, half_ng_ml) == pytest.approx(0.16, abs=0.02)


def test_an_inhibitor_slows_the_fall_by_as_much_as_it_raises_the_average():
    """With one compartment clearance times 0.39 makes average and half-life 1 / 0.39 as great."""
    slower = interaction("itraconazole-alprazolam")
    before = drug(slower.drug).kinetics
    after = before.with_clearance_times(slower.clearance_factor)
    raised = average_steady_state_ng_ml(after, 1, 24) / average_steady_state_ng_ml(before, 1, 24)
    assert raised == pytest.approx(1 / 0.39)
    assert after.elimination_half_life_h / before.elimination_half_life_h == pytest.approx(raised)


def test_half_of_the_level_is_left_after_a_half_life():
    """Pitfall 9: one half-life leaves a half, three leave an eighth, none leaves less than 0."""
    kinetics = replace(drug("lorazepam").kinetics, absorption_rate_per_h=float("inf"), lag_h=0.0)
    times_h = np.array([0, 1, 3, 60]) * kinetics.elimination_half_life_h
    levels = level_after_one_dose_ng_ml(kinetics, 2, times_h)
    assert levels / levels[0] == pytest.approx([1, 0.5, 0.125, 2.0**-60])


def test_disagreements_name_both_sides():
    """Where studies contradict each other, at least two of them are named."""
    assert formulary().disagreements
    for one in formulary().disagreements:
        assert len(one.sources) >= 2
        assert one.drug in drugs()
    assert "divoll1983" in formulary().age.contradicted_by.sources


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("use: illustrative, note: No figure", "use: derived, note: No figure", "volume_cv"),
        ("sources: [yasui1998, greenblatt2000]", "sources: [nobody1900]", "nobody1900"),
        ("value: 3.75, unit: L/h", "value: 3.75, unit: mL/min", "L/h"),
        ("value: 3.75, unit: L/h", "value: 375, unit: L/h", "outside of its own range"),
        ("value: 3.75, unit: L/h, ", "value: 3.75, ", "'unit' is a required property"),
        ("id: clonazepam", "id: diazepam", "occurs more than once"),
        ("drug: alprazolam\n    other", "drug: aspirin\n    other", "not one of the drugs"),
        ("use: calibrate, rows: [V07]", "use: check", "so it is no check"),
        ("age_years: 80", "age_years: 20", "must be above"),
        ("drug: diazepam\n  text", "drug: lorazepam\n  text", "that of diazepam"),
        ("      exchange_l_h", "      lag_h", "tissue_volume_l"),
    ],
)
def test_a_fault_is_told_with_its_line(spoil, old, new, told):
    """Whatever is wrong in the file is told with file and line, and nothing is loaded."""
    with pytest.raises(ContentError, match=told) as caught:
        spoil(old, new)
    assert all("drugs.yml:" in problem for problem in caught.value.problems)
    assert spoil("adult_kg: 70", "adult_kg: 71")


def test_a_changed_file_is_read_again(tmp_path, monkeypatch):
    """An author who changes a number sees the models change, without a restart."""
    (tmp_path / "quizzes").mkdir()
    folder = tmp_path / "source_texts"
    folder.mkdir()
    for name in ("drugs.yml", "bibliography.bib"):
        shutil.copy(FILE.with_name(name), folder)
    monkeypatch.chdir(tmp_path)
    assert drug("alprazolam").kinetics.clearance_l_h == 3.75
    text = FILE.read_text("utf-8").replace("value: 3.75, unit: L/h", "value: 4, unit: L/h")
    (folder / "drugs.yml").write_text(text, "utf-8")
    os.utime(folder / "drugs.yml", (1, 1))  # the clock may be too coarse to see the change
    assert drug("alprazolam").kinetics.clearance_l_h == 4
    assert isinstance(drug("alprazolam").kinetics, Kinetics)
