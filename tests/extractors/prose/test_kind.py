"""Kinds of documents: told by titles, held by phrases, final accounts in doubt."""

from __future__ import annotations

import pytest

from extractors.opening.mupdf import pymupdf
from extractors.pipeline import extract
from extractors.prose.kind import document_kind
from patterns.kinds import load_kinds
from tests.reading import paragraph

EXAMPLES = [(kind.id, title) for kind in load_kinds().kinds for title in kind.examples]
ACCOUNTS = (
    "一、收入支出决算总体情况说明",
    "2023年度收、支总计均为512.30万元。与2022年度相比，收、支总计各增加12.00万元，增长2.40%。",
    "二、财政拨款支出决算情况说明",
    "2023年度一般公共预算财政拨款支出年初预算为480.00万元，支出决算为500.00万元，完成年初预算的104.17%。",
)
BUDGET = (
    "一、2024年收支预算总体情况说明",
    "2024年收支总预算510.00万元，比上年预算增加10.00万元。",
    "二、2024年支出预算情况说明",
    "支出预算510.00万元，其中：基本支出400.00万元，项目支出110.00万元。",
)


def told(*lines: str) -> str:
    return document_kind([paragraph(line) for line in lines]).kind.id


@pytest.mark.parametrize(("kind", "title"), EXAMPLES, ids=[title for _, title in EXAMPLES])
def test_title_tells_its_kind(kind: str, title: str) -> None:
    assert told(title) == kind
    assert told("某某县某某局", title, "2024年8月") == kind


@pytest.mark.parametrize(
    "cover",
    [
        ("某某县水利局", "2023年度", "部门决算"),
        ("2023年度部门决箅公升",),
        (),
        ("目录", "第一部分部门概况", "第二部分2023年度部门决算表", "附件：项目支出绩效评价报告"),
        ("某某市财政局2023年度部门决算",),
        ("某某县人民政府办公室2023年部门决算公开说明",),
        ("某某局2023年度部门决算（含绩效自评报告）",),
        ("2023年度部门（单位）决算公开",),
    ],
)
def test_final_accounts_are_known_by_cover_or_text(cover: tuple[str, ...]) -> None:
    verdict = document_kind([paragraph(line) for line in cover] + [paragraph(line, 2) for line in ACCOUNTS])
    assert (verdict.kind.id, verdict.warnings) == ("final_accounts", ())


def test_unit_is_told_from_department_by_the_title() -> None:
    assert told("某某县疾病预防控制中心", "2023年度单位决算公开说明", *ACCOUNTS) == "unit_final_accounts"


def test_budget_without_a_cover_is_told_by_its_sentences() -> None:
    assert told(*BUDGET) == "budget"


def test_budget_named_everywhere_does_not_make_a_budget() -> None:
    lines = ("本部门预算执行良好，预算编制、预算安排、预算绩效管理、部门预算公开均按规定完成。",) * 5
    assert told(*ACCOUNTS, *lines) == "final_accounts"


def test_doubt_is_final_accounts_with_a_warning() -> None:
    costs = "公务接待费支出决算1.20万元，其中国内公务接待12批次、96人次。"
    accounts = (*ACCOUNTS[:3], "支出决算500.00万元。", "收入决算520.00万元。", "三、“三公”经费支出决算情况说明", costs)
    verdict = document_kind([paragraph(line) for line in ("2024年部门预算公开", "部门决算", *BUDGET, *accounts)])
    assert verdict.kind.id == "final_accounts"
    assert any("部门预算" in warning for warning in verdict.warnings)


def test_text_without_any_sign_of_accounts_is_something_else() -> None:
    assert told("关于召开会议的通知", "请各科室按时参加会议，会议时间另行通知。" * 20) == "other"


def pdf(pages: list[list[str]]) -> bytes:
    document = pymupdf.open()
    for lines in pages:
        page = document.new_page()
        for i, line in enumerate(lines):
            page.insert_text((60, 100 + 28 * i), line, fontname="china-s", fontsize=11)
    return bytes(document.tobytes())


