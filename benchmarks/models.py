"""The models of drug levels against other ways to the same numbers, in one run.

Half a year, two doses a day, a level for each hour: for one person, and for 10,000. What would take
minutes is measured for a part and scaled up, and says so. The targets are for 10,000 people: within
4 times of writing the result to memory, and at least 500 times faster than all people as one vector
of differential equations. How fast that is depends on the digits asked of it: both ends are shown.
"""

import statistics
import time

import numpy as np
from scipy.integrate import solve_ivp

from bzdcourse.models.kinetics import Kinetics
from bzdcourse.models.pharmacokinetics import level_after_one_dose_ng_ml, level_ng_ml
from bzdcourse.models.population import People, draw_people, levels_of_people, simulate_people
from bzdcourse.models.regimen import regular
from bzdcourse.models.simulation import simulate

TYPICAL = Kinetics(1.6, 83, bioavailability=0.94, absorption_rate_per_h=1.9)
DOSE_MG, INTERVAL_H, DOSES, PEOPLE = 5, 12, 360, 10_000
TIMES_H = np.arange(DOSES * INTERVAL_H + 1.0)
REGIMEN = regular(DOSE_MG, INTERVAL_H, DOSES)
TWO_EQUATIONS = """
<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1"><model id="pk">
<listOfParameters>
  <parameter id="depot" value="0" constant="false"/>
  <parameter id="central" value="0" constant="false"/>
  <parameter id="ka" value="1" constant="true"/>
  <parameter id="k" value="1" constant="true"/>
</listOfParameters>
<listOfRules>
  <rateRule variable="depot"><math xmlns="http://www.w3.org/1998/Math/MathML">
    <apply><minus/><apply><times/><ci>ka</ci><ci>depot</ci></apply></apply></math></rateRule>
  <rateRule variable="central"><math xmlns="http://www.w3.org/1998/Math/MathML">
    <apply><minus/><apply><times/><ci>ka</ci><ci>depot</ci></apply>
    <apply><times/><ci>k</ci><ci>central</ci></apply></apply></math></rateRule>
</listOfRules></model></sbml>"""


def main() -> None:
    """Measure and print both tables."""
    one_person()
    many_people()


def one_person() -> None:
    """The table of one person, in multiples of the closed form."""
    print(f"one person, {DOSES} doses, {TIMES_H.size:,} levels")
    closed = closed_form()
    base, _ = measured(closed_form, 50)
    for name, way, times in (
        ("closed form", closed_form, 50),
        ("simulate, steps of e^Ah", lambda: simulate(TYPICAL, REGIMEN, TIMES_H).parent_ng_ml, 20),
        ("superposition of doses", superposition, 5),
        ("libRoadRunner, 1e-8", road_runner(), 5),
        ("solve_ivp LSODA, 1e-8", one_by_solver, 3),
    ):
        if way is None:
            print(f"  {name:28} is not installed")
            continue
        seconds, levels = measured(way, times)
        error = np.abs(levels[1:] / closed[1 : levels.size] - 1).max()
        print(f"  {name:28} {1e3 * seconds:9.2f} ms {seconds / base:8.0f} x  error {error:.0e}")


def many_people() -> None:
    """The table of 10,000 people, in multiples of writing the result, and the verdict."""
    people = draw_people(TYPICAL, PEOPLE, 1, 0.4, 0.2)
    every_hundredth = range(0, PEOPLE, 100)
    exact = np.array([closed_form(people.one(place)) for place in every_hundredth])
    shape = PEOPLE, TIMES_H.size - 1
    warm = np.empty(shape)
    some = people.some(slice(200))
    print(
        f"\n{PEOPLE:,} people, {DOSES} doses, {shape[1]:,} levels each, {warm.nbytes / 1e6:.0f} MB"
    )
    seconds = {}
    for name, way, times, scale in (
        (NEW, lambda: np.empty(shape).fill(1.0), 7, 1),
        (SAME, lambda: warm.fill(1.0), 7, 1),
        (OURS, lambda: levels_of_people(people, DOSE_MG, INTERVAL_H, DOSES), 7, 1),
        ("simulate_people", lambda: simulate_people(some, REGIMEN, TIMES_H), 3, PEOPLE / 200),
        ("simulate, one by one", lambda: simulate(TYPICAL, REGIMEN, TIMES_H), 10, PEOPLE),
        ("libRoadRunner, one by one", road_runner(), 3, PEOPLE),
        (ROUGH, lambda: all_by_solver(people, 6, 1e-6), 1, DOSES / 6),
        (FINE, lambda: all_by_solver(people, 4, 1e-10), 1, DOSES / 4),
    ):
        if way is None:
            print(f"  {name:28} is not installed")
            continue
        taken, levels = measured(way, times)
        seconds[name] = taken * scale
        ratio = seconds[name] / seconds[NEW]
        notes = "" if scale == 1 else f"  1/{scale:.0f} of it measured"
        if np.shape(levels)[:1] == (PEOPLE,):
            hours = slice(1, levels.shape[1])
            error = np.abs(levels[::100, hours] / exact[:, hours] - 1).max()
            notes += f"  error {error:.0e}"
        print(f"  {name:28} {seconds[name]:9.3f} s  {ratio:8.1f} x{notes}")
    verdict(seconds)


