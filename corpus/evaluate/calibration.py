"""What confidence is worth: calibration errors, the Brier score, and what is gained by trusting only the sure.

A reading is a `Point` (confidence, right). Expected calibration error: Guo et al., On Calibration of Modern Neural
Networks (2017), over bins of equal width and over bins of equal mass; Brier (1950). The area under the ROC curve as the
statistic of Mann and Whitney (1947): Hanley and McNeil (1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.score import Point

BINS = 10
MOST_TOLD = 50  # points of a curve that a file of figures holds: more are not seen in a plot
THRESHOLDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)


@dataclass(frozen=True, slots=True)
class Bin:
    """The readings of a stretch of confidence: their number, mean confidence and share of right ones."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float

    @property
    def gap(self) -> float:
        """By how much confidence misses accuracy, either way; 0 to 1."""
        return abs(self.confidence - self.accuracy)


@dataclass(frozen=True, slots=True)
class Trusted:
    """What remains when only readings of at least `threshold` are trusted: how many of all, how many of them right."""

    threshold: float
    coverage: float
    precision: float
    count: int


def brier(points: Sequence[Point]) -> float:
    """The mean squared difference between confidence and truth; 0 for no readings."""
    return sum((p.confidence - p.right) ** 2 for p in points) / max(1, len(points))


def equal_width(points: Sequence[Point]) -> tuple[Bin, ...]:
    """Ten bins of one width; empty ones are left out."""
    sorted_in: list[list[Point]] = [[] for _ in range(BINS)]
    for point in points:
        sorted_in[min(BINS - 1, int(point.confidence * BINS))].append(point)
    return tuple(_bin(held, i / BINS, (i + 1) / BINS) for i, held in enumerate(sorted_in) if held)


def equal_mass(points: Sequence[Point]) -> tuple[Bin, ...]:
    """Up to ten bins of as many readings each, by confidence. Readings of one confidence stay in one bin."""
    ordered = sorted(points, key=lambda p: p.confidence)
    size = max(1.0, len(ordered) / BINS)
    bins: list[list[Point]] = []
    for i, point in enumerate(ordered):
        begins = not bins or (len(bins) <= i / size and point.confidence != bins[-1][-1].confidence)
        if begins:
            bins.append([])
        bins[-1].append(point)
    return tuple(_bin(held, held[0].confidence, held[-1].confidence) for held in bins)


def _bin(points: Sequence[Point], low: float, high: float) -> Bin:
    n = len(points)
    return Bin(low, high, n, sum(p.confidence for p in points) / n, sum(p.right for p in points) / n)


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean gap between confidence and accuracy, bins weighted by their readings."""
    return sum(b.gap * b.count for b in bins) / max(1, sum(b.count for b in bins))


def trusted(points: Sequence[Point], threshold: float) -> Trusted:
    """What is left at a threshold; precision 1 where nothing is."""
    kept = [p for p in points if p.confidence >= threshold]
    precision = sum(p.right for p in kept) / len(kept) if kept else 1.0
    return Trusted(threshold, len(kept) / max(1, len(points)), precision, len(kept))


def risk_coverage(points: Sequence[Point]) -> tuple[Trusted, ...]:
    """Precision and coverage at each confidence that occurs, from the surest down."""
    curve: list[Trusted] = []
    right = 0
    ordered = sorted(points, key=lambda p: -p.confidence)
    for n, point in enumerate(ordered, 1):
        right += point.right
        if n == len(ordered) or ordered[n].confidence != point.confidence:
            curve.append(Trusted(point.confidence, n / len(ordered), right / n, n))
    return tuple(curve)


def coverage_at(points: Sequence[Point], precision: float) -> float:
    """The largest share of readings that some threshold keeps with at least that precision; 0 where none does."""
    return max((t.coverage for t in risk_coverage(points) if t.precision >= precision), default=0.0)


def thinned(curve: Sequence[Trusted], most: int = MOST_TOLD) -> tuple[Trusted, ...]:
    """At most so many points of a curve, evenly over its coverage, first and last among them."""
    if len(curve) <= most:
        return tuple(curve)
    kept = {0: curve[0], len(curve) - 1: curve[-1]}
    for step in range(1, most - 1):
        at = next(i for i, t in enumerate(curve) if t.coverage * (most - 1) >= step)
        kept[at] = curve[at]
    return tuple(kept[i] for i in sorted(kept))


def auroc(points: Sequence[Point]) -> float | None:
    """How often a right reading is surer than a wrong one, equally sure ones counting half; None without both."""
    right = sum(p.right for p in points)
    wrong = len(points) - right
    if not right or not wrong:
        return None
    by_confidence: dict[float, list[int]] = {}
    for point in points:
        by_confidence.setdefault(point.confidence, [0, 0])[point.right] += 1
    wins, wrong_below = 0.0, 0
    for confidence in sorted(by_confidence):
        wrong_here, right_here = by_confidence[confidence]
        wins += right_here * (wrong_below + wrong_here / 2)
        wrong_below += wrong_here
    return wins / (right * wrong)
