"""Shapes: named ways in which tables and pages are drawn, over any family, with golden data as printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from corpus.compose import compose, family_names, measure_only
from corpus.evaluate.sources import documents, measured_only
from corpus.generate import generate
from corpus.shapes import Shape, named, parted, shapes
from extractors.opening.mupdf import pymupdf

SHAPES = tuple(shapes().values())
DRAWN_DIGITAL = [shape for shape in SHAPES if shape.allows(None)]


def of_name(shape: Shape) -> str:
    return shape.name


@cache
def drawn(family: str, shape: str, seed: int = 3) -> tuple[bytes, Mapping[str, Any]]:
    """The digital page of that shape, those that are scanned only as they are before."""
    name = named(family, shape)
    if shapes()[shape].allows(None):
        return generate(name, seed)
    return generate(name, seed, "grey150")


def test_a_shape_is_named_behind_the_family() -> None:
    assert parted("mof+dotted") == ("mof", shapes()["dotted"])
    assert parted("mof") == ("mof", None)
    with pytest.raises(KeyError):
        parted("mof+nothing")


@pytest.mark.parametrize("shape", SHAPES, ids=of_name)
def test_every_shape_draws_a_short_document_that_names_it(shape: Shape) -> None:
    data, golden = drawn("mof", shape.name)
    assert (golden["family"], golden["shape"]) == (f"mof+{shape.name}", shape.name)
    assert golden["document"] == f"mof+{shape.name}-3"
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        assert 4 <= pdf.page_count <= 20
    assert {s["kind"] for s in golden["statements"]} == set(shape.only)
    assert golden["facts"]


@pytest.mark.parametrize("shape", SHAPES, ids=of_name)
def test_same_seed_gives_the_same_bytes(shape: Shape) -> None:
    family = "terse" if shape.scans == "scanned" else "xinjiang"
    condition = "grey150" if shape.scans == "scanned" else None
    (first, a), (second, b) = (generate(named(family, shape.name), 5, condition) for _ in "ab")
    assert a == b
    assert first == second


@pytest.mark.parametrize("shape", SHAPES, ids=of_name)
def test_golden_cells_are_those_of_the_same_accounts_without_the_shape(shape: Shape) -> None:
    document = compose("mof", 3, shape=shape)
    style = document.tables
    for statement in document.golden["statements"]:
        assert statement["unit"] == style.unit
        for row in statement["rows"]:
            assert all(Decimal(cell["value"]) == Decimal(cell["value"]).to_integral() for cell in row["cells"])


def test_every_kind_has_variants_and_one_that_is_measured_only() -> None:
    kinds: dict[str, list[Shape]] = {}
    for shape in SHAPES:
        kinds.setdefault(shape.kind, []).append(shape)
    for kind, variants in kinds.items():
        assert len(variants) >= 2, kind
        assert any(v.measure_only for v in variants), kind
        assert not all(v.measure_only for v in variants), kind


def test_what_is_measured_only_is_told_of_shapes_and_of_families_in_shapes() -> None:
    told = set(measured_only())
    assert set(measure_only()) <= told
    for shape in SHAPES:
        for family in family_names():
            assert (named(family, shape.name) in told) == (shape.measure_only or family in measure_only())


def test_a_shape_that_is_only_scanned_is_not_drawn_digital() -> None:
    for shape in SHAPES:
        if shape.scans != "both":
            wrong = None if shape.scans == "scanned" else "office200"
            with pytest.raises(ValueError, match=shape.name):
                generate(named("mof", shape.name), 1, wrong)
            assert documents(["mof"], [shape.name], [1], ["digital" if wrong is None else wrong]) == []


def test_documents_of_families_shapes_and_conditions() -> None:
    names = [d.name for d in documents(["mof", "terse"], [None, "dotted"], [1], ["digital", "fax"])]
    assert names == [
        "mof-1", "mof+dotted-1", "terse-1", "terse+dotted-1",
        "mof-1.fax", "mof+dotted-1.fax", "terse-1.fax", "terse+dotted-1.fax",
    ]  # fmt: skip
