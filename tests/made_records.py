"""Records without documents, thousands in a minute: for what works on a corpus rather than on a page.

Figures are those of the generator (corpus/figures.py), so sums, shares and rates hold; places, quotes and confidences
are invented but shaped as a reading has them. Units are invented: a place and a body. Record `i` is always the same.

    python -m tests.made_records COUNT FOLDER
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson

from corpus.figures import Figures, make_figures
from corpus.years import following
from extractors.language.function_codes import function_names
from extractors.model.record import canonical
from patterns.loader import load_patterns

YEARS = (2021, 2022, 2023, 2024)
PLACES = tuple(
    a + b + c
    for c, bs in (("县", "禾溪涛浦桥"), ("区", "岭石江山湖"), ("市", "云松林泉塘"))
    for a in "青白南临望东长安"
    for b in bs
)
BODIES = (
    "水利局", "教育局", "司法局", "统计局", "交通运输局", "应急管理局", "审计局", "卫生健康局", "民政局", "财政局",
    "公安局", "医疗保障局", "市场监督管理局", "农业农村局", "信访局", "档案馆", "融媒体中心", "生态环境局",
    "妇女联合会", "总工会", "商务局",
)  # fmt: skip
_REASONS = (
    ("在职人员调出2人，工资性支出减少", "staffing"), ("厉行节约，压减一般性支出", "austerity"),
    ("社会保险缴费基数上调", "pay_and_insurance"), ("上年项目已完工", "project_finished"),
    ("新增信息化建设项目", "project_new"), ("部分项目结转下年实施", "carryover"),
    ("公务接待批次减少", "price_or_volume"),
)  # fmt: skip
_LEFT_OUT = ("vice_ministerial", "principal", "confidential", "retired_cadre", "foreign", "to_micro", "persons",
             "carryover", "law_enforcement", "special_technical", "equipment", "surplus")  # fmt: skip
_PERCENTS = {"change_rate", "share", "budget_rate", "variance_rate"}
_STATEMENTS = (
    (
        "income",
        ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"),
    ),
    ("expenditure", ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")),
    ("general_public", ("合计", "基本支出", "项目支出")),
    ("government_fund", ("年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余")),
    ("state_capital", ("合计", "基本支出", "项目支出")),
)


def unit_and_year(number: int) -> tuple[str, int]:
    """Whose Record number `number` is: four years of a unit follow one another."""
    place, body = divmod(number // len(YEARS), len(BODIES))
    around, place = divmod(place, len(PLACES))
    return f"{'新' * around}{PLACES[place]}{BODIES[body]}", YEARS[number % len(YEARS)]


def made_record(number: int, *, statements: bool = True, consecutive: bool = False) -> dict[str, Any]:
    """Record `number` as JSON data, about 150 facts and, with statements, 250 cells.

    `consecutive` ones tell what was carried over, and of the year before what the Record before tells.
    """
    rng = random.Random(f"made record {number}")
    figures = _figures(number, consecutive=consecutive)
    kept = _kept(figures, carried=consecutive)
    facts = [_fact(i, key, value, rng) for i, (key, value) in enumerate(kept, 1)]
    facts += _reasons(facts, rng)
    name = f"made-{number:06d}"
    return {
        "schema_version": "1",
        "document": {
            "sha256": hashlib.sha256(name.encode()).hexdigest(), "file_name": f"{name}.pdf", "bytes": 700_000,
            "pages": 20, "unit_name": figures.unit, "fiscal_year": figures.year, "kind": "final_accounts",
        },
        "pages": [
            {"number": n, "source": "ocr" if number % 3 else "text_layer", "width": 595.0, "height": 842.0,
             "rotation": 0, "mean_confidence": 0.98} for n in range(1, 21)
        ],
        "sections": [{"id": f"s{n}", "number": str(n), "title": f"第{n}部分", "page": n, "parent": None}
                     for n in range(1, 11)],
        "facts": facts,
        "forms": [_form(figures, rng)],
        "statements": list(_statements(figures, rng)) if statements else [],
        "checks": list(_checks(facts, rng)),
        "warnings": ["the cover says 2022, the text mostly 2023"] if number % 50 == 0 else [],
        "produced": {"version": "0.1.0", "patterns_sha256": "0" * 64, "ocr": "rapidocr", "seconds": 12.5},
    }  # fmt: skip


def write_records(count: int, folder: Path, *, first: int = 0, statements: bool = True) -> list[Path]:
    """Writes Records `first` … `first + count - 1`, indented as the command writes them."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(first, first + count):
        path = folder / f"made-{number:06d}.json"
        path.write_bytes(orjson.dumps(made_record(number, statements=statements), option=orjson.OPT_INDENT_2))
        paths.append(path)
    return paths


def _figures(number: int, *, consecutive: bool) -> Figures:
    first = number - number % len(YEARS) if consecutive else number
    figures = make_figures(first)
    figures.unit, figures.year = unit_and_year(first)
    for later in range(first + 1, number + 1):
        figures = following(figures, make_figures(later))
    return figures


def _kept(figures: Figures, *, carried: bool) -> Iterator[tuple[tuple[str, str, str | None], Decimal]]:
    for (concept, measure, code), value in figures.values.items():
        left_out = (
            any(word in concept for word in _LEFT_OUT) or (code and measure in _PERCENTS) or measure == "budget_rate"
        )
        if not left_out or (carried and "carryover" in concept):
            yield (concept, measure, code), value


