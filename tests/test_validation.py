"""The models against published numbers, each within the tolerance that stands beside it."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml

from bzdcourse.data import references
from bzdcourse.models.drugs import diazepam_at_age, drug, drugs, formulary, interaction
from bzdcourse.models.pharmacokinetics import (
    accumulation,
    auc_ng_h_ml,
    average_steady_state_ng_ml,
    metabolite_average_steady_state_ng_ml,
)
from bzdcourse.models.population import draw_people
from bzdcourse.models.regimen import once, regular
from bzdcourse.models.simulation import simulate

KG = 70
ML_MIN = 1000 / 60
"""mL/min in 1 L/h."""

HERE = Path(__file__).parent
DOCUMENTATION = HERE.parent / "docs" / "models.md"
CONTENT = yaml.safe_load((HERE / "validation" / "published_values.yml").read_text("utf-8"))
VALUES = {f"{one['row']} {one['quantity']}": one for one in CONTENT["values"]}
CHECKS = {name: one for name, one in VALUES.items() if one["use"] == "check"}


def kinetics(name):
    """Of a typical adult."""
    return drug(name).kinetics


def course(known, regimen, times_h):
    """Parent level at each time."""
    return simulate(known, regimen, np.asarray(times_h, dtype=float)).parent_ng_ml


def peak(name, dose_mg):
    """Highest level and its time after one dose."""
    times_h = np.arange(0, 24, 0.02)
    levels = course(kinetics(name), once(dose_mg), times_h)
    return levels.max(), times_h[levels.argmax()]


def half_life(name, factor=1.0):
    """Late half-life, with the clearance changed."""
    return kinetics(name).with_clearance_times(factor).elimination_half_life_h


def prolonged(name, factor):
    """Half-life with the clearance changed over half-life without."""
    return half_life(name, factor) / half_life(name)


def apparent(name):
    """CL/F in L/h."""
    return kinetics(name).clearance_l_h / kinetics(name).bioavailability


def average(name, mg_a_day):
    """At steady state, ng/mL."""
    return average_steady_state_ng_ml(kinetics(name), mg_a_day, 24)


def factor(name):
    """Clearance with the other medicine over clearance without."""
    return interaction(name).clearance_factor


def area_volume(name):
    """Litres per kilogram."""
    return drug(name).one_compartment.volume_l / KG


def trough(name, dose_mg, interval_h):
    """Just before a dose, long after the first."""
    doses = round(60 * 24 / interval_h)
    return course(kinetics(name), regular(dose_mg, interval_h, doses), [doses * interval_h])[0]


def folds(interval_h):
    """Accumulation of clonazepam against the first dose."""
    return accumulation(drug("clonazepam").one_compartment, interval_h).theoretical


def metabolite_ratio():
    """Average of desmethyldiazepam over average of diazepam, as of their areas."""
    known = kinetics("diazepam")
    return metabolite_average_steady_state_ng_ml(known, 10, 24) / average_steady_state_ng_ml(
        known, 10, 24
    )


@cache
def taken_by_people(seed=36, people=5000):
    """Diazepam with metabolite in people on 5 to 40 mg a day who take a fifth of it or more."""
    one = drug("diazepam")
    drawn = draw_people(one.kinetics, people, seed, one.clearance_cv, one.volume_cv)
    rng = np.random.default_rng(seed)
    dose_mg = np.exp(rng.uniform(np.log(5), np.log(40), people)) * rng.uniform(0.2, 1, people)
    made = one.kinetics.metabolite
    formed = made.mass_ratio * made.fraction_formed / drawn.metabolite_clearance_l_h
    return one.kinetics.bioavailability * dose_mg / 24 * (1 / drawn.clearance_l_h + formed) * 1000


def spread(levels, low=100 * 35 / 108, high=100 * (1 - 20 / 108)):
    """The level that a fifth exceed over the one that a third stay below."""
    return np.percentile(levels, high) / np.percentile(levels, low)


MODEL = {
    "V01 peak after 1 mg": lambda: peak("alprazolam", 1)[0],
    "V03 peak after 0.5 mg": lambda: peak("alprazolam", 0.5)[0],
    "V03 peak after 3 mg": lambda: peak("alprazolam", 3)[0],
    "V05 half-life in healthy older people": lambda: half_life("alprazolam"),
    "V08 steady state per mg a day (review)": lambda: average("alprazolam", 1),
    "X01 steady state per mg a day (237 patients)": lambda: average("alprazolam", 1),
    "V09 area after 0.8 mg": lambda: auc_ng_h_ml(kinetics("alprazolam"), 0.8),
    "V09 area with itraconazole over area without": lambda: 1 / factor("itraconazole-alprazolam"),
    "V10 CL/F": lambda: apparent("alprazolam") * ML_MIN / KG,
    "V11 half-life in ten other men": lambda: half_life("alprazolam"),
    "V11 half-life with itraconazole over half-life without": lambda: prolonged(
        "alprazolam", factor("itraconazole-alprazolam")
    ),
    "V12 half-life with ritonavir over half-life without": lambda: prolonged(
        "alprazolam", factor("ritonavir-alprazolam")
    ),
    "V13 CL/F in 94 inpatients": lambda: apparent("alprazolam") / KG,
    "V13 V/F in 94 inpatients": lambda: (
        area_volume("alprazolam") / kinetics("alprazolam").bioavailability
    ),
    "V13 absorption rate in 94 inpatients": lambda: kinetics("alprazolam").absorption_rate_per_h,
    "V16 half-life": lambda: half_life("clonazepam"),
    "V16 clearance after injection": lambda: kinetics("clonazepam").clearance_l_h * ML_MIN,
    "V17 CL/F after seven days": lambda: apparent("clonazepam") * ML_MIN,
    "V18 accumulation without its definition": lambda: folds(24),
    "X02 accumulation once a day": lambda: folds(24),
    "X02 accumulation twice a day": lambda: folds(12),
    "X02 accumulation three times a day": lambda: folds(8),
    "X03 trough on 2 mg three times a day": lambda: trough("clonazepam", 2, 8),
    "V19 half-life of eight people": lambda: half_life("clonazepam"),
    "V19 area volume of eight people": lambda: area_volume("clonazepam"),
    "V20 time of the peak": lambda: peak("clonazepam", 2)[1],
    "V20 half-life (label)": lambda: half_life("clonazepam"),
    "V22 mean half-life": lambda: half_life("diazepam"),
    "X04 peak after 5 mg": lambda: peak("diazepam", 5)[0],
    "V24 CL/F": lambda: apparent("diazepam") * ML_MIN / KG,
    "V25 half-life with fluvoxamine over half-life without": lambda: prolonged(
        "diazepam", factor("fluvoxamine-diazepam")
    ),
    "V27 clearance at any age": lambda: diazepam_at_age(80).clearance_l_h * ML_MIN,
    "V30 shortest half-life from 18 to 95 years": lambda: (
        diazepam_at_age(18).elimination_half_life_h
    ),
    "V30 longest half-life from 18 to 95 years": lambda: (
        diazepam_at_age(95).elimination_half_life_h
    ),
    "V31 half-life, one working CYP2C19 gene over two": lambda: prolonged("diazepam", 7.2 / 19.5),
    "V31 half-life, no working CYP2C19 gene over two": lambda: prolonged("diazepam", 2.8 / 19.5),
    "V32 half-life by CYP2C19 genes": lambda: kinetics("diazepam").metabolite.half_life_h,
    "V33 CL/F in eight white men": lambda: apparent("diazepam") * ML_MIN,
    "V33 area of the metabolite over area of diazepam": metabolite_ratio,
    "V34 mean half-life": lambda: kinetics("diazepam").metabolite.half_life_h,
    "V35 peak after 20 mg clorazepate dipotassium": lambda: (
        13.2 / kinetics("diazepam").metabolite.volume_l * 1000
    ),
    "V36 spread of diazepam with metabolite, 81st over 32nd percentile": lambda: spread(
        taken_by_people()
    ),
    "V37 peak after 2 mg": lambda: peak("lorazepam", 2)[0],
    "V38 half-life": lambda: half_life("lorazepam"),
    "X05 peak after 4 mg": lambda: peak("lorazepam", 4)[0],
    "X06 steady state on 6 mg a day": lambda: average("lorazepam", 6),
    "X07 half-life": lambda: half_life("oxazepam"),
    "X07 peak after 30 mg": lambda: peak("oxazepam", 30)[0],
    "X08 half-life": lambda: half_life("temazepam"),
    "X09 level 24 h after 20 mg": lambda: course(kinetics("temazepam"), once(20), [24])[0],
    "X09 trough on 20 mg a day": lambda: trough("temazepam", 20, 24),
    "X10 half-life (review)": lambda: half_life("chlordiazepoxide"),
    "X10 area volume (review)": lambda: area_volume("chlordiazepoxide"),
    "X11 peak after 0.5 mg": lambda: peak("triazolam", 0.5)[0],
    "X12 clearance in 18 other people": lambda: kinetics("midazolam").clearance_l_h * ML_MIN / KG,
}
"""What each check is compared with."""


def ends(value):
    """Of the range that the model must meet."""
    low, high = value.get("range") or (value["value"],) * 2
    return low * (1 - value["tolerance"]), high * (1 + value["tolerance"])


def printed(number):
    """As the documentation prints what a model gives."""
    return f"{number:.3g}"


def lines_under(heading):
    """Of the documentation, up to the next heading."""
    text = DOCUMENTATION.read_text("utf-8")
    return re.split(r"^#+ .*$", text.split(f"{heading}\n", 1)[1], flags=re.MULTILINE)[0]


@pytest.mark.parametrize("name", [name for name in CHECKS if "missed" not in CHECKS[name]])
def test_model_is_inside_of_the_stated_tolerance(name):
    """What no parameter was set by is met within the tolerance that stands beside it."""
    low, high = ends(CHECKS[name])
    assert low <= MODEL[name]() <= high


@pytest.mark.parametrize("name", [name for name in CHECKS if "missed" in CHECKS[name]])
def test_a_missed_value_is_really_missed_and_told(name):
    """A value that a model misses is outside of its tolerance, and the documentation lists it."""
    low, high = ends(CHECKS[name])
    assert not low <= MODEL[name]() <= high
    told = f"{CHECKS[name]['row']}, {CHECKS[name]['quantity']}"
    assert told in lines_under("## What the models miss")


def test_every_check_is_compared():
    """No check is left out, and nothing is compared that is no check."""
    assert set(MODEL) == set(CHECKS)
    assert len(VALUES) == len(CONTENT["values"])


def test_documentation_shows_what_the_models_give():
    """Every check stands in the table with the figure that the models give today."""
    rows = [line.strip("| ").split(" | ") for line in lines_under("### Every check").splitlines()]
    shown = {f"{cells[0]} {cells[2]}": cells[4] for cells in rows if len(cells) == 6}
    assert {name: printed(model()) for name, model in MODEL.items()} == {
        name: shown.get(name) for name in MODEL
    }


def test_documentation_names_a_test_for_each_mistake():
    """All twenty mistakes stand in the table, and every test that it names exists."""
    table = lines_under("## Twenty mistakes, and the test that catches each")
    assert re.findall(r"^\| (\d+) \|", table, re.MULTILINE) == [f"{n}" for n in range(1, 21)]
    for file, name in re.findall(r"`(test_\w+\.py)::(\w+)`", table):
        assert f"def {name}(" in (HERE / file).read_text("utf-8"), name


def test_every_row_is_placed():
    """Each of the 68 rows that were handed over is compared, used up, shown, or left out aloud."""
    placed = [one["row"] for one in CONTENT["values"]]
    outside = [row for group in CONTENT["outside"] for row in group["rows"]]
    assert {f"V{n:02}" for n in range(1, 69)} <= {*placed, *outside}
    assert not set(placed) & set(outside)
    assert len(outside) == len(set(outside))


def test_every_published_value_has_its_source():
    """Each value names a source of the bibliography, whatever it is used for."""
    known = references()
    assert not {one["source"] for one in CONTENT["values"]} - set(known)


@pytest.mark.parametrize("name", CHECKS)
def test_tolerance_is_not_false_precision(name):
    """A single value is held to 25 % at best, a range to its ends, and a reason stands beside."""
    value = CHECKS[name]
    assert value["why"]
    assert 0.25 <= value["tolerance"] <= 0.35 or (value["tolerance"] == 0 and "range" in value)


def rows_used_up():
    """Ids that any entry of drugs.yml names as used up."""
    known = formulary()
    sources = [p for one in drugs().values() for p in one.parameters.values()]
    sources += [p for one in drugs().values() for p in one.metabolite_parameters.values()]
    sources += [known.age, *known.interactions.values()]
    return {row for one in sources for row in one.rows}


def test_what_was_used_up_is_named_on_both_sides():
    """A row marked calibrate is named where it set a parameter, and the other way round."""
    calibrating = {one["row"] for one in CONTENT["values"] if one["use"] == "calibrate"}
    assert rows_used_up() == calibrating
