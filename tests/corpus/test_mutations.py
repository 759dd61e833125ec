"""Broken documents: the same each time, and each gives a Record or a refusal by name."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus.mutations.__main__ import Tally, cause_of, read_all, table
from corpus.mutations.bases import KINDS, VARIANTS, base
from corpus.mutations.made import SHARES, Mutation, mutations
from corpus.mutations.ways import Became, extracted, told
from extractors.formats import extract_document
from extractors.opening.kinds import READ, kind_of

# Documents that brought about an error of ours, a hang or a crash before.
FOUND = ("pdf:27", "pdf:36", "pdf:91", "pdf:255", "pdf:284", "html:13", "zip:48", "zip:52", "zip:75")
_CHEAP = ("docx", "xlsx", "xls", "html", "zip", "txt", "xml", "json")


def of(told_of: str) -> Mutation:
    kind, _, number = told_of.partition(":")
    return Mutation(1, kind, int(number))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind in READ and kind not in ("image", "pdf")])
def test_what_is_broken_was_sound(kind: str) -> None:
    assert all(kind_of(base(kind, variant)) == kind for variant in range(VARIANTS))
    assert extract_document(base(kind, 0), f"sound.{kind}").facts


def test_documents_are_broken_the_same_way_each_time_and_otherwise_by_seed() -> None:
    wanted = [Mutation(1, kind, 3) for kind in _CHEAP]
    first = [hashlib.sha256(m.data).hexdigest() for m in wanted]
    base.cache_clear()
    assert [hashlib.sha256(m.data).hexdigest() for m in wanted] == first
    assert len(set(first)) == len(first)
    assert Mutation(2, "html", 3).data != Mutation(1, "html", 3).data


def test_of_a_thousand_every_kind_has_its_share() -> None:
    made = mutations(1000, 1)
    assert len(made) == sum(SHARES.values()) == 1000
    assert {m.kind for m in made} == set(KINDS)


@pytest.mark.parametrize("kind", _CHEAP)
@pytest.mark.parametrize("number", range(3))
def test_broken_document_gives_a_record_or_a_refusal(kind: str, number: int, folder: Path) -> None:
    path = folder / Mutation(7, kind, number).file_name
    path.write_bytes(Mutation(7, kind, number).data)
    assert not told(extracted(path, folder / "out")).fault


@pytest.mark.slow
@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_is_mended(name: str) -> None:
    (tally,) = read_all([of(name)], ("extract", "monitor"), None).values()
    assert not tally.faults


@pytest.mark.slow
def test_a_hundred_broken_documents_on_every_way() -> None:
    tallies = read_all(mutations(100, 3), ("extract", "batch", "monitor"), None)
    assert not [kind for kind, tally in tallies.items() if tally.faults]


def test_table_tells_records_refusals_and_faults() -> None:
    tally = Tally(files=2)
    refused, fault = Became("html-3.html: not a PDF: HTML or XML"), Became("internal error: KeyError", "internal error")
    for became in (Became(), refused, fault):
        tally.count(became, Mutation(1, "html", 3))
    assert list(table({"html": tally}))[2] == "| html | 2 | 3 | 1 | 1 | not a PDF 1 | 1 | 0 | 0.0 (html:3) | 0 |"


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("a.pdf: the PDF has no pages", "the PDF has no pages"), ("a.pdf, page 3: broken: no objects", "broken"),
        ("/x/a.pdf: took longer than the 65 seconds it may", "took longer than the"),
    ],
)  # fmt: skip
def test_cause_is_told_without_place_and_details(line: str, cause: str) -> None:
    assert cause_of(line, "a.pdf") == cause
