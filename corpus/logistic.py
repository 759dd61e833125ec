"""Logistic regression as all weights kept in patterns/ are fitted by: weighted, restrained, within bounds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]
Bounds = tuple[float | None, float | None]
UNBOUND: Bounds = (None, None)


def logistic(
    rows: Floats,
    true: Floats,
    *,
    ridge: Floats | float,
    counted: Floats | float = 1.0,
    before: Floats | float = 0.0,
    bounds: Sequence[Bounds] | None = None,
) -> tuple[float, Floats]:
    """Intercept and weights of the columns of `rows` that make `true` (0 or 1 a row) most likely.

    `counted` is how much each row counts; `ridge` holds each weight back from what it was taken for `before`, and
    `bounds` are the least and the most that each may be. The intercept is free.
    """

    def loss(w: Floats) -> tuple[float, Floats]:
        odds = w[0] + rows @ w[1:]
        slope = counted * (1 / (1 + np.exp(-odds)) - true)
        away = w[1:] - before
        value = (counted * (np.logaddexp(0.0, odds) - true * odds)).sum() + (ridge * away * away).sum() / 2
        return float(value), np.concatenate([[slope.sum()], rows.T @ slope + ridge * away])

    columns = rows.shape[1]
    within = [UNBOUND, *(bounds if bounds is not None else [UNBOUND] * columns)]
    best = minimize(loss, np.zeros(columns + 1), jac=True, method="L-BFGS-B", bounds=within).x
    return float(best[0]), best[1:]
