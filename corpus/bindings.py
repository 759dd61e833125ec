"""`python -m corpus.bindings read|fit`: fits how likely a figure was bound rightly, and what such words usually mean.

    read OUT.parquet --tests DIR [--texts DIR] [--made DIR] --draws 0:0 1:0.1 … [--earlier VERSION …]
        reads the pages below DIR whose figures are known, field pages of which there are texts, and made documents,
        once for each SEED:SHARE of entries of patterns/ left out (ablation.py), and once by each earlier version of
        the reader, and keeps of each figure that a sentence tells its evidence and whether it is right. These are
        numbers: no wording is kept.
    fit IN.parquet [--labels LABELS.jsonl …] [--into FOLDER]
        writes patterns/plainness.yaml, plainness.npz and usual.npz, and tells what was measured on sites that were not
        fitted on; what reviewers decided (`juesuan review-export`) counts as published pages do.

Sites are parted, never sentences: what is told of one site is fitted on or measured, not both.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from corpus import binding_told
from corpus.ablation import dropped
from corpus.binding_fit import Table, fitted, is_measured_only, measured, told
from corpus.binding_pages import pages
from corpus.binding_rows import Gathered, Rows, kept, labelled, write
from corpus.usual_fit import fitted as fitted_usual
from corpus.usual_fit import opinions
from patterns.files import FOLDER
from patterns.plainness import TREES
from patterns.trees import kept as keep_trees
from patterns.usual import FILE
from patterns.usual import kept as keep_usual

_ROOT = Path(__file__).parent.parent
_Reader = tuple[str, Callable[[str, Path], AbstractContextManager[str]]]  # its name, and where Python finds it


def main() -> None:
    """Reads, or fits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read")
    read.add_argument("out", type=Path)
    read.add_argument("--tests", type=Path, required=True)
    read.add_argument("--texts", type=Path)
    read.add_argument("--made", type=Path)
    read.add_argument("--draws", nargs="+", required=True, metavar="SEED:SHARE")
    read.add_argument("--earlier", nargs="+", default=[], metavar="VERSION")
    fit = commands.add_parser("fit")
    fit.add_argument("rows", type=Path)
    fit.add_argument("--labels", type=Path, nargs="+", default=[])
    fit.add_argument("--into", type=Path, default=FOLDER)
    options = parser.parse_args()
    if options.command == "fit":
        _fit(kept(options.rows), options)
    else:
        write(_read(options), options.out)


def _fit(held: Rows, options: argparse.Namespace) -> None:
    rows = [*opinions(held), *(row for path in options.labels for row in labelled(path))]
    table = Table.of(rows)
    weights, of = fitted(table), measured(table)
    keep_usual(fitted_usual(held, np.array([not is_measured_only(row) for row in held.rows])), options.into / FILE)
    keep_trees(weights.trees, options.into / TREES)
    (options.into / "plainness.yaml").write_text(told(weights.model, of), encoding="utf-8")
    for name, kept_of in of.items():
        print(name, *(f"{part} {getattr(kept_of, part):.4g}" for part in kept_of.__slots__))


def _read(options: argparse.Namespace) -> Rows:
    """Reads everything in processes of their own: one for each draw, and for each earlier version."""
    known = {f"{page.source}/{page.name}": page for page in pages(options.tests, options.texts, options.made)}
    gathered = Gathered()
    with TemporaryDirectory() as place, ThreadPoolExecutor(os.cpu_count()) as pool:
        asked = Path(place) / "pages.jsonl"
        lines = (json.dumps({"id": id, **page.document}, ensure_ascii=False) for id, page in known.items())
        asked.write_text("\n".join(lines), encoding="utf-8")
        readers: list[_Reader] = [(draw, _drawn) for draw in options.draws]
        readers += [(version, _earlier) for version in options.earlier]
        for (draw, _), answer in zip(readers, pool.map(partial(_answer, asked), readers), strict=True):
            gathered.add(draw, answer, known)
            answer.unlink()
            print(f"{draw}: read", file=sys.stderr)
    return gathered.whole


def _answer(asked: Path, reader: _Reader) -> Path:
    """The file of what a reader tells of the pages asked for."""
    draw, opened = reader
    answer = asked.with_name(f"told.{draw}.jsonl")
    with opened(draw, asked.parent) as path:
        # -P, and away from the repository: no module is to be found but where the path says.
        command = [sys.executable, "-P", binding_told.__file__, str(asked), str(answer)]
        subprocess.run(command, cwd=asked.parent, env={**os.environ, "PYTHONPATH": path}, check=True)
    return answer


@contextmanager
def _drawn(draw: str, place: Path) -> Iterator[str]:
    """Where Python finds the reader with the patterns of a draw."""
    seed, _, share = draw.partition(":")
    with TemporaryDirectory(dir=place) as tree:
        dropped(Path(tree) / "patterns", int(seed), float(share))
        yield os.pathsep.join((tree, str(_ROOT)))


@contextmanager
def _earlier(version: str, place: Path) -> Iterator[str]:
    """Where Python finds the reader as it was."""
    tree = place / version
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(tree), version], cwd=_ROOT, check=True)
    try:
        yield str(tree)
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=_ROOT, check=True)


if __name__ == "__main__":
    main()
