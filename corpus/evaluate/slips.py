"""`python -m corpus.evaluate.slips`: how many slips of an OCR repair mends, and whether it ever mends what was right.

Documents are generated, with errors of their own in half of them; slips are set into each (corpus/slips.py) and it is
read as a scan would be. A slip counts where it breaks an identity. Wrong is every mended value that was not printed.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.compose import family_names
from corpus.evaluate.sources import measured_only
from corpus.generate import generate
from corpus.slips import KNOWN, UNKNOWN, Slip, as_scanned, draw, slipped
from extractors.model.record import Check, Record
from extractors.opening.article import Article
from extractors.pipeline import extract_laid_out

PAIR = "pair"  # two known slips in two figures of one document
_KINDS = (*KNOWN, *KNOWN, PAIR, *UNKNOWN)

Value = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One document with slips (none: as it is), and what became of them.

    `broke` says whether an identity broke that held before; `outcome` is `silent`, `mended`, `left` or `wrong`. `wrong`
    names mended values that were not printed so; `blamed` counts the newly failed checks that are left, by blame.
    """

    family: str
    seed: int
    own_errors: int
    kind: str
    where: str
    slips: tuple[tuple[str, str], ...]
    outcome: str
    wrong: tuple[str, ...] = ()
    blamed: tuple[tuple[str, int], ...] = ()
    failed: tuple[str, ...] = ()


def cases(family: str, seed: int, errors: bool, each: int) -> Iterator[Case]:
    """One document as it is, and with `each` draws of slips."""
    data, golden = generate(family, seed, errors=1.0 if errors else 0.0)
    own = golden.get("errors") or []
    assert isinstance(own, list)
    rng = random.Random(f"juesuan slips {family} {seed}")
    article = as_scanned(data, f"{family}-{seed}.pdf", rng)
    certain = extract_laid_out(_certain(article))
    printed = _values(certain)
    unmended = _failures(certain)
    yield _case(family, seed, len(own), "none", [], extract_laid_out(article), printed, unmended)
    for n in range(each):
        kind = _KINDS[(seed + n) % len(_KINDS)]
        wanted = rng.choices(KNOWN, k=2) if kind == PAIR else [kind]
        slips = [slip for k in wanted if (slip := draw(article, k, rng)) is not None]
        if len(slips) == len(wanted) and len({(s.page, s.line) for s in slips}) == len(slips):
            record = extract_laid_out(slipped(article, slips, rng))
            yield _case(family, seed, len(own), kind, slips, record, printed, unmended)


def _certain(article: Article) -> Article:
    """The same as a text layer, of which nothing is mended."""
    pages = (
        replace(p, source="text_layer", lines=tuple(replace(x, confidences=(1.0,) * len(x.text)) for x in p.lines))
        for p in article.pages
    )
    return replace(article, pages=tuple(pages))


def _case(
    family: str,
    seed: int,
    own: int,
    kind: str,
    slips: Sequence[Slip],
    record: Record,
    printed: Counter[Value],
    unmended: Counter[str],
) -> Case:
    wrong = tuple(" ".join(v) for v in _mended(record) - printed)
    left = [c for c in record.checks if c.outcome == "fail" and _key(c) not in unmended]
    blamed = tuple(sorted(Counter(str(c.blame) for c in left).items()))
    mended = sum(_mended(record).values())
    if wrong:
        outcome = "wrong"
    elif slips and not mended and not left:
        outcome = "silent"
    else:
        outcome = "mended" if _values(record) == printed else "left"
    where = "table" if slips and slips[0].in_table else "text"
    told = tuple((s.printed, s.read) for s in slips)
    return Case(family, seed, own, kind, where, told, outcome, wrong, blamed, tuple(c.id for c in left))


def _values(record: Record) -> Counter[Value]:
    """Every figure that was read, of text and tables."""
    facts = ((f.concept, f.measure, f.dimensions.get("code", ""), f.value) for f in record.facts if f.unit)
    return Counter([*facts, *(value for value, _ in _cells(record))])


def _mended(record: Record) -> Counter[Value]:
    """The figures that were mended, by arithmetic or by their separators."""
    mended = (f for f in record.facts if f.status == "repaired")
    facts = ((f.concept, f.measure, f.dimensions.get("code", ""), f.value) for f in mended)
    return Counter([*facts, *(value for value, status in _cells(record) if status == "repaired")])


def _cells(record: Record) -> Iterator[tuple[Value, str]]:
    for s, statement in enumerate(record.statements):
        for r, row in enumerate(statement.rows):
            for cell in row.cells:
                if cell.value is not None or cell.status == "repaired":
                    yield (str(s), str(r), cell.column, str(cell.value)), cell.status


def _failures(record: Record) -> Counter[str]:
    return Counter(_key(c) for c in record.checks if c.outcome == "fail")


def _key(check: Check) -> str:
    return f"{check.id} {check.formula} {' '.join(check.cells)}"


def summary(found: Sequence[Case]) -> dict[str, object]:
    """The figures: by kind of slip how many broke an identity and what became of them; and what was mended wrongly."""
    table: dict[str, Counter[str]] = {}
    for case in found:
        errors = " in documents with errors" if case.own_errors else ""
        table.setdefault(f"{case.kind}{errors}", Counter())[case.outcome] += 1
        if case.kind in KNOWN:
            table.setdefault(f"known slips in {case.where}", Counter())[case.outcome] += 1
            table.setdefault("known slips", Counter())[case.outcome] += 1
    blamed: Counter[str] = Counter()
    for case in found:
        blamed.update(dict(case.blamed) if case.kind != "none" else {})
    known = table.get("known slips", Counter())
    broke = known["mended"] + known["left"] + known["wrong"]
    return {
        "documents": sum(case.kind == "none" for case in found),
        "with errors of their own": sum(case.kind == "none" and case.own_errors > 0 for case in found),
        "known slips that break an identity": broke,
        "mended": round(known["mended"] / max(1, broke), 4),
        "mended wrongly, of all": sum(case.outcome == "wrong" for case in found),
        "failed checks left, by blame": dict(blamed),
        "by kind": {kind: dict(sorted(counts.items())) for kind, counts in sorted(table.items())},
    }


def _of_document(wanted: tuple[str, int, bool, int]) -> list[Case]:
    return list(cases(*wanted))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tuned = [name for name in family_names() if name not in measured_only()]
    parser.add_argument("--families", default=",".join(tuned), metavar="F,G")
    parser.add_argument("--seeds", type=int, default=2, help="documents of each family; every other one has errors")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=6, help="slips set into each document, one after the other")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every case that was not mended or silent")
    return parser.parse_args()


def main() -> None:
    """The command: plants slips, has them mended, and prints what became of them as JSON."""
    options = _options()
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    wanted = [(f, seed, seed % 2 == 0, options.each) for seed in seeds for f in options.families.split(",")]
    if options.workers == 1:
        found = [case for document in wanted for case in _of_document(document)]
    else:
        with ProcessPoolExecutor(options.workers) as executor:
            found = [case for part in executor.map(_of_document, wanted) for case in part]
    print(json.dumps(summary(found), ensure_ascii=False, indent=1))
    if options.json:
        told = [asdict(case) for case in found if case.outcome in ("left", "wrong")]
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
