"""The cases of tests/cases, from page to Record: all that must be read is, nothing else, and the document is told.

Those of `blind` were written by people who had seen neither the reader nor its knowledge files, and were read for the
first time after they were written; what is known to be amiss with them is listed here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.field.score import amiss, page_of
from corpus.score import comparable, likeness
from extractors.formats import extract_document
from extractors.model.paragraph import normalised
from extractors.model.record import Record
from extractors.opening.html import without_readings

FOLDER = Path(__file__).parent / "cases"
CASES: list[dict[str, Any]] = [
    case for path in sorted(FOLDER.rglob("*.yaml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
ALIKE = 0.9  # a reason is the same from there on, as for field pages
KNOWN = {
    "pc-26": "涉及资金 of evaluated projects is told as their budget, which this case does not allow",
    "r14-22": "a made place without 市 or 县 is not known as one, and the page has no title",
    "r16-06": "a reason of several changes, parted by a semicolon, ends too early",
    "r16-21": "a budget that speaks of performance at length is told as an evaluation (neither is read)",
    "r17-01": "a page that begins in the middle, 财政拨款支出 before any heading; 增加 behind a budget",
    "r18-16": "12个职能处室下辖0个, without a stop",
    "r18-25": "a budget is told as something else (neither is read)",
    "r20-03": "a reason whose last clause the page cuts off is told without it",
    "r20-08": "a name in characters of another script, with what it is said to be",
    "r20-18": "a reason without a cue: 增长22.33%，一是…",
    "r21-01": "市卫生局, a place that is named by 市 alone",
    "r21-02": "无…团组和人次 denies two at once; persons are not named",
    "r21-03": "a unit by its short name and by its full one",
    "r21-08": "the year of the figures compared with is taken for a budget's own (it is not read)",
    "r21-12": "a change of staff in the sentence behind it",
    "r22-02": "a statement of which the page shows one cell a line, cut off",
    "r22-07": "6名事业人员，1名公务员 behind 现实有; a site's 小 before the unit's name",
    "r24-21": "支出减少的主要原因, behind a list of functions",
    "r24-22": "基本教育支出 is no name of a function",
    "r24-26": "staff with 个 for 人",
    "r23-05": "staff told amid a text on 三公, under no heading",
    "r25-07": "a denial below the title of a table, among titles of tables",
    "r25-13": "a sentence on offices below the heading of what explains terms",
    "r25-24": "a reason that goes on with changes of its own behind a list of others; a change of income within it",
    "r26-06": "a denial with misprints in the title of a table",
    "r26-08": "a township by its short name in the title, by its full one below",
    "r26-10": "有17个优化调整为11个: a misprinted 由",
    "r28-01": "无结余 behind 年",
    "r28-02": "a heading without its text; 基本支出 behind it",
    "r28-12": "last year's figures within a reason",
    "r28-14": "管理的事业单位1个",
    "r28-16": "posts of the body below, behind its name in brackets",
    "r22-18": "汇总决算包含24户: a classifier that counts no bodies else",
}


def read(case: dict[str, Any]) -> Record:
    return extract_document(page_of("\n".join([case["title"], *map(str, case["body"])])), f"{case['id']}.html")


def faults(case: dict[str, Any], record: Record) -> list[str]:
    """What is amiss with the reading of a case, a line each."""
    document = case.get("document") or {}
    found = amiss(record, case.get("facts") or (), case.get("may") or (), str(document.get("kind", "final_accounts")))
    lines = [f"missed {line}" for line in found.missed] + [f"wrong {figure}" for figure, _ in found.wrong]
    texts = [(f.concept, f.measure, f.value) for f in record.facts]
    for concept, measure, words in case.get("texts") or ():
        ones, measures = concept.split("|"), measure.split("|")
        ways = (comparable(words), comparable(normalised(without_readings(words))))
        alike = (said for c, m, said in texts if c in ones and m in measures)
        same = (likeness(said, way) >= ALIKE for said in alike for way in ways)
        lines += [] if any(same) else [f"lost {concept} {measure} {words}"]
    for concept, measure, *words in case.get("never") or ():
        same = (c == concept and m == measure and (not words or words[0] in said) for c, m, said in texts)
        lines += [f"told {concept} {measure}"] if any(same) else []
    for key, right in document.items():
        told = str(getattr(record.document, key))
        known = map(comparable, str(right).split("|"))
        lines += [] if comparable(told) in known else [f"{key} is {told}, not {right}"]
    return lines


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["id"], marks=pytest.mark.xfail(reason=KNOWN[case["id"]], strict=True))
        if case["id"] in KNOWN
        else pytest.param(case, id=case["id"])
        for case in CASES
    ],
)
def test_case_is_read(case: dict[str, Any]) -> None:
    assert not faults(case, read(case))


def test_what_is_known_to_be_amiss_is_of_a_case() -> None:
    assert set(KNOWN) <= {case["id"] for case in CASES}
