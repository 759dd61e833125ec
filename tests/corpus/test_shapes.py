"""Shapes: named ways in which tables and pages are drawn, over any family, with golden data as printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from corpus.compose import Composed, compose, family_names, measure_only
from corpus.evaluate.comparison import compare
from corpus.evaluate.sources import documents, measured_only
from corpus.generate import generate
from corpus.render import render
from corpus.shapes import Shape, named, parted, shapes
from corpus.sheets import Sheet
from extractors.model.paragraph import normalised
from extractors.opening.mupdf import pymupdf
from tests.conftest import REPOSITORY

SHAPES = tuple(shapes().values())
DRAWN_DIGITAL = [shape for shape in SHAPES if shape.allows(None)]


def of_name(shape: Shape) -> str:
    return shape.name


def in_turn(among: Sequence[Shape]) -> list[ParameterSet]:
    """The shapes by name: the first of each kind, and the others where slow tests are run."""
    first = {shape.kind: shape for shape in reversed(among)}
    slow = pytest.mark.slow
    return [pytest.param(s, id=s.name, marks=() if s is first[s.kind] else slow) for s in among]


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


@pytest.mark.parametrize("shape", in_turn(SHAPES))
def test_every_shape_draws_a_short_document_that_names_it(shape: Shape) -> None:
    data, golden = drawn("mof", shape.name)
    assert (golden["family"], golden["shape"]) == (f"mof+{shape.name}", shape.name)
    assert golden["document"] == f"mof+{shape.name}-3"
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        assert 4 <= pdf.page_count <= 20
    assert {s["kind"] for s in golden["statements"]} == set(shape.only)
    assert golden["facts"]


@pytest.mark.parametrize("shape", in_turn(SHAPES))
def test_same_seed_gives_the_same_bytes(shape: Shape) -> None:
    condition = None if shape.allows(None) else "grey150"
    assert generate(named("mof", shape.name), 3, condition) == drawn("mof", shape.name)


WITH_TEXT = [shape for shape in DRAWN_DIGITAL if shape.kind != "no_text"]


@cache
def layer(name: str) -> str:
    """All characters of the text layer, in order."""
    with pymupdf.open(stream=drawn("mof", name)[0], filetype="pdf") as pdf:
        return "".join("".join(page.get_text() for page in pdf).split())


def amounts(document: Composed) -> set[str]:
    """The figures of the tables as printed."""
    sheets = [block for block in document.blocks if isinstance(block, Sheet)]
    printed = {s.amount(v) for s in sheets for row in s.rows for e in row for v in e.values.values()}
    return {"".join(text.split()) for text in printed} - {""}


@pytest.mark.parametrize("shape", in_turn(WITH_TEXT))
def test_golden_cells_stand_in_the_text_layer(shape: Shape) -> None:
    document = compose("mof", 3, shape=shape)
    style = document.tables
    text = layer(shape.name)
    for amount in amounts(document):
        expected = amount
        if style.narrow < 1 and style.overlong == "broken":
            expected = amount[:4]  # the rest is on another line
        assert expected in text, amount


@pytest.mark.parametrize("shape", in_turn([s for s in WITH_TEXT if s.kind != "bold"]))
def test_golden_figures_stand_in_the_sentences(shape: Shape) -> None:
    data, golden = drawn("mof", shape.name)
    text = black_text_of(data)
    for fact in golden["facts"]:
        if fact["measure"] not in ("nil", "reason_change", "reason_variance"):
            assert normalised(fact["raw"]) in text, fact


def black_text_of(data: bytes) -> str:
    """The pages' text without headers, footers and what is printed in grey or colours."""
    kept = []
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        for page in pdf:
            for block in page.get_text("dict")["blocks"]:
                for line in block.get("lines", ()):
                    if line["bbox"][3] > 50 and line["bbox"][1] < page.rect.height - 60:
                        kept += [span["text"] for span in line["spans"] if span["color"] == 0]
    return normalised("".join("".join(kept).split()))


