"""Staff and offices are counted by what they are called; what is set up besides is no office."""

from __future__ import annotations

import pytest

from tests.reading import read, told

OFFICES, UNITS = "organisation.offices", "organisation.subordinate_units"


def facts(text: str) -> list[str]:
    """What is told in a text on the organisation."""
    return told(read(text, "organisation"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本局内设办公室、财务科等2个科室。", [f"{OFFICES} count 2", f"{OFFICES} text 办公室、财务科"]),
        ("机关内设6个部门（办公室、财务部）和机关党委。", [f"{OFFICES} count 6"]),
        ("下设办公室、人事科、业务科共3个。", [f"{OFFICES} count 3", f"{OFFICES} text 办公室、人事科、业务科"]),
        ("下设康复中心、就业所2个事业单位。", [f"{UNITS} count 2", f"{UNITS} text 康复中心、就业所"]),
        ("下属3个独立核算的二级预算单位。", [f"{UNITS} count 3"]),
        ("机关科室6个。", [f"{OFFICES} count 6"]),
        (
            "设有5个行政科室、12个业务科室。",
            [f"{OFFICES}#part=行政科室 count 5", f"{OFFICES}#part=业务科室 count 12"],
        ),
        ("医院设有临床科室12个、医技科室6个，行政职能科室7个。", [f"{OFFICES} count 7"]),
        ("院内设11个职能科室、26个临床科室、7个医技科室。", [f"{OFFICES} count 11"]),
        ("内设护理科室10个、医疗辅助科室4个、管理科室6个。", [f"{OFFICES} count 6"]),
        (
            "医院共设科室31个，其中临床科室20个、职能科室11个。",
            [f"{OFFICES} count 31", f"{OFFICES}#part=临床科室 count 20", f"{OFFICES}#part=职能科室 count 11"],
        ),
        ("下设学生部、教务处等2个职能部门。", [f"{OFFICES} count 2", f"{OFFICES} text 学生部、教务处"]),
        ("全园共11个班。", ["service.classes count 11"]),
        ("本单位无下级预算单位。", [f"{UNITS} count 0"]),
        ("机构数1个。", ["organisation.registered_units count 1"]),
    ],
)
def test_offices_and_units_are_told_by_their_nouns(text: str, expected: list[str]) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "机关党委下设党支部20个，分别是：第一支部、第二支部。",
        "设有后勤服务中心1个。",
        "设有临床科室12个，医技科室6个。",
        "设有28个临床科室、12个医技科室。",
        "学校设立党总支1个、党支部5个，下设教研组8个，设有食堂2个。",
        "下辖12个行政村、3个社区。",
        "设人民法庭5个。",
        "设有实验室8个，主要包括：甲室、乙室。",
        "内设3科1室。",
    ],
)
def test_what_is_set_up_besides_is_no_office(text: str) -> None:
    assert facts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在岗职工78人，退休职工18人。", ["staff.in_service count 78", "staff.retired count 18"]),
        ("年末人数50人，其中在职人员33人。", ["staff.total count 50", "staff.in_service count 33"]),
        ("全校教职工86人，其中专任教师70人。", ["staff.total count 86", "staff.teachers count 70"]),
        (
            "在编人员20人，聘用人员6人，其他人员2人。",
            ["staff.in_service count 20", "staff.contract count 6", "staff.other count 2"],
        ),
        ("在校学生1,200人，教学班28个。", ["service.students count 1200", "service.classes count 28"]),
        ("在园幼儿90人，开放床位30张。", ["service.children count 90", "service.beds count 30"]),
        ("离退休人员23人，其中离休1人、退休22人。", ["staff.senior_retired count 1", "staff.retired count 22"]),
        ("离退休人员23人。", ["staff.retired count 23"]),
        ("车辆编制3辆，实有车辆2辆。", ["assets.vehicles.authorised count 3", "assets.vehicles count 2"]),
        ("在职人员20人，其中公务员15人。", ["staff.in_service count 20", "staff.in_service#part=公务员 count 15"]),
    ],
)
def test_people_are_told_by_who_they_are(text: str, expected: list[str]) -> None:
    assert facts(text) == expected
