"""The baseline: figures of a small fixed set of documents that may not fall by more than their noise.

    python -m corpus.evaluate.baseline          compares with corpus/baseline.json; ends with 1 where a figure fell
    python -m corpus.evaluate.baseline --write  measures the set again and writes the figures

A figure is a mean of `cases` values in [0, 1]. What it may fall is twice the binomial standard error of its expected
value (successes + 1) / (cases + 2) (Laplace), so that a figure of 1 may fall a little too; for means that are no
shares the binomial error is an upper bound. Calibration errors and Brier scores may rise by the same bound.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

from corpus.evaluate.sources import Document, generated_comparisons, measured_only
from corpus.evaluate.summary import Evaluation, Group, evaluation_of

BASELINE = Path(__file__).parent.parent / "baseline.json"
_STANDARD_ERRORS = 2.0


def noise(value: float, cases: int) -> float:
    """What a figure of that value over that many cases may change by without meaning anything."""
    expected = (value * cases + 1) / (cases + 2)
    return _STANDARD_ERRORS * sqrt(expected * (1 - expected) / max(1, cases))


def figures_of(group: Group) -> Iterator[tuple[str, float, int, bool]]:
    """The figures of a group that are held to the baseline: name, value, cases, whether higher is better."""
    for name, ratio in group.ratios.items():
        if ratio.whole:
            yield name, ratio.part / ratio.whole, ratio.whole, True
    for kind, calibration in group.calibration.items():
        yield f"{kind} ece_equal_width", calibration.ece_width, calibration.count, False
        yield f"{kind} brier", calibration.brier, calibration.count, False
        sure = next(t for t in calibration.at_threshold if t.threshold == 0.9)
        if sure.count:
            yield f"{kind} precision_at_0.9", sure.precision, sure.count, True


def measured(evaluation: Evaluation) -> dict[str, dict[str, dict[str, Any]]]:
    """Figures with their noise, by `family condition`; those of all families, with the least noise, too."""
    return {
        f"{group.family} {group.condition}" + (" (measured only)" if group.measure_only else ""): {
            name: {
                "value": round(value, 6), "cases": cases, "noise": round(noise(value, cases), 6),
                "better": "higher" if higher else "lower",
            }
            for name, value, cases, higher in figures_of(group)
        }
        for group in (*evaluation.totals, *evaluation.groups)
    }  # fmt: skip


def falls(baseline: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """One line for each figure that is worse than the baseline by more than its noise, or is gone."""
    lines = []
    for group, figures in baseline.items():
        for name, was in figures.items():
            current = now.get(group, {}).get(name)
            if current is None:
                lines.append(f"{group}: {name}: was {was['value']}, is not measured any more")
                continue
            worse = (was["value"] - current["value"]) * (1 if was["better"] == "higher" else -1)
            if worse > was["noise"]:
                lines.append(f"{group}: {name}: was {was['value']}, is {current['value']} (noise {was['noise']})")
    return lines


def evaluated(documents: Sequence[Document]) -> Evaluation:
    """The evaluation of these documents, generated and read in this process."""
    comparisons = generated_comparisons(documents, 1, lambda name: print(f"  {name}", file=sys.stderr))
    return evaluation_of(comparisons, measured_only())


def load_baseline(path: Path = BASELINE) -> tuple[tuple[Document, ...], dict[str, Any]]:
    """The documents and the figures of a baseline file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    documents = tuple(Document(family, seed, condition) for family, seed, condition in data["documents"])
    return documents, data["figures"]


def _write(path: Path, documents: Sequence[Document], figures: Mapping[str, Any]) -> None:
    text = json.dumps({"documents": documents, "figures": figures}, indent=1, ensure_ascii=False)
    temporary = path.with_suffix(".part")
    temporary.write_text(text + "\n", encoding="utf-8")
    temporary.replace(path)


def main() -> None:
    """The command: compares the figures with the file, or writes them. Ends with 1 where one fell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="measure again and write the figures")
    parser.add_argument("--file", type=Path, default=BASELINE)
    options = parser.parse_args()
    documents, figures = load_baseline(options.file)
    now = measured(evaluated(documents))
    if options.write:
        _write(options.file, documents, now)
        return
    fallen = falls(figures, now)
    for line in fallen:
        print(line)
    count = sum(map(len, figures.values()))
    print(f"{options.file}: {count - len(fallen)} of {count} figures hold")
    sys.exit(1 if fallen else 0)


if __name__ == "__main__":
    main()
