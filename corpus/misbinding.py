"""`python -m corpus.misbinding FOLDER...`: fits what the signs of a wrong binding weigh (patterns/misbinding.yaml).

Each folder holds Records and their golden data. A failed identity is the document's own where it rests on a figure
that was planted wrong, else the reading's. Prints the intercept and the weights, to be put into the file.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from corpus.evaluate.sources import GOLDEN_SUFFIX
from corpus.logistic import logistic
from extractors.model.record import Check, Record
from extractors.model.reference import CellRef, CellReference, cell_at

_RESTRAINT = 1.0
_ROOM = Decimal("0.06")  # rates may be printed with one decimal


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed identity: its document, the signs beside it, and whether the document itself errs."""

    document: str
    signs: dict[str, float]
    true: bool


def failures(folder: Path) -> Iterator[Failure]:
    """The failed identities of a folder's Records. Raises OSError, or ValidationError where a file is no Record."""
    for path in sorted(folder.glob("*.json")):
        golden = path.with_name(path.stem + GOLDEN_SUFFIX)
        if path.name.endswith(GOLDEN_SUFFIX) or not golden.exists():
            continue
        record = Record.model_validate_json(path.read_bytes())
        errors = json.loads(golden.read_bytes()).get("errors", ())
        for check in record.checks:
            if check.outcome == "fail":
                yield Failure(path.stem, check.signs, any(_rests_on(record, check, e) for e in errors))


def _rests_on(record: Record, check: Check, error: dict[str, Any]) -> bool:
    """Whether the identity is of the figure that was planted wrong."""
    if "stated" not in error:
        return False
    stated = Decimal(error["stated"])
    for fact in record.facts:
        if fact.id in check.facts and fact.measure == error.get("measure") and fact.unit is not None:
            same = fact.code == error.get("code") and _within(fact.concept, error["concept"])
            off = abs(abs(Decimal(fact.value)) - abs(stated))
            if same and off <= (_ROOM if fact.unit == "percent" else 0):
                return True
    return "statement" in error and any(_amount(record, cell_at(path)) == stated for path in check.cells)


def _within(concept: str, of: str) -> bool:
    return f"{concept}.".startswith(f"{of}.") or f"{of}.".startswith(f"{concept}.")


def _amount(record: Record, ref: CellReference) -> Decimal | None:
    """What a statement's cell holds; None where it is blank, and for cells of forms."""
    value = ref.resolve(record).value if isinstance(ref, CellRef) else None
    return Decimal(value) if value is not None else None


def fitted(found: Sequence[Failure]) -> tuple[float, dict[str, float]]:
    """Intercept and weights of a logistic model with ridge; both classes weigh the same, many of one document less."""
    names = sorted({name for f in found for name in f.signs})
    rows = np.array([[f.signs.get(name, 0.0) for name in names] for f in found])
    true = np.array([float(f.true) for f in found])
    of_document = Counter((f.document, f.true) for f in found)
    weight = np.array([of_document[f.document, f.true] ** -0.5 for f in found])
    weight[true == 1] *= weight[true == 0].sum() / weight[true == 1].sum()
    intercept, weights = logistic(rows, true, ridge=_RESTRAINT, counted=weight)
    return round(intercept, 2), {n: round(float(w), 2) for n, w in zip(names, weights, strict=True)}


def main() -> None:
    """Fits on the folders of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    found = [f for folder in parser.parse_args().folders for f in failures(folder)]
    if len({f.true for f in found}) < 2:
        parser.error("there must be failed identities of both kinds")
    intercept, weights = fitted(found)
    true = sum(f.true for f in found)
    training = f"{len(found)} failed identities ({true} of the document, {len(found) - true} of the reading)"
    print(yaml.safe_dump({"intercept": intercept, "weights": weights, "training": training}, sort_keys=False), end="")


if __name__ == "__main__":
    main()
