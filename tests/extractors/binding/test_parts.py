"""A part that is no concept of its own is told beside its whole, by its name; what may be none is told of nothing."""

from __future__ import annotations

import pytest

from tests.reading import facts

CARS, HELD = "three_public.vehicles", "three_public.vehicles.held"
GUESTS, BATCHES, PERSONS = (f"three_public.reception{part}" for part in ("", ".batches", ".persons"))
GROUPS = "three_public.overseas.groups"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "公务接待费支出7.00万元，其中：局机关5.00万元，水文站2.00万元。",
            [f"{GUESTS}#part=局机关 final 50000", f"{GUESTS}#part=水文站 final 20000"],
        ),
        (
            "公务接待费支出7.00万元。其中：局机关5.00万元，占71.43%；水文站2.00万元。",
            [
                f"{GUESTS}#part=局机关 final 50000",
                f"{GUESTS}#part=局机关 share 71.43",
                f"{GUESTS}#part=水文站 final 20000",
            ],
        ),
        (
            "公务接待费支出7.00万元，其中局机关公务接待费5.00万元，比上年减少1.00万元。",
            [f"{GUESTS}#part=局机关 final 50000", f"{GUESTS}#part=局机关 change -10000"],
        ),
        (
            "公务接待费支出7.00万元，比上年增加3.00万元，其中：局机关增加2.00万元。",
            [f"{GUESTS} change 30000", f"{GUESTS}#part=局机关 change 20000"],
        ),
        ("公务接待费预算8.00万元（含驻外处3.00万元）。", [f"{GUESTS}#part=驻外处 budget_full 30000"]),
        (
            "公务用车运行维护费9.00万元，其中：燃油费5.00万元、过路费1.00万元、维修费3.00万元。",
            [
                f"{CARS}.operation.fuel final 50000",
                f"{CARS}.operation#part=过路费 final 10000",
                f"{CARS}.operation.repair final 30000",
            ],
        ),
        (
            "局机关公务接待费5.00万元；水文站公务接待费2.00万元。",
            [f"{GUESTS}#part=局机关 final 50000", f"{GUESTS}#part=水文站 final 20000"],
        ),
    ],
)
def test_money_is_parted(text: str, parts: list[str]) -> None:
    assert facts(text)[-len(parts) :] == parts
    assert sum(fact.startswith(f"{GUESTS} final") for fact in facts(text)) <= 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "组织出国团组9个，其中：考察团组5个，培训团组4个，累计出国20人次。",
            [
                f"{GROUPS}#part=考察团组 count 5",
                f"{GROUPS}#part=培训团组 count 4",
                "three_public.overseas.persons count 20",
            ],
        ),
        (
            "国内公务接待30批次、240人次，其中：上级检查20批次、150人次，招商10批次、90人次。",
            [
                f"{BATCHES}#part=上级检查 count 20",
                f"{PERSONS}#part=上级检查 count 150",
                f"{BATCHES}#part=招商 count 10",
                f"{PERSONS}#part=招商 count 90",
            ],
        ),
        (
            "公务用车保有量9辆（机关4辆，所属单位5辆）。",
            [f"{HELD}#part=机关 count 4", f"{HELD}#part=所属单位 count 5"],
        ),
        ("公务用车保有量9辆，其中：执法执勤用车8辆。", ["assets.vehicles.law_enforcement count 8"]),
        (
            "机关服务中心购置2台车；测绘所购置1台车。",
            [f"{CARS}.purchased#part=机关服务中心 count 2", f"{CARS}.purchased#part=测绘所 count 1"],
        ),
        (
            "参加市里组织的团组1个、2人次，自行组团2个、6人次。",
            [
                f"{GROUPS}#part=参加市里组织的团组 count 1",
                "three_public.overseas.persons#part=参加市里组织的团组 count 2",
                f"{GROUPS}#part=自行组团 count 2",
                "three_public.overseas.persons#part=自行组团 count 6",
            ],
        ),
        (
            "公务接待费5.00万元，其中接待上级检查组12批次，接待外地考察团8批次。",
            [f"{BATCHES}#part=接待上级检查组 count 12", f"{BATCHES}#part=接待外地考察团 count 8"],
        ),
    ],
)
def test_counts_are_parted(text: str, parts: list[str]) -> None:
    assert facts(text)[-len(parts) :] == parts


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("expenditure", "本年支出500.00万元，其中：教学用房200.00万元，占40.00%；教学楼建设100.00万元。"),
        ("agency_operation", "机关运行经费80.00万元，其中：办公费50.00万元。"),
        ("three_public", "公务接待费支出7.00万元，其中局机关公务接待费9.00万元。"),
        ("three_public", "公务接待费支出7.00万元，三公经费以外的局机关4.00万元。"),
    ],
)
def test_what_may_be_no_part_is_told_of_nothing(section: str, text: str) -> None:
    assert len(facts(text, section)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("因公出国（境）费5.00万元，其中：全年使用财政资金安排的出国团组2个。", f"{GROUPS} count 2"),
        ("我局购置公务用车3辆。", f"{CARS}.purchased count 3"),
        ("县公安局购置公务用车3辆。", f"{CARS}.purchased count 3"),
        ("接待记者6批次，约60人。", f"{PERSONS} count 60"),
        ("公务用车购置数0辆，其中执法用车购置数0辆。", f"{CARS}.purchased count 0"),
    ],
)
def test_what_only_describes_the_whole_is_the_whole(text: str, expected: str) -> None:
    assert facts(text)[-1] == expected


