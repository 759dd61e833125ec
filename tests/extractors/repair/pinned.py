"""What is pinned of whole made disclosures: how every figure was printed, what is mended, what explains failures.

`python -m tests.extractors.repair.pinned` writes made.pinned.txt anew; review the change as a diff.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

from extractors.model.reference import CellRef
from extractors.repair.mending import Mended, mended
from extractors.repair.readings import ReadingReference, Readings
from tests.made_inputs.case import case
from tests.made_inputs.pins import pins_of, short, write_pins

FILE = Path(__file__).with_name("made.pinned.txt")
CASES = (
    "terse-3", "lakes-21/certain", "terse-3/point", "terse-3/swapped lost", "terse-3/marks for nothing",
    "lakes-21/added swapped", "northeast-13/lost point",
)  # fmt: skip
_AS_PRINTED = CASES[:2]


def pinned(name: str) -> list[str]:
    """The lines of a case: of the first also how its figures are printed."""
    readings = case(name).readings
    figures = [*_printed(readings)] if name in _AS_PRINTED else []
    return [*figures, *_mended(readings, mended(readings))]


def _printed(readings: Readings) -> Iterator[str]:
    for what, style in readings.styles.items():
        yield f"style of {what}: {style.decimals} {style.grouped} {style.most}"
    for i in range(len(readings.stated)):
        yield f"{short(i)} on {readings.page(i)} {_figure(readings, i)}"
    for s, statement in enumerate(readings.statements):
        cells = (CellRef(s, r, k) for r, row in enumerate(statement.rows) for k in range(len(row.row.cells)))
        alike = Counter((place.row, readings.page(place), _figure(readings, place)) for place in cells)
        yield from (f"{s}.{row} on {page} {told}: {count}" for (row, page, told), count in alike.items())


def _figure(readings: Readings, place: ReadingReference) -> str:
    printed = readings.printed(place)
    if printed is None:
        return f"{readings.value(place)} no figure"
    odd = " odd" if printed.odd else ""
    style = printed.style
    least, mean = min(printed.confidences), fmean(printed.confidences)
    told = f"{style.decimals} {style.grouped} {style.most}"
    return f"{printed.number} by {printed.factor:g} {least:.4f} {mean:.4f} {told}{odd}"


def _mended(before: Readings, found: Mended) -> Iterator[str]:
    after = found.readings
    for r in found.repairs:
        yield f"mended {short(r.place)} page {r.page}: {r.as_read} to {r.value} by {', '.join(r.checks)}"
    yield from found.warnings
    for key, count in found.explained:
        of = " ".join(".".join(map(str, each)) for each in key.of)
        yield f"{count} explain {key.kind} {key.id} of {of} | {key.formula}"
    for i, (old, new) in enumerate(zip(before.stated, after.stated, strict=True)):
        if old != new:
            yield f"{short(i)} now {new.value} read {new.as_read}"
    for s, statement in enumerate(after.statements):
        for r, row in enumerate(statement.statement.rows):
            for k, cell in enumerate(row.cells):
                if cell != before.statements[s].statement.rows[r].cells[k]:
                    in_row = statement.rows[r].row.cells[k] == cell
                    yield f"{short(CellRef(s, r, k))} now {cell.value} {cell.status} read {cell.as_read} {in_row}"
    outcomes = Counter(result.passed for result in found.proof.results)
    yield f"{outcomes[True]} hold, {outcomes[False]} fail"


def pins() -> dict[str, list[str]]:
    """The lines as they were written, by case."""
    return pins_of(FILE)


if __name__ == "__main__":
    write_pins(FILE, {name: pinned(name) for name in CASES})
