"""Arithmetic that a bank may hold: computed by a small evaluator, never run as Python.

A formula takes numbers, the names of a variant, ``+ - * / **``, parentheses, and ``exp``, ``log``
(natural), ``log2`` and ``sqrt`` of one argument. Everything is computed in floating point.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping

MAX_LENGTH = 300
MAX_EXPONENT = 100

_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SIGNS = {ast.UAdd: operator.pos, ast.USub: operator.neg}
_FUNCTIONS = {"exp": math.exp, "log": math.log, "log2": math.log2, "sqrt": math.sqrt}


class FormulaError(ValueError):
    """A formula that can't be computed. The text says why."""


def evaluate(formula: str, numbers: Mapping[str, float]) -> float:
    """Compute a formula.

    Args:
        formula: such as ``"1000 * dose_mg / volume_l"``.
        numbers: what its names stand for.

    Returns:
        A finite number.

    Raises:
        FormulaError: if the formula is no arithmetic, or has no finite result.
    """
    if len(formula) > MAX_LENGTH:
        raise FormulaError(f"a formula has at most {MAX_LENGTH} characters")
    try:
        result = _value(ast.parse(formula.strip(), mode="eval").body, numbers)
    except FormulaError:
        raise
    except SyntaxError:
        raise FormulaError(f"“{formula}” is not a formula") from None
    except (RecursionError, MemoryError):
        raise FormulaError("the formula has too many levels") from None
    except (ArithmeticError, ValueError) as problem:
        raise FormulaError(f"“{formula}” has no result: {problem}") from None
    if not math.isfinite(result):
        raise FormulaError(f"“{formula}” has no finite result")
    return result


def _value(node: ast.expr, numbers: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            # In floating point from here on: whole numbers of Python's own grow without bound.
            return float(number)
        case ast.Name(id=name):
            return _number_called(name, numbers)
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _SIGNS:
            return _SIGNS[type(sign)](_value(operand, numbers))
        case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
            return _power(_value(base, numbers), _value(exponent, numbers))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATIONS:
            return _OPERATIONS[type(sign)](_value(left, numbers), _value(right, numbers))
        case ast.Call(func=ast.Name(id=name), args=[one], keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](_value(one, numbers))
    raise FormulaError(
        f"“{ast.unparse(node)}” is not allowed; a formula takes numbers, names, + - * / **, "
        f"parentheses and {', '.join(_FUNCTIONS)} of one number"
    )


def _number_called(name: str, numbers: Mapping[str, float]) -> float:
    if name not in numbers:
        raise FormulaError(f"there is no number “{name}”; there are {', '.join(numbers)}")
    return float(numbers[name])


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > MAX_EXPONENT:
        raise FormulaError(f"an exponent of {exponent:g} is beyond {MAX_EXPONENT}")
    if base < 0 and not exponent.is_integer():
        raise FormulaError("a negative number has no power that is not whole")
    return base**exponent
