"""Where comparisons come from: Records and golden files in folders, or documents generated and read on the spot."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from corpus.compose import FAMILIES, family_names
from corpus.evaluate.comparison import DIGITAL, Comparison, compare
from corpus.generate import generate
from corpus.scan import CONDITIONS
from corpus.shapes import named, shapes
from extractors.reading.computing import THREADS_VARIABLE

GOLDEN_SUFFIX = ".golden.json"

Step = Callable[[str], None]


class NothingToCompare(ValueError):
    """No golden file, or none that is JSON; the message names the path and the cause."""


class Document(NamedTuple):
    """A document to generate; `family` may name a shape (`mof+dotted`), `condition` is a scan or `digital`."""

    family: str
    seed: int
    condition: str

    @property
    def name(self) -> str:
        """The stem of its files: `family-seed`, with the scan condition where it is a scan."""
        return f"{self.family}-{self.seed}" + ("" if self.condition == DIGITAL else f".{self.condition}")


def conditions() -> tuple[str, ...]:
    """`digital` and every scan condition."""
    return (DIGITAL, *CONDITIONS)


def measured_only() -> tuple[str, ...]:
    """The families that patterns may not be tuned on, alone and in every shape; and every family in the shapes that are
    to be measured only."""
    families = tuple(name for name in family_names() if _family_head(name).get("measure_only"))
    in_shape = (
        named(family, shape.name)
        for family in family_names() for shape in shapes().values() if shape.measure_only or family in families
    )  # fmt: skip
    return (*families, *in_shape)


def documents(
    families: Sequence[str], shape_names: Sequence[str | None], seeds: Sequence[int], conditions: Sequence[str]
) -> list[Document]:
    """Every family in every shape (None: as it is), of every seed, in every condition that the shape is drawn in."""
    return [
        Document(named(family, shape), seed, condition)
        for condition in conditions for family in families for shape in shape_names for seed in seeds
        if shape is None or shapes()[shape].allows(None if condition == DIGITAL else condition)
    ]  # fmt: skip


def _family_head(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load((FAMILIES / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)
    return data


def stored_comparisons(records: Path, golden: Path) -> Iterator[Comparison]:
    """Compares each golden file with the Record of its stem; a document without a Record has missed everything.

    Both may be a file. Raises NothingToCompare where there is no golden file or one is not JSON.
    """
    for path in _golden_files(golden):
        stem = path.name.removesuffix(GOLDEN_SUFFIX).removesuffix(".json")
        source = records if records.is_file() else records / f"{stem}.json"
        record = _json(source) if source.is_file() else None
        failure = None if record is not None else f"{source}: no Record"
        yield compare(record, _json(path), stem, failure)


def _golden_files(golden: Path) -> list[Path]:
    if golden.is_file():
        return [golden]
    files = sorted(golden.rglob(f"*{GOLDEN_SUFFIX}")) if golden.is_dir() else []
    if not files:
        raise NothingToCompare(f"{golden}: no golden file (NAME{GOLDEN_SUFFIX})")
    return files


def _json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise NothingToCompare(f"{path}: {error}") from error
    if not isinstance(data, dict) or "facts" not in data:
        raise NothingToCompare(f"{path}: neither a Record nor golden data: it has no facts")
    return data


def generated_comparisons(documents: Sequence[Document], workers: int, step: Step) -> list[Comparison]:
    """Generates, reads and compares each document, in `workers` processes (0: one a core, 1: this one)."""
    cores = os.cpu_count() or 1
    workers = min(workers or cores, max(1, len(documents)))
    os.environ.setdefault(THREADS_VARIABLE, str(max(1, cores // workers)))
    if workers == 1:
        return [_stepped(compared(document), step) for document in documents]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as executor:
        futures = [executor.submit(compared, document) for document in documents]
        return [_stepped(future.result(), step) for future in as_completed(futures)]


def _stepped(comparison: Comparison, step: Step) -> Comparison:
    step(comparison.document)
    return comparison


def compared(document: Document) -> Comparison:
    """One document generated, read and compared; what goes wrong in reading is told, not raised."""
    from extractors.pipeline import extract

    condition = None if document.condition == DIGITAL else document.condition
    data, golden = generate(document.family, document.seed, condition)
    golden.setdefault("family", document.family)
    try:
        record = json.loads(extract(data, f"{document.name}.pdf").model_dump_json())
    except Exception as error:  # a document that cannot be read is a result
        cause = f"{document.name}: {type(error).__name__}: {' '.join(str(error).split())}"
        return compare(None, golden, document.name, cause)
    return compare(record, golden, document.name)
