"""How time grows on hostile text: no pattern and no reader may take more than n × log n, or a page stops a machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
import regex

from benchmarks.growth import FLOOR, MOST_GROWTH, Compiled, grown, named, patterns
from extractors.formats import extract_document
from extractors.language.annotate import annotate
from extractors.language.reasons import LONGEST_REASON
from extractors.opening.html import NestedTooDeep, decoded, html_blocks

ENOUGH = 1.0  # seconds of CPU below which a reader's time is not weighed
TRIES = 4
PIECES = ("收入总计", "增加", "1 ", "（", "9", "一、", "。", "，其中：", "《")


def test_pattern_that_grows_with_the_square_is_found() -> None:
    assert grown(Compiled(regex.compile(r"\d+%"), "here: it", "search")) is not None
    assert grown(Compiled(regex.compile(r"(?:a|aa)+c"), "here: it", "match")) is not None
    assert grown(Compiled(regex.compile(r"(?<!\d)\d++%"), "here: it", "search")) is None


def test_patterns_given_what_sites_say_do_not_grow() -> None:
    found = named("flows", "extractors.opening", "extractors.formats", "extractors.model")
    assert len(found) > 15
    told = [growth for compiled in found if (growth := grown(compiled)) is not None]
    assert not told, [(growth.compiled.place, growth.text, growth.factor) for growth in told]


def seconds(read: Callable[[], object]) -> float:
    began = time.process_time()
    read()
    return time.process_time() - began


def grows(read: Callable[[int], object], length: int, enough: float = ENOUGH) -> bool:
    """Whether reading a text of fourfold length takes more than n × log n allows, each time that it is asked.

    What grows with the square does so every time; a machine that others work on beside is slow once, or twice.
    """
    return all(_grew(read, length, enough) for _ in range(TRIES))


def _grew(read: Callable[[int], object], length: int, enough: float) -> bool:
    before, after = seconds(lambda: read(length)), seconds(lambda: read(4 * length))
    return after > enough and after > MOST_GROWTH * max(FLOOR, before)


def test_reading_that_grows_with_the_square_is_found() -> None:
    def squared(count: int) -> int:
        return sum(one * other % 7 for one in range(count) for other in range(count))

    assert grows(squared, 300, enough=2 * FLOOR)
    assert not grows(lambda count: sum(one % 7 for one in range(count * 300)), 300, enough=2 * FLOOR)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["主要原因是", "增加1.00万元，主要原因是"])
def test_time_to_annotate_reasons_does_not_grow(piece: str) -> None:
    """From where a reason may be no longer on, each cue costs the same."""
    assert not grows(lambda n: annotate(piece * (n // len(piece)), "totals", 2023), LONGEST_REASON)


@pytest.mark.parametrize("piece", PIECES)
def test_time_to_annotate_does_not_grow(piece: str) -> None:
    annotate("收入总计100.00万元", "totals", 2023)
    assert not grows(lambda n: annotate(piece * (n // len(piece)), "totals", 2023), 2_000)


SENTENCE = "本年支出合计{0}.00万元，比上年增加5.00万元，增长3.0%，主要原因是人员经费增加。"
CELLS = "<tr><td>一般公共预算{0}</td><td>{0}.00</td></tr>"
GROWING = {  # how many at first, and what they are
    "sentences of one paragraph": (60, "<p>", SENTENCE, "</p>"),
    "paragraphs": (100, "", f"<p>{SENTENCE}</p>", ""),
    "headings": (200, "", "<p>{0}、支出决算情况说明</p><p>本年支出{0}.00万元。</p>", ""),
    "titles": (300, "", "<p>某某局2023年度部门决算公开说明</p>", ""),
    "items of a list": (400, "<p>其中：", "教育支出{0}.00万元、", "</p>"),
    "coded items": (300, "<p>", "教育支出（类）普通教育（款）小学教育（项）{0}.00万元；", "</p>"),
    "reasons": (500, "<p>", "主要原因是增加", "</p>"),
    "rows": (500, "<p>收入支出决算总表</p><table>", CELLS, "</table>"),
    "columns": (600, "<table><tr>", "<td>{0}.00</td>", "</tr></table>"),
    "tables": (200, "", f"<p>收入决算表</p><table><tr><td>项目</td><td>决算数</td></tr>{CELLS}</table>", ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", GROWING)
def test_time_to_read_a_document_does_not_grow(kind: str) -> None:
    """The whole way of a document whose text is one thing over and over."""
    first, before, piece, behind = GROWING[kind]

    def read(count: int) -> None:
        body = "".join(piece.format(100 + i) for i in range(count))
        title = "<html><head><title>某某局2023年度部门决算公开</title></head><body>"
        extract_document(f"{title}{before}{body}{behind}</body></html>".encode(), "made.html")

    read(1)
    assert not grows(read, first, enough=ENOUGH / 5)


@pytest.mark.parametrize("piece", ["<div>", "<p>（", "<!--", "<td>1", "<table><tr>", "<a href=x>", "- ", "<b><i>"])
def test_time_to_read_a_page_does_not_grow(piece: str) -> None:
    def read(count: int) -> None:
        with suppress(NestedTooDeep):
            html_blocks(decoded(f"<html><title>{piece * 50}</title><body>{piece * count}".encode()))

    assert not grows(read, 5_000)


@pytest.mark.slow
def test_no_pattern_grows() -> None:
    told = [growth for compiled in patterns() if (growth := grown(compiled)) is not None]
    assert not told, [(growth.compiled.place, growth.text, growth.factor) for growth in told]
