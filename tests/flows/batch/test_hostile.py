"""Documents that loop, explode, nest or are broken at random: they cost themselves, within limits, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.generate import generate
from extractors.opening.mupdf import pymupdf
from flows.batch.isolate import Reader
from flows.batch.jobs import Job, Limits, Outcome
from tests.hostile_pdfs import GREEDY, HOSTILE, mutated, plain

LIMITS = Limits(seconds=30, seconds_a_page=5, memory=900)
# What one document may take at most: twice the limit, and two starts of a process on a busy machine.
PATIENCE = 2 * (LIMITS.seconds + 10 * LIMITS.seconds_a_page) + 60
FAST = ("xref_loop", "many_pages", "huge_media_box", "jbig2_garbage", "jpx_garbage", "lzw_garbage", "form_loop")
MUTATIONS = 200 - len(GREEDY) - len(HOSTILE)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with Reader(tmp_path_factory.mktemp("out"), LIMITS, 1) as made:
        yield made


@pytest.fixture(scope="module")
def victims(samples: Path) -> list[bytes]:
    """What is mutated: text and tables, a page of a scan, a plain page."""
    scan = pymupdf.open(samples / "sample.scan.pdf")
    scan.select([1])
    return [generate("terse", 3)[0], scan.tobytes(), plain()]


def outcome_of(data: bytes, reader: Reader, folder: Path) -> Outcome:
    """Reads a document and, after it, a harmless one: the process must still be there, or a new one."""
    source = folder / "hostile.pdf"
    source.write_bytes(data)
    started = time.monotonic()
    outcome = reader.read(Job(str(source), "hostile"))
    assert time.monotonic() - started < PATIENCE
    assert outcome.memory <= LIMITS.memory
    assert outcome.status in ("done", "failed", "quarantined")
    assert (outcome.status == "done") != bool(outcome.cause)
    assert "\n" not in outcome.cause
    (folder / "good.pdf").write_bytes(plain())
    assert reader.read(Job(str(folder / "good.pdf"), "good")).status == "done"
    return outcome


@pytest.mark.parametrize("name", FAST)
def test_greedy_document_costs_only_itself(name: str, reader: Reader, tmp_path: Path) -> None:
    outcome_of(GREEDY[name](), reader, tmp_path)


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in ("html", "zipped")])  # read as they are
def test_refusal_is_told_from_the_worker(name: str, reader: Reader, tmp_path: Path) -> None:
    outcome = outcome_of(HOSTILE[name][0](), reader, tmp_path)
    assert outcome.status == "failed"
    assert HOSTILE[name][1] in outcome.cause


@pytest.mark.parametrize("seed", range(3))
def test_broken_document_costs_only_itself(seed: int, victims: list[bytes], reader: Reader, tmp_path: Path) -> None:
    outcome_of(mutated(victims[seed % 3], seed), reader, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in GREEDY if name not in FAST])
def test_every_greedy_document_costs_only_itself(name: str, reader: Reader, tmp_path: Path) -> None:
    outcome_of(GREEDY[name](), reader, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, MUTATIONS))
def test_every_broken_document_costs_only_itself(
    seed: int, victims: list[bytes], reader: Reader, tmp_path: Path
) -> None:
    outcome_of(mutated(victims[seed % 3], seed), reader, tmp_path)
