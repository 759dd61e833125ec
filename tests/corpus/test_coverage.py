"""The count of printed figures that knows nothing of how the extraction counted them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.coverage import Printed, main, printed_in, tally
from extractors.formats import extract_document
from extractors.model.geometry import Box
from extractors.model.record import Record

PAGE = """<html><head><meta charset="utf-8"></head><body><h1>柏川区水务局2023年度部门决算</h1>
<p>七、“三公”经费支出决算情况说明</p>
<p>“三公”经费支出5.00万元，比上年减少1.00万元，主要原因是上年购置2.00万元。另支出杂费3.00万元。</p>
<table><tr><td>项目</td><td>决算数（万元）</td></tr><tr><td>公务接待费</td><td>2.00</td></tr>
<tr><td>公务用车购置及运行费</td><td>3.00</td></tr></table>
<table><tr><td>名目</td><td>数目</td></tr><tr><td>甲</td><td>7.10</td></tr></table>
<p>八、名词解释</p><p>“三公”经费是指9.00万元的支出。</p></body></html>""".encode()


def read() -> tuple[Record, list[Printed]]:
    return extract_document(PAGE, "page.html"), printed_in(PAGE, "page.html")


def test_every_figure_of_a_page_is_found_in_its_record() -> None:
    found = tally(*read())
    assert found.amiss == ()
    assert dict(found.counted) == {"facts": 4, "in_texts": 1, "unread": 3}


@pytest.mark.parametrize("name", ["sample.digital.pdf"])
def test_every_figure_of_a_pdf_is_found_in_its_record(samples: Path, name: str) -> None:
    data = (samples / name).read_bytes()
    found = tally(extract_document(data, name), printed_in(data, name))
    assert found.amiss == ()
    assert found.counted["cells"] > found.counted["facts"] > found.counted["unread"]


def test_a_figure_that_the_record_lost_is_told() -> None:
    record, printed = read()
    told = tally(record.model_copy(update={"unread": record.unread[1:]}), printed)
    assert [line for line in told.amiss if line.endswith("3.00万元 is nowhere in the Record")]
    assert told.counted["silent"] == 1


def test_a_figure_that_nobody_printed_is_told() -> None:
    record, printed = read()
    told = tally(record, printed[:-1])
    assert "page 1: 7.10 is unread, but not printed" in told.amiss


def test_another_count_than_the_records_own_is_told() -> None:
    record, printed = read()
    again = Printed(1, Box(*record.facts[0].provenance[0].bbox), "5.00万元")
    (line,) = tally(record, [*printed, again]).amiss
    assert line.startswith("the Record tells printed=8 facts=4")


def test_the_command_tells_a_line_for_each_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    assert main([path]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "page.html: printed 8  facts 4  cells 0  in_texts 1  unread 3",
        "all: printed 8  facts 4  cells 0  in_texts 1  unread 3  does not add up: 0",
    ]