NEW, SAME, OURS = "writing to a new array", "writing to the same array", "levels_of_people"
ROUGH, FINE = "solve_ivp, one vector, 1e-6", "solve_ivp, one vector, 1e-10"


def verdict(seconds: dict[str, float]) -> None:
    """Print by how much each target is met or missed."""
    ours = seconds[OURS]
    print()
    for name in (NEW, SAME):
        answer = "met" if ours <= 4 * seconds[name] else "MISSED"
        print(f"within 4 times of {name:28} {answer:6} ({ours / seconds[name]:.1f})")
    for name in (ROUGH, FINE):
        answer = "met" if seconds[name] >= 500 * ours else "MISSED"
        limit = seconds[name] / seconds[NEW]
        print(
            f"500 times faster than {name:28} {answer:6} ({seconds[name] / ours:.0f}; "
            f"writing alone: {limit:.0f})"
        )


def closed_form(person: Kinetics = TYPICAL) -> np.ndarray:
    """Our own, for equal doses."""
    return level_ng_ml(person, DOSE_MG, INTERVAL_H, TIMES_H, DOSES)


def superposition() -> np.ndarray:
    """The curve of each dose by itself, added up."""
    levels = np.zeros(TIMES_H.size)
    for dose in range(DOSES):
        here = dose * INTERVAL_H
        levels[here:] += level_after_one_dose_ng_ml(TYPICAL, DOSE_MG, TIMES_H[here:] - here)
    return levels


def one_by_solver() -> np.ndarray:
    """One person's equations, the solver begun anew at each dose."""
    k = np.array([TYPICAL.elimination_rate_per_h])
    amounts = by_solver(k, DOSES, "LSODA", 1e-8)
    return amounts[:, 0] / TYPICAL.volume_l * 1000


def all_by_solver(people: People, doses: int, tolerance: float) -> np.ndarray:
    """All people's equations as one vector, the solver begun anew at each dose.

    RK45, because a solver with a Jacobian would need one of 20,000 rows and columns.
    """
    amounts = by_solver(people.clearance_l_h / people.volume_l, doses, "RK45", tolerance)
    return (amounts / people.volume_l * 1000).T


def by_solver(k: np.ndarray, doses: int, method: str, tolerance: float) -> np.ndarray:
    """Amounts in the central compartment at each hour, in mg; shape ``(hours, people)``."""

    def change(_time, state):
        depot, central = state.reshape(2, -1)
        absorbed = TYPICAL.absorption_rate_per_h * depot
        return np.concatenate([-absorbed, absorbed - k * central])

    state, amounts = np.zeros(2 * k.size), []
    hours = np.arange(INTERVAL_H + 1.0)
    for _ in range(doses):
        state[: k.size] += TYPICAL.bioavailability * DOSE_MG
        run = solve_ivp(
            change, (0, INTERVAL_H), state, method, hours, rtol=tolerance, atol=tolerance * 1e-2
        )
        amounts.append(run.y[k.size :, :-1].T)
        state = run.y[:, -1].copy()
    return np.concatenate(amounts)


def road_runner():
    """One person's equations in libRoadRunner's compiled solver; ``None`` if it isn't installed."""
    try:
        from roadrunner import RoadRunner
    except ImportError:
        return None
    model = RoadRunner(TWO_EQUATIONS)
    model.integrator.relative_tolerance, model.integrator.absolute_tolerance = 1e-8, 1e-10
    model.timeCourseSelections = ["central"]
    model.ka, model.k = TYPICAL.absorption_rate_per_h, TYPICAL.elimination_rate_per_h

    def run() -> np.ndarray:
        model.depot = model.central = 0
        amounts = []
        for dose in range(DOSES):
            model.depot += TYPICAL.bioavailability * DOSE_MG
            begin = dose * INTERVAL_H
            hours = model.simulate(begin, begin + INTERVAL_H, INTERVAL_H + 1)
            amounts.append(np.array(hours[:-1, 0]))
        return np.concatenate(amounts) / TYPICAL.volume_l * 1000

    return run


def measured(way, times: int) -> tuple[float, np.ndarray]:
    """Median seconds, and what came out."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        result = way()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), result


if __name__ == "__main__":
    main()
