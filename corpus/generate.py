"""`python -m corpus.generate`: writes annotated disclosures of our own making, digital or as scans.

One document: --family F --seed N [--shape S] [--scan CONDITION]. A batch: --count N [--families F,G] [--shapes S,T]
[--conditions C,D], which writes seeds --seed to --seed + N - 1 of every family, in every shape, digital and in every
condition that the shape is drawn in, as NAME.pdf, NAME.golden.json. `--shapes all` stands for every shape.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from corpus.compose import ALONE, compose, family_names
from corpus.render import render
from corpus.scan import CONDITIONS, scanned
from corpus.shapes import named, parted, shapes
from corpus.years import Before

DIGITAL = "digital"


def generate(
    family: str,
    seed: int,
    condition: str | None = None,
    *,
    tables: bool = True,
    errors: float = 0.0,
    face: str = "sans",
    before: Before = ALONE,
) -> tuple[bytes, dict[str, object]]:
    """The PDF and the golden data of one document; `family` may name a shape, too (`mof+dotted`).

    `errors` is the chance that it has some planted, `face` sans or, where the machine has a font of it, serif; `before`
    are the unit's years before. Raises ValueError for a scan condition that the shape is not drawn in.
    """
    wording, shape = parted(family)
    if shape is not None and not shape.allows(condition):
        raise ValueError(f"the shape {shape.name} is for {shape.scans} documents only")
    document = compose(wording, seed, tables=tables, errors=errors, face=face, shape=shape, before=before)
    data = render(document)
    golden = {"family": family, "seed": seed, **document.golden}
    if shape is not None:
        golden["shape"] = shape.name
    if condition is not None:
        data = scanned(data, condition, seed, colour=shape is not None and shape.colour)
        golden["scan"] = condition
    return data, golden


def write(folder: Path, name: str, data: bytes, golden: dict[str, object]) -> None:
    """Writes NAME.pdf and NAME.golden.json."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.pdf").write_bytes(data)
    text = json.dumps(golden, ensure_ascii=False, indent=1) + "\n"
    (folder / f"{name}.golden.json").write_text(text, encoding="utf-8")


def _wanted(options: argparse.Namespace) -> Iterator[tuple[str, int, str | None]]:
    """Every document asked for, as family, seed and condition."""
    if options.count is None:
        yield named(options.family, options.shape), options.seed, options.scan
        return
    conditions = [None if c == DIGITAL else c for c in options.conditions]
    for family in options.families:
        for shape in options.shapes:
            for seed in range(options.seed, options.seed + options.count):
                for condition in conditions:
                    if shape is None or shapes()[shape].allows(condition):
                        yield named(family, shape), seed, condition


def _among(known: tuple[str, ...], text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if unknown := [name for name in names if name not in known]:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}")
    return names


def _families(text: str) -> list[str]:
    return _among(family_names(), text)


def _conditions(text: str) -> list[str]:
    return _among((DIGITAL, *CONDITIONS), text)


def _shapes(text: str) -> list[str]:
    return list(shapes()) if text == "all" else _among(tuple(shapes()), text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--family", choices=family_names(), default="mof")
    parser.add_argument("--shape", choices=sorted(shapes()), help="as tables and pages are drawn: corpus/shapes.yaml")
    parser.add_argument("--seed", type=int, default=1, help="the document's, or a batch's first")
    parser.add_argument("--scan", choices=sorted(CONDITIONS), help="as a scan; digital where left out")
    parser.add_argument("--errors", type=float, default=0.0, metavar="P", help="chance of errors planted in a document")
    parser.add_argument("--no-tables", action="store_true", help="without the nine final-accounts tables")
    parser.add_argument(
        "--serif", action="store_true", help="in the machine's Song typeface if any, whole in the file: for scans"
    )
    parser.add_argument("--count", type=int, help="how many seeds of every family: a batch")
    parser.add_argument("--families", type=_families, default=list(family_names()), metavar="F,G")
    parser.add_argument("--conditions", type=_conditions, default=[DIGITAL], metavar="C,D")
    parser.add_argument("--shapes", type=_shapes, default=[None], metavar="S,T", help="of a batch; or all")
    parser.add_argument("--out", type=Path, default=Path("output/corpus"))
    parser.add_argument("--name", help="the name of a single document's files")
    options = parser.parse_args()
    if options.name and options.count is not None:
        parser.error("--name is for a single document")
    if not 0 <= options.errors <= 1:
        parser.error("--errors takes a chance between 0 and 1")
    if options.shape and not shapes()[options.shape].allows(options.scan):
        parser.error(f"--shape {options.shape} is for {shapes()[options.shape].scans} documents only")
    return options


def main() -> None:
    """The command: writes the documents asked for, each with its golden data beside it."""
    options = _options()
    for family, seed, condition in _wanted(options):
        name = options.name or f"{family}-{seed}" + (f".{condition}" if condition else "")
        face = "serif" if options.serif else "sans"
        data, golden = generate(family, seed, condition, tables=not options.no_tables, errors=options.errors, face=face)
        write(options.out, name, data, golden)


if __name__ == "__main__":
    main()
