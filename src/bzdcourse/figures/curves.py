"""From arrays to the paths of an SVG, as few and as short as the pixels allow.

Coordinates are whole tenths of a pixel, each relative to the one before: integers are written
several times quicker than decimals, and the text is half as long.
"""

from __future__ import annotations

import numpy as np

TENTHS = 10


def segments(x_px: np.ndarray, y_px: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """The stretches of a curve between its gaps; a gap is where ``y_px`` is not finite."""
    held = np.isfinite(y_px) & np.isfinite(x_px)
    if held.all():
        return [(x_px, y_px)]
    edges = np.flatnonzero(np.diff(np.concatenate(([0], held.astype(np.int8), [0]))))
    return [
        (x_px[a:b], y_px[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1
    ]


def staircase(x_px: np.ndarray, y_px: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each value goes on until the next ``x``."""
    return np.repeat(x_px, 2)[1:], np.repeat(y_px, 2)[:-1]


def thinned(x_px: np.ndarray, y_px: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """About ``most`` points of a curve: of each stretch its lowest and its highest.

    So a peak between two doses stays at its height, however many there are in one pixel.
    """
    if x_px.size <= most:
        return x_px, y_px
    size = -(-x_px.size * 2 // most)
    rows = -(-x_px.size // size)
    padded = np.concatenate((y_px, np.full(rows * size - y_px.size, y_px[-1])))
    shaped = padded.reshape(rows, size)
    kept = np.concatenate((shaped.argmin(axis=1), shaped.argmax(axis=1))).reshape(2, rows)
    kept.sort(axis=0)
    places = (kept + np.arange(rows) * size).T.ravel()
    places = np.concatenate(([0], np.minimum(places, x_px.size - 1), [x_px.size - 1]))
    return x_px[places], y_px[places]


def path(x_px: np.ndarray, y_px: np.ndarray) -> str:
    """Path data of one stretch, in tenths of a pixel."""
    points = np.empty((x_px.size, 2))
    points[:, 0], points[:, 1] = x_px, y_px
    # Far outside the picture a curve is cut off anyway, and a number could outgrow an integer.
    whole = np.rint(np.clip(points * TENTHS, -1e5, 1e5)).astype(np.int64)
    moves = np.diff(whole, axis=0)
    start = f"M{whole[0, 0]} {whole[0, 1]}"
    return f"{start}l{' '.join(map(str, moves.ravel().tolist()))}" if len(moves) else start


def outline(x_px: np.ndarray, low_px: np.ndarray, high_px: np.ndarray) -> str:
    """Path data around a band: along its upper edge, and back along its lower one."""
    x = np.concatenate((x_px, x_px[::-1]))
    return path(x, np.concatenate((high_px, low_px[::-1]))) + "z"