@pytest.mark.parametrize("shape", [s for s in DRAWN_DIGITAL if s.kind == "no_text"], ids=of_name)
def test_figures_without_text_are_drawn_all_the_same(shape: Shape) -> None:
    document = compose("mof", 3, shape=shape)
    known = amounts(document)
    without = {amount for amount in known if amount not in layer(shape.name)}
    assert without
    if document.tables.figures_where == "all":
        assert len(without) > len(known) * 0.6  # the sentences hold the others
    plain = replace(document, tables=replace(document.tables, figures="text"))
    ours, theirs = (ink(render(each)) for each in (document, plain))
    assert abs(ours - theirs) < 0.004 * theirs


def ink(data: bytes) -> float:
    """How dark the pages are, all in all."""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        pages = [page.get_pixmap(dpi=72, colorspace=pymupdf.csGRAY) for page in pdf]
    return float(sum(255 * len(p.samples) - sum(p.samples) for p in pages))


def rulings(shape: str) -> list[dict[str, Any]]:
    """The lines drawn on the page of the third table."""
    with pymupdf.open(stream=drawn("mof", shape)[0], filetype="pdf") as pdf:
        page = next(p for p in pdf if "一般公共预算财政拨款支出决算表" in p.get_text() and "科目编码" in p.get_text())
        return [path for path in page.get_drawings() if path["type"] == "s"]


def level_and_upright(shape: str) -> tuple[int, int]:
    lines = [item for path in rulings(shape) for item in path["items"] if item[0] == "l"]
    return sum(a.y == b.y for _, a, b in lines), sum(a.x == b.x for _, a, b in lines)


def test_rules_stand_where_their_shape_says() -> None:
    for name, level, upright in (
        ("vertical", False, True), ("level", True, False), ("half", True, False), ("three_line", True, False),
        ("unruled", False, False), ("striped", False, False), ("dotted", True, True), ("group_rules", True, True),
    ):  # fmt: skip
        counted = level_and_upright(name)
        assert (counted[0] > 0, counted[1] > 0) == (level, upright), name
    assert level_and_upright("group_rules")[0] < level_and_upright("dotted")[0]
    assert level_and_upright("half")[0] < level_and_upright("level")[0]
    assert all(path["dashes"].startswith("[ .6") for path in rulings("dotted"))


def test_the_unit_is_said_where_its_shape_says() -> None:
    heads = {name: layer(name) for name in ("unit_contents", "unit_first", "unit_heads", "unit_text", "unit_round")}
    assert "各表金额单位" in heads["unit_contents"]
    assert heads["unit_first"].count("单位：元") == 1
    assert "本年支出（亿元）" in heads["unit_heads"]
    assert "单位：" not in heads["unit_heads"]
    assert "单位：" not in heads["unit_text"]
    assert "单位：圆" in heads["unit_round"]


@pytest.mark.parametrize("shape", [s for s in SHAPES if s.kind == "unpainted"], ids=of_name)
def test_words_that_nobody_sees_leave_the_page_as_it_is(shape: Shape) -> None:
    document = compose("mof", 3, shape=shape)
    seen = replace(document, page=replace(document.page, unpainted=""))
    if document.page.unpainted_at == "foot":
        assert abs(ink(render(document)) - ink(render(seen))) < 3000  # the tiny words are a hair of grey
    with pymupdf.open(stream=render(document), filetype="pdf") as pdf, pymupdf.open(stream=render(seen)) as plain:
        written, without = (sum(len(page.read_contents()) for page in each) for each in (pdf, plain))
    assert written > without
    assert document.golden == compose("mof", 3, shape=replace(shape, page={})).golden


def test_small_accounts_have_figures_of_one_digit() -> None:
    printed = [int(amount.replace(",", "")) for amount in amounts(compose("mof", 3, shape=shapes()["one_digit"]))]
    assert sum(value < 10 for value in printed) >= 3
    assert max(printed) < 1000


