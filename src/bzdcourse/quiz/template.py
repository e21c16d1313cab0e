r"""Texts of a bank in which names stand for numbers: ``A dose of {dose_mg} mg``.

Only ``{name}`` is replaced, with a name that is known; any other brace stays, as in
``$\frac{a}{b}$``. Between dollar signs the number keeps its braces, so that ``e^{rate_h}`` and
``\frac{dose_mg}{volume_l}`` remain LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{([a-z][a-z0-9_]{2,})\}")
_ANY_BRACES = re.compile(r"\{([^{}]*)\}")
# What Markdown takes as a formula here: no space inside the dollar signs, no digit outside.
_MATHS = re.compile(r"(\$\$.+?\$\$|(?<![\d$])\$(?=[^\s$])[^$]*(?<=\S)\$(?!\d))", re.DOTALL)


def fill(template: str, numbers: Mapping[str, float]) -> str:
    """Put the numbers into a text."""
    parts = _MATHS.split(template)
    return "".join(_filled(part, numbers, in_maths=n % 2 == 1) for n, part in enumerate(parts))


def names_in(template: str) -> set[str]:
    """Whatever stands in braces like a name, in LaTeX too."""
    return set(_PLACE.findall(template))


def names_meant(template: str) -> set[str]:
    """What can only be meant as a name: any braces of the prose, in LaTeX those with ``_``."""
    prose = " ".join(_MATHS.split(template)[::2])
    return set(_ANY_BRACES.findall(prose)) | {name for name in names_in(template) if "_" in name}


def in_digits(number: float) -> str:
    """A number as a text has it: no exponent and no zeros at its end, as far as that goes."""
    return f"{number:.10g}"


def _filled(part: str, numbers: Mapping[str, float], *, in_maths: bool) -> str:
    def number_or_braces(found: re.Match[str]) -> str:
        if found[1] not in numbers:
            return found[0]
        digits = in_digits(numbers[found[1]])
        return f"{{{digits}}}" if in_maths else digits

    return _PLACE.sub(number_or_braces, part)
