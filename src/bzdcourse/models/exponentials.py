r"""Differences and sums of exponentials, in forms that lose no digits.

$e^{-at}-e^{-bt}$ over $b-a$ is 0/0 where the two rates are equal, and rounding noise where they
nearly are. With $\varphi(x)=(1-e^{-x})/x$ it is $t\,e^{-at}\varphi((b-a)t)$, which is neither.
The exponential of a matrix of flows is a sum of terms none of which is negative.
"""

from __future__ import annotations

from math import expm1, log1p

import numpy as np


def phi(x: np.ndarray | float) -> np.ndarray:
    r"""$(1-e^{-x})/x$, and 1 for 0."""
    x = np.asarray(x, dtype=float)
    return np.divide(-np.expm1(-x), x, out=np.ones_like(x), where=x != 0)


def log1p_over(x: float) -> float:
    r"""$\ln(1+x)/x$, and 1 for 0."""
    return log1p(x) / x if x else 1.0


def bateman(slow: float, fast: float, t: np.ndarray | float) -> np.ndarray:
    r"""$(e^{-at}-e^{-bt})/(b-a)$ for $a \le b$: the shape of a curve with absorption."""
    return t * np.exp(-slow * t) * phi((fast - slow) * t)


def repeated(rate: float, interval: float, times: np.ndarray | float) -> np.ndarray:
    r"""$1+e^{-\lambda\tau}+e^{-2\lambda\tau}+\dots$, so many terms."""
    return np.expm1(-rate * interval * times) / expm1(-rate * interval)


def repeated_bateman(
    slow: float,
    fast: float,
    interval: float,
    times: np.ndarray | float,
    t: np.ndarray | float,
) -> np.ndarray:
    r"""$B(t)+B(t+\tau)+B(t+2\tau)+\dots$, so many terms, with $B$ of :func:`bateman`.

    With $M_\lambda=1-e^{-\lambda\tau}$ and $N_\lambda=1-e^{-n\lambda\tau}$ it is

    $$B(t)\frac{N_a}{M_a}+e^{-bt}\,\frac{N_aB(\tau)-M_aB(n\tau)}{M_aM_b}.$$

    The last difference loses at most $2/(nb\tau)$ roundings. The usual form, one geometric sum less
    the other over $b-a$, loses every digit as the rates meet.
    """
    one_m, one_n = np.expm1(-slow * interval), np.expm1(-slow * interval * times)
    earlier = one_n * bateman(slow, fast, interval) - one_m * bateman(slow, fast, interval * times)
    earlier = np.exp(-fast * t) * earlier / (one_m * -expm1(-fast * interval))
    return bateman(slow, fast, t) * one_n / one_m + earlier


def running_sums(x: np.ndarray, most: int) -> np.ndarray:
    r"""$1+e^{-x}+\dots$ of 1 to ``most`` terms; a last axis is added to that of ``x``.

    By doubling: the sum of $m+n$ terms is that of $m$ and $e^{-mx}$ times that of $n$. It takes
    few exponentials, and nothing cancels.
    """
    sums = np.empty((*x.shape, most))
    sums[..., 0] = done = 1
    while done < most:
        new = sums[..., done : 2 * done]
        np.multiply(np.exp(-done * x)[..., None], sums[..., : new.shape[-1]], out=new)
        new += sums[..., done - 1 : done]
        done *= 2
    return sums


def of_flows(matrices: np.ndarray) -> np.ndarray:
    r"""$e^{A}$ of matrices whose negative numbers all stand on the diagonal, as flows have it.

    $e^A=\big(e^{-\lambda}\sum_j(A+\lambda)^j/j!\big)^{2^m}$, with $A$ first divided by $2^m$ and
    $\lambda$ the largest outflow: nothing is subtracted, so no digits cancel and nothing falls
    below 0. scipy's ``expm`` would do, but starts threads for each matrix of five rows; where the
    processor has other work, that takes a hundred times as long and more.

    Args:
        matrices: shape ``(..., states, states)``.
    """
    outflow = -np.diagonal(matrices, axis1=-2, axis2=-1).min(axis=-1, initial=0.0)
    here = np.eye(matrices.shape[-1])
    gains = matrices + outflow[..., None, None] * here
    halvings = np.maximum(np.frexp(gains.sum(axis=-2).max(axis=-1))[1], 0)
    gains = np.ldexp(gains, -halvings[..., None, None])
    result = term = np.broadcast_to(here, gains.shape)
    for n in range(1, 20):
        term = term @ gains / n
        result = result + term
    result *= np.exp(-np.ldexp(outflow, -halvings))[..., None, None]
    for halving in range(halvings.max(initial=0)):
        again = halvings > halving
        result[again] = result[again] @ result[again]
    return result