def test_a_part_is_of_the_year_of_its_whole() -> None:
    text = "公务接待费2024年预算8.00万元（含驻外处3.00万元）。"
    assert sorted(facts(text)[-1].split()[0].split("#")) == ["part=驻外处", GUESTS, "year=2024"]


def test_behind_parts_the_sentence_is_over() -> None:
    text = "公务接待费支出7.00万元，其中：局机关5.00万元。比上年减少1.00万元。"
    assert facts(text)[-1] == f"{GUESTS} change -10000"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (
            "，水文站4.00万元，比上年减少1.00万元，下降8.33%。",
            [f"{GUESTS} change -10000", f"{GUESTS} change_rate -8.33"],
        ),
        ("，水文站3.00万元，比上年减少1.00万元。", [f"{GUESTS}#part=水文站 final 30000"]),
        ("，水文站4.00万元，占33.33%。", [f"{GUESTS}#part=水文站 share 33.33"]),
        ("，增加1.00万元；水文站4.00万元，减少1.00万元。", [f"{GUESTS}#part=水文站 change -10000"]),
    ],
)
def test_a_change_behind_all_parts_is_that_of_the_whole(rest: str, expected: list[str]) -> None:
    assert facts(f"公务接待费12.00万元，其中：局机关8.00万元{rest}")[-len(expected) :] == expected


def test_a_part_may_be_named_as_the_whole_is() -> None:
    text = "公务接待12批次、90人次，其中：国内接待10批次、80人次，外宾接待2批次、10人次。"
    foreign = [f"{GUESTS}.foreign.batches count 2", f"{GUESTS}.foreign.persons count 10"]
    assert facts(text)[2:] == [f"{BATCHES}#part=国内 count 10", f"{PERSONS}#part=国内 count 80", *foreign]


def test_another_kind_among_known_ones_is_a_part() -> None:
    text = "共有车辆9辆，其中：执法执勤用车8辆、洒水车（含备用）1辆。"
    known = ["assets.vehicles count 9", "assets.vehicles.law_enforcement count 8"]
    assert facts(text, "assets") == [*known, "assets.vehicles#part=洒水车 count 1"]


def test_a_count_is_a_whole_though_money_around_it_was_told() -> None:
    text = "“三公”经费9.00万元，公务接待30批次，其中：上级检查20批次。"
    assert facts(text)[-1] == f"{BATCHES}#part=上级检查 count 20"


def test_grades_of_projects_are_no_parts_though_more_words_name_them() -> None:
    text = "绩效自评项目4个，其中，绩效评级为“优”的项目3个，绩效评级为“良”的项目1个。"
    grades = ["performance.grade_excellent count 3", "performance.grade_good count 1"]
    assert facts(text, "performance")[1:] == grades


def test_a_longer_name_than_a_group_of_staff_has_is_a_part() -> None:
    text = "在职教职工88人，其中：高级教师20人，专任教师60人。"
    expected = ["staff.in_service count 88", "staff.in_service#part=高级教师 count 20", "staff.teachers count 60"]
    assert facts(text, "organisation") == expected


def test_words_behind_a_count_name_no_part_of_the_next() -> None:
    text = "实有人数21名，其中3名副主任、5名工委主任4名离岗主任。"
    assert facts(text, "organisation") == ["staff.actual count 21"]
    named_first = "实有人数21名，其中行政3名事业4名。"
    assert facts(named_first, "organisation")[1:] == [
        "staff.actual#part=行政 count 3",
        "staff.actual#part=事业 count 4",
    ]


@pytest.mark.parametrize(
    ("own", "joined"),
    [
        ("全年安排本单位组织的出国（境）团组2个", "参加其他单位组织的出国（境）团组1个"),
        ("本单位自行组织出国团组2个", "参加上级部门组织的团组3个"),
        ("组织本单位团组2个", "参加省外办团组3个"),
        ("由我委组织的因公出国（境）团组2个", "参加其他部委组织的因公出国（境）团组2个"),
        ("全年安排本级组织的出国（境）团组2个", "参加其他单位出国（境）团组0个"),
        ("本单位组织的出国（境）团组1个", "参加其他单位组织的出国（境）团组4个"),
        ("本单位组织的出国（境）团组0个", "参加其他单位出国（境）团组0个"),
    ],
)
def test_what_the_unit_itself_sends_is_the_whole(own: str, joined: str) -> None:
    told = facts(f"因公出国（境）费5.00万元，{own}，{joined}。")[1:]
    assert [fact for fact in told if "#part" not in fact] == [f"{GROUPS} count {own[-2]}"]
    assert [fact for fact in told if fact.startswith(f"{GROUPS}#part=参加")] == told[1:] != []


def test_what_the_unit_itself_sends_is_a_part_of_a_whole_that_was_told() -> None:
    text = "因公出国（境）费5.00万元，全年组织出国（境）团组4个，其中本单位自行组织3个，参加其他单位组织1个。"
    parts = [f"{GROUPS}#part=本单位自行组织 count 3", f"{GROUPS}#part=参加其他单位组织 count 1"]
    assert facts(text)[1:] == [f"{GROUPS} count 4", *parts]


def test_groups_that_are_joined_only_are_the_whole() -> None:
    assert facts("因公出国（境）费5.00万元，全年参加其他单位组织的出国（境）团组1个。")[1:] == [f"{GROUPS} count 1"]


def test_a_bracket_behind_a_part_that_is_a_concept_tells_of_that_part() -> None:
    text = "编制58人。其中：行政编制23人（含行政工勤编制3人），事业编制35人。"
    own = "staff.authorised.administrative"
    assert facts(text, "organisation")[1:3] == [f"{own} count 23", f"{own}#part=行政工勤编制 count 3"]
