"""Plots as SVG text: reliability diagrams, risk-coverage curves, bars. No scripts, no fonts of their own, colours from
the page's style sheet (classes `c0` to `c5`), so that they follow light and dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from corpus.evaluate.calibration import Bin, Trusted

_WIDTH, _HEIGHT = 340.0, 260.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 16.0, 16.0, 40.0
_BAR, _BAR_GAP, _LABELS = 13.0, 10.0, 190.0
COLOURS = 6


def _svg(width: float, height: float, parts: Iterable[str], title: str) -> str:
    body = "".join(parts)
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" role="img" '
        f'aria-label="{escape(title)}">{body}</svg>'
    )


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


class _Frame:
    """Axes from `low` to 1 on both sides, and where a value lies on them."""

    def __init__(self, x_low: float, y_low: float, x_label: str, y_label: str) -> None:
        self.x_low, self.y_low, self.labels = x_low, y_low, (x_label, y_label)

    def x(self, value: float) -> float:
        return _LEFT + (value - self.x_low) / (1 - self.x_low) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _TOP + (1 - max(self.y_low, value)) / (1 - self.y_low) * (_HEIGHT - _TOP - _BOTTOM)

    def axes(self) -> list[str]:
        parts = []
        for i in range(6):
            x, y = (low + (1 - low) * i / 5 for low in (self.x_low, self.y_low))
            parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{self.y(y):.1f}" '
                         f'y2="{self.y(y):.1f}"/>')  # fmt: skip
            parts += [_text(_LEFT - 6, self.y(y) + 4, f"{y:.3g}", "end"), _text(self.x(x), _HEIGHT - 22, f"{x:.3g}")]
        middle = (_LEFT + _WIDTH - _RIGHT) / 2
        parts.append(_text(middle, _HEIGHT - 5, self.labels[0]))
        turned = f'transform="rotate(-90 11 {_HEIGHT / 2 - 15:.0f})"'
        parts.append(
            f'<text x="11" y="{_HEIGHT / 2 - 15:.0f}" text-anchor="middle" {turned}>{escape(self.labels[1])}</text>'
        )
        return parts


def reliability(bins: Sequence[Bin], title: str) -> str:
    """Accuracy over mean confidence, a dot a bin, its area the number of readings; the diagonal is perfection."""
    frame = _Frame(0.0, 0.0, "confidence", "share right")
    parts = frame.axes()
    parts.append(f'<line class="diagonal" x1="{frame.x(0):.1f}" y1="{frame.y(0):.1f}" x2="{frame.x(1):.1f}" '
                 f'y2="{frame.y(1):.1f}"/>')  # fmt: skip
    whole = max(1, sum(b.count for b in bins))
    for b in bins:
        x, y = frame.x(b.confidence), frame.y(b.accuracy)
        parts.append(f'<line class="s0" x1="{x:.1f}" x2="{x:.1f}" y1="{frame.y(b.confidence):.1f}" y2="{y:.1f}"/>')
        hint = f"{b.count} readings, confidence {b.confidence:.4f}, right {b.accuracy:.4f}"
        radius = 3 + 9 * (b.count / whole) ** 0.5
        parts.append(f'<circle class="c0" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{hint}</title></circle>')
    return _svg(_WIDTH, _HEIGHT, parts, title)


def risk_coverage_plot(curves: Sequence[tuple[str, Sequence[Trusted]]], title: str) -> str:
    """Precision over coverage, a line a scan condition; the axis of precision begins at the worst shown."""
    lowest = min((t.precision for _, curve in curves for t in curve), default=1.0)
    frame = _Frame(0.0, min(0.95, int(lowest * 20) / 20), "coverage", "precision")
    parts = frame.axes()
    for i, (name, curve) in enumerate(curves):
        points = [f"{frame.x(t.coverage):.1f},{frame.y(t.precision):.1f}" for t in curve]
        parts.append(f'<polyline class="s{i % COLOURS}" points="{" ".join(points)}"><title>{escape(name)}</title>'
                     "</polyline>")  # fmt: skip
        parts += [
            f'<circle class="c{i % COLOURS}" cx="{frame.x(t.coverage):.1f}" cy="{frame.y(t.precision):.1f}" r="2.5">'
            f"<title>{escape(name)}: ≥ {t.threshold:.3f}: {t.precision:.4f} of {t.count}</title></circle>"
            for t in curve[-1:]
        ]
    return _svg(_WIDTH, _HEIGHT, parts, title)


def bars(rows: Sequence[tuple[str, Sequence[tuple[str, float | None]]]], title: str) -> str:
    """Shares as horizontal bars, rows of one label together, each bar with its name and number."""
    names = list(dict.fromkeys(name for _, held in rows for name, _ in held))
    width, y = 640.0, 6.0
    parts: list[str] = []
    for label, held in rows:
        parts.append(_text(_LABELS - 8, y + _BAR - 2, label, "end"))
        for name, value in held:
            if value is None:
                continue
            length = value * (width - _LABELS - 60)
            colour = names.index(name) % COLOURS
            parts.append(
                f'<rect class="c{colour}" x="{_LABELS}" y="{y:.1f}" width="{length:.1f}" height="{_BAR - 2}">'
                f"<title>{escape(f'{label}, {name}: {value:.4f}')}</title></rect>"
            )
            parts.append(_text(_LABELS + length + 5, y + _BAR - 3, f"{value:.4f}", "start"))
            y += _BAR
        y += _BAR_GAP
    return _svg(width, y, parts, title)