@pytest.mark.parametrize(
    ("title", "kind", "facts"),
    [
        ("2023年度部门决算公开", "final_accounts", True),
        ("2023年度单位决算", "unit_final_accounts", True),
        ("关于2023年市级财政决算草案的报告", "government_final_accounts", False),
        ("项目支出绩效评价报告", "performance_evaluation", False),
    ],
)
def test_only_final_accounts_are_read(title: str, kind: str, facts: bool) -> None:
    """The same sentences under each title: a title that is clear keeps figures of another kind out."""
    body = ["一、收入支出情况", "本年收入合计512.30万元，其中：财政拨款收入500.00万元。"]
    record = extract(pdf([["青禾县水利局", title], body]), "a.pdf")
    assert record.document.kind == kind
    assert bool(record.facts) == facts
    assert any("not final accounts" in w for w in record.warnings) != facts


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("2023年度青禾县政府预算公开", "2023年全县安排一般公共预算收入482065万元，政府性基金预算收入234200万元。"),
        ("青禾县2023年部门预算公开", "全县一般公共预算支出预算500000万元，比上年增加2000万元。"),
        ("青禾县2023年部门预算汇总公开", "“三公”经费预算汇总300.00万元，其中公务接待费100.00万元。"),
    ],
)
def test_budgets_of_places_are_not_read(title: str, text: str) -> None:
    record = extract(pdf([[title], [text]]), "a.pdf")
    assert not any("its text was read as a budget's" in warning for warning in record.warnings)


def test_text_of_a_budget_is_read_as_what_is_planned() -> None:
    body = ["一、收支预算情况", "2024年收入预算512.30万元，其中：财政拨款收入500.00万元。"]
    record = extract(pdf([["青禾县水利局", "2024年部门预算公开"], body]), "a.pdf")
    assert record.document.kind == "budget"
    assert {fact.measure for fact in record.facts} == {"budget_initial"}
    assert any("it was read as a budget" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    "said",
    [
        "拟订全县财政管理制度；编制年度预决算草案并组织执行；管理地方政府债务；审核转移支付预算。",
        "指导全县地方志工作。",
    ],
)
def test_what_a_body_does_for_its_place_makes_its_budget_no_places(said: str) -> None:
    lines = [
        "青禾县财政局",
        "2024年部门预算公开",
        "一、部门职责",
        said,
        "二、收支预算情况",
        "2024年收入预算512.30万元。",
    ]
    assert [fact.value for fact in extract(pdf([lines]), "a.pdf").facts] == ["5123000"]


@pytest.mark.parametrize(
    "said", ["全县一般公共预算收入51.20亿元。", "2024年地方政府债务限额51.20亿元。", "各部门汇总的预算如下。"]
)
def test_a_budget_of_a_place_is_not_read(said: str) -> None:
    lines = ["青禾县2024年部门预算公开", said, "二、收支预算情况", "2024年收入预算512.30万元。"]
    assert not extract(pdf([lines]), "a.pdf").facts


@pytest.mark.parametrize(
    ("title", "is_own"),
    [
        ("青禾县市场监督管理局2024年预算公开", True),
        ("青禾县实验小学2024年预算信息公开", True),
        ("青禾县2024年预算公开", False),
        ("2024年青禾县青岭林场预算情况说明", False),
    ],
)
def test_a_budget_is_a_bodys_own_by_its_title(title: str, is_own: bool) -> None:
    lines = [title, "一、收入预算", "2024年收入预算512.30万元。", "二、支出预算", "2024年支出预算512.30万元。"]
    assert bool(extract(pdf([lines]), "a.pdf").facts) is is_own


def test_a_budget_is_a_bodys_own_by_its_parts() -> None:
    lines = [
        "2024年青禾县青岭林场预算情况说明",
        "一、单位基本情况",
        "负责林木管护。",
        "二、收入预算",
        "2024年收入预算512.30万元。",
    ]
    assert [fact.value for fact in extract(pdf([lines]), "a.pdf").facts] == ["5123000"]