def _fact(number: int, key: tuple[str, str, str | None], value: Decimal, rng: random.Random) -> dict[str, Any]:
    concept, measure, code = key
    label = load_patterns().concept(concept).label
    if measure in _PERCENTS:
        unit, raw = "percent", f"{value}%"
    elif measure == "count":
        unit, raw = "个", f"{value}个"
    else:
        unit, raw = "CNY", f"{value / 10000:,.2f}万元"
    top, left = round(80 + rng.random() * 600, 2), round(80 + rng.random() * 300, 2)
    places = [_place(1 + number // 10, left, top, len(label), len(raw))]
    if number % 4 == 0:
        places.append(_place(1 + number // 10, 79.5, round(top + 28, 2), len(label), len(raw)))
    shaky = rng.random() < 0.03
    confidence = round(rng.uniform(0.4, 0.9) if shaky else rng.uniform(0.95, 0.999), 4)
    return {
        "id": f"f{number}", "concept": concept, "label": label, "measure": measure,
        "dimensions": {"code": code, "name": function_names()[code]} if code else {},
        "value": canonical(value), "unit": unit, "raw": raw, "section": f"s{1 + number // 20}",
        "quote": f"{label}{raw}，其中第{number}项", "provenance": places, "confidence": confidence,
        "evidence": {"chars_min": confidence, "chars_mean": 0.99, "cue": 0.98, "unit": 1.0, "shape": 1.0,
                     "section": 1.0, "checks_passed": 1.0, "checks_failed": 0.0, "repeats": 0.0},
        "status": "read", "as_read": None, "explains": [], "causes": [],
    }  # fmt: skip


def _place(page: int, left: float, top: float, start: int, length: int) -> dict[str, Any]:
    box = [left, top, round(left + 62.98, 2), round(top + 22.32, 2)]
    return {"page": page, "bbox": box, "start": start, "end": start + length, "statement": None}


def _reasons(facts: list[dict[str, Any]], rng: random.Random) -> list[dict[str, Any]]:
    out = []
    changes = [f for f in facts if f["measure"] == "change"]
    for fact in sorted(changes, key=lambda f: bool(f["dimensions"]))[:12]:
        chosen = rng.sample(_REASONS, rng.randint(1, 2))
        text = "；".join(t for t, _ in chosen)
        out.append({
            **fact, "id": f"f{len(facts) + len(out) + 1}", "measure": "reason_change", "value": text, "unit": None,
            "raw": text, "quote": f"主要原因是：{text}", "explains": [fact["id"]],
            "causes": [{"text": t, "category": c} for t, c in chosen],
        })  # fmt: skip
    return out


def _statements(figures: Figures, rng: random.Random) -> Iterator[dict[str, Any]]:
    for number, (kind, columns) in enumerate(_STATEMENTS, 2):
        rows = []
        for line, code in enumerate(figures.functions, 1):
            amount = figures.get("general_public.by_function", "final", code)
            values = [amount, amount, *[Decimal(0)] * (len(columns) - 2)]
            cells = [
                {"column": c, "value": canonical(v), "unit": "CNY", "raw": f"{v / 10000:,.2f}", "page": 12 + number,
                 "bbox": [100.0 + 60 * k, 100.0 + 20 * line, 155.0 + 60 * k, 118.0 + 20 * line],
                 "confidence": round(rng.uniform(0.9, 1), 4), "status": "read", "as_read": None}
                for k, (c, v) in enumerate(zip(columns, values, strict=True))
            ]  # fmt: skip
            rows.append({"group": "", "line": str(line), "code": code, "name": function_names()[code], "cells": cells})
        yield {
            "number": number, "kind": kind, "name": kind, "title": kind, "unit": "万元", "pages": [12 + number],
            "columns": list(columns), "rows": rows, "note": "", "empty": False,
        }  # fmt: skip


def _form(figures: Figures, rng: random.Random) -> dict[str, Any]:
    n = str(rng.randint(4, 30))
    amount = f"{rng.randint(500, 9000) / 100:.2f}"
    return {
        "kind": "project", "title": "项目支出绩效自评表", "year": f"（{figures.year}年度）", "project": "设施维护项目",
        "department": figures.unit, "unit": figures.unit,
        "funds_header": ["", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        "funds": [["年度资金总额", amount, amount, amount, "10", "100.00%", "10.00"]],
        "goal": "完成年度维护任务", "done": "年度任务全部完成",
        "ind_header": ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        "indicators": [["产出指标", "数量指标", "完成检查次数", f"≥{n}次", f"{n}次", "50", "50"],
                       ["效益指标", "社会效益指标", "公众知晓程度", "提高", "提高", "40", "38.5"]],
        "total": "98.5", "provenance": [
            {"part": "indicators", "row": r, "column": c, "page": 18, "bbox": [90.0 + 50 * c, 300.0 + 30 * r,
             140.0 + 50 * c, 330.0 + 30 * r], "confidence": 0.97} for r in range(2) for c in range(7)],
    }  # fmt: skip


def _checks(facts: list[dict[str, Any]], rng: random.Random) -> Iterator[dict[str, Any]]:
    for number, fact in enumerate([f for f in facts if f["measure"] in ("change_rate", "share")][:50], 1):
        failed = rng.random() < 0.01
        yield {
            "id": fact["measure"], "formula": "占比＝部分÷合计", "facts": [fact["id"], f"f{number}"],
            "outcome": "fail" if failed else "pass", "difference": "0.5" if failed else "0",
            "blame": rng.choice(("reading", "document")) if failed else None,
        }  # fmt: skip


if __name__ == "__main__":
    write_records(int(sys.argv[1]), Path(sys.argv[2]))