def test_a_row_that_a_page_cuts_has_its_figures_on_the_next() -> None:
    with pymupdf.open(stream=drawn("mof", "cut_row")[0], filetype="pdf") as pdf:
        first = next(i for i, p in enumerate(pdf) if "支出决算表" in p.get_text() and "科目编码" in p.get_text())
        rows = [[w[4] for w in line] for line in lines_of(pdf[first])]
        after = [[w[4] for w in line] for line in lines_of(pdf[first + 1])]
    cut = [row for row in rows if row[0].isdigit() and len(row[0]) >= 3][-1]
    assert not any("." in word for word in cut[1:])
    assert any("." in word for word in after[0])
    assert not after[0][0].isdigit()


def lines_of(page: pymupdf.Page) -> list[list[Any]]:
    """The words by the height at which they stand, without header and footer."""
    rows: dict[int, list[Any]] = {}
    for word in page.get_text("words"):
        if 50 < word[3] < page.rect.height - 50:
            rows.setdefault(round(word[3] / 3), []).append(word)
    return [rows[y] for y in sorted(rows)]


def test_negative_amounts_add_up_and_have_their_mark() -> None:
    document = compose("mof", 3, shape=shapes()["negative_open"])
    sheet = next(b for b in document.blocks if isinstance(b, Sheet) and b.kind == "expenditure")
    rows = [row[0] for row in sheet.rows]
    assert any(e.values["项目支出"] < 0 for e in rows)
    for e in rows:
        assert e.values["基本支出"] + e.values["项目支出"] == e.values["本年支出合计"]
    assert "△" in layer("negative_open")
    negative = [
        c for s in document.golden["statements"] for r in s["rows"] for c in r["cells"] if c["value"].startswith("-")
    ]
    assert len(negative) >= 3


def test_scans_of_coloured_shapes_keep_their_colours() -> None:
    for name, coloured in (("seal_red", True), ("dotted", False)):
        data, _ = generate(named("terse", name), 1, "grey150")
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            channels = {page.get_image_info()[0]["colorspace"] for page in pdf}
        assert channels == {3 if coloured else 1}, name


def test_regions_sets_are_drawn_in_shapes_too() -> None:
    data, golden = generate("yunnan_2024+stacked", 2)
    assert 1 <= len(golden["statements"]) <= 4  # type: ignore[arg-type]
    assert any("statement" in fact for fact in golden["facts"])  # type: ignore[attr-defined]
    assert data[:4] == b"%PDF"


def test_documents_without_a_shape_stay_as_they_were() -> None:
    sample = REPOSITORY / "corpus" / "samples" / "sample.digital.pdf"
    assert generate("mof", 5)[0] == sample.read_bytes()


def test_evaluations_group_by_family_and_shape() -> None:
    _, golden = drawn("mof", "dotted")
    comparison = compare(None, golden, "mof+dotted-3", "not read")
    assert (comparison.family, comparison.condition) == ("mof+dotted", "digital")
    stored = {key: value for key, value in golden.items() if key != "family"}
    assert compare(None, stored, "x", "not read").family == "mof+dotted"


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


def test_the_handbook_names_every_shape_by_what_it_is_for() -> None:
    table = (REPOSITORY / "corpus" / "README.md").read_text(encoding="utf-8").partition("## Shapes")[2]
    rows = {cells[1].strip(" `"): cells for line in table.splitlines() if len(cells := line.split("|")) == 6}
    for shape in SHAPES:
        tuned, measured = rows[shape.kind][3:5]
        mark = {"digital": " d", "scanned": " s", "both": ""}[shape.scans]
        column = measured if shape.measure_only else tuned
        assert f"`{shape.name}`{mark}" in [cell.strip() for cell in column.split(",")], shape.name
