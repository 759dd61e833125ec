"""`python -m corpus.bindings read|fit`: fits how likely a figure was bound rightly (patterns/plainness.yaml).

    read OUT.parquet --texts DIR --cases DIR --made DIR --draws 0:0 1:0.1 …
        reads the field pages (of which DIR holds the texts), the cases below tests/ and made documents, once for each
        SEED:SHARE of entries of patterns/ left out (ablation.py), and keeps of each figure that a sentence tells its
        evidence and whether it is right. These are numbers: no wording is kept.
    fit IN.parquet [--labels LABELS.jsonl …]
        prints what patterns/plainness.yaml is to hold, with what was measured on sites that were not fitted on; what
        reviewers decided (`juesuan review-export`) counts as field pages do.

Sites are parted, never sentences: what is told of one site is fitted on or measured, not both.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.ablation import dropped
from corpus.binding_fit import fitted, measured, told
from corpus.binding_rows import joined, kept, labelled

_ROOT = Path(__file__).parent.parent


def main() -> None:
    """Reads, or fits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read")
    read.add_argument("out", type=Path)
    read.add_argument("--texts", type=Path, required=True)
    read.add_argument("--cases", type=Path, required=True)
    read.add_argument("--made", type=Path, required=True)
    read.add_argument("--draws", nargs="+", required=True, metavar="SEED:SHARE")
    fit = commands.add_parser("fit")
    fit.add_argument("rows", type=Path)
    fit.add_argument("--labels", type=Path, nargs="+", default=[])
    options = parser.parse_args()
    if options.command == "fit":
        rows = kept(options.rows) + [row for path in options.labels for row in labelled(path)]
        print(told(fitted(rows), measured(rows)), end="")
        return
    with TemporaryDirectory() as place:
        parts = [_read(Path(place), draw, options) for draw in options.draws]
        joined(parts, options.out)


def _read(place: Path, draw: str, options: argparse.Namespace) -> Path:
    """Reads everything in a process of its own, whose patterns are those of the draw; the file of its rows."""
    seed, _, share = draw.partition(":")
    tree, out = place / draw, place / f"{draw}.parquet"
    dropped(tree / "patterns", int(seed), float(share))
    sources = [str(path.resolve()) for path in (options.texts, options.cases, options.made)]
    # The folder that a module is run in comes first: there only patterns/ is found.
    subprocess.run(
        [sys.executable, "-m", "corpus.binding_rows", str(out), draw, *sources],
        cwd=tree, env={**os.environ, "PYTHONPATH": str(_ROOT)}, check=True,
    )  # fmt: skip
    print(f"{draw}: read", file=sys.stderr)
    return out


if __name__ == "__main__":
    main()
