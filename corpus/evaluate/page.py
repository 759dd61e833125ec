"""The evaluation as one HTML page that works offline: tables and plots, everything inline, no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from corpus.evaluate.calibration import Trusted
from corpus.evaluate.plots import COLOURS, bars, reliability, risk_coverage_plot
from corpus.evaluate.summary import ALL, FIGURES, READINGS, Evaluation, Group
from corpus.evaluate.terminal import share

_BARS = {
    "Figures 数字": ("numeric_recall", "numeric_precision"),
    "Reasons 原因": ("text_recall", "reason_similarity"),
    "Cells of forms and statements 表格单元": ("form_recall", "form_precision", "cell_recall", "cell_precision"),
}


def page_of(evaluation: Evaluation, made: str) -> str:
    """The page's HTML. `made` says when and with which version, as it shall stand there."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    environment.filters["share"] = share
    shown = [name for name in FIGURES if any(g.figure(name) is not None for g in evaluation.groups)]
    return environment.get_template("page.html.j2").render(
        made=made,
        parts=[
            (title, _rows(evaluation.groups, apart), _rows(evaluation.totals, apart))
            for apart, title in ((False, "Families 文风"), (True, "Measured only 只测不调"))
            if _rows(evaluation.groups, apart)
        ],
        figures={name: FIGURES[name] for name in shown},
        readings=READINGS,
        bars=[(title, _bars(evaluation.groups, names), _legend([FIGURES[n] for n in names]))
              for title, names in _BARS.items() if set(names) & set(shown)],
        reliability=_reliability(evaluation.totals),
        curves=_curves(evaluation.totals) + _group_curves(evaluation.totals),
        failures=[c.failure for c in evaluation.comparisons if c.failure],
    )  # fmt: skip


def _rows(groups: Sequence[Group], apart: bool) -> list[Group]:
    return [group for group in groups if group.measure_only == apart]


def _named(group: Group) -> str:
    name = group.condition if group.family == ALL else f"{group.family} · {group.condition}"
    return name + (" (measured only)" if group.measure_only else "")


def _bars(groups: Sequence[Group], names: Sequence[str]) -> Markup:
    rows = [(_named(g), [(FIGURES[name], g.figure(name)) for name in names]) for g in groups]
    kept = [(label, held) for label, held in rows if any(value is not None for _, value in held)]
    return Markup(bars(kept, "bars"))


def _legend(names: Sequence[str]) -> list[tuple[int, str]]:
    return [(i % COLOURS, name) for i, name in enumerate(names)]


def _reliability(totals: Sequence[Group]) -> list[tuple[str, Markup]]:
    """A diagram of bins of equal mass for each kind of reading and condition."""
    return [
        (f"{READINGS[kind]}, {_named(group)}", Markup(reliability(calibration.mass_bins, kind)))
        for kind in READINGS
        for group in totals
        if (calibration := group.calibration.get(kind)) is not None
    ]


_Curves = list[tuple[str, Markup, list[tuple[int, str]]]]


def _curves(totals: Sequence[Group]) -> _Curves:
    """Risk and coverage of each kind of reading, a line a condition."""
    held = {
        label: [(_named(g), g.calibration[kind].curve) for g in totals if kind in g.calibration]
        for kind, label in READINGS.items()
    }
    return _plotted(held)


def _group_curves(totals: Sequence[Group]) -> _Curves:
    """The same of each group of figures in which anything is wrong."""
    names = dict.fromkeys(name for total in totals for name, held in total.by_group.items() if held.wrong)
    held: dict[str, list[tuple[str, Sequence[Trusted]]]] = {}
    for name in names:
        for total in totals:
            if name in total.by_group:
                group = total.by_group[name]
                held.setdefault(f"{group.label} ({name})", []).append((_named(total), group.curve))
    return _plotted(held)


def _plotted(held: Mapping[str, Sequence[tuple[str, Sequence[Trusted]]]]) -> _Curves:
    return [
        (label, Markup(risk_coverage_plot(curves, label)), _legend([name for name, _ in curves]))
        for label, curves in held.items()
        if curves
    ]
