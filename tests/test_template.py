"""Texts in which names stand for numbers."""

import pytest

from bzdcourse import render
from bzdcourse.quiz.template import fill, names_meant

NUMBERS = {"dose_mg": 2.5, "interval_h": 12, "clearance_l_h": 0.00004, "count": 1298.0}


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{dose_mg} mg every {interval_h} h", "2.5 mg every 12 h"),
        ("{count} people", "1298 people"),
        (r"$\frac{a}{b}$ and {c}", r"$\frac{a}{b}$ and {c}"),
        (r"$\frac{dose_mg}{interval_h} = e^{count}$", r"$\frac{2.5}{12} = e^{1298}$"),
        (r"$\frac{{dose_mg}}{{interval_h}}$", r"$\frac{{2.5}}{{12}}$"),
        ("$$x_{dose_mg}$$ {dose_mg}", "$$x_{2.5}$$ 2.5"),
        ("from $5 to $10 for {dose_mg} mg", "from $5 to $10 for 2.5 mg"),
        ("{dose_mg", "{dose_mg"),
        ("{DOSE_MG} {dose_mg.real} {0} {}", "{DOSE_MG} {dose_mg.real} {0} {}"),
    ],
)
def test_known_names_alone_are_replaced(template, filled):
    """Known names become numbers; LaTeX keeps its braces and stays LaTeX."""
    assert fill(template, NUMBERS) == filled


def test_a_filled_formula_is_shown_as_a_fraction():
    """Numbers inside LaTeX come out as MathML."""
    shown = render.inline(fill(r"$\frac{dose_mg}{interval_h}$", NUMBERS))
    assert "<mfrac>" in shown
    assert "<code>" not in shown


def test_what_was_meant_as_a_name_is_found():
    """Any braces in prose are meant as a name, in LaTeX only those with an underscore."""
    text = r"{dose_mgg} and {Dose} but $\frac{a}{max} {dose_gm}$"
    assert names_meant(text) == {"dose_mgg", "Dose", "dose_gm"}
