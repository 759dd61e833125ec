"""Names that labels, rules, lists of units and the way to a page tell, and those that are another's."""

from __future__ import annotations

import pytest

from extractors.prose.attributed import labelled, published_by, ruled, speaker, summed


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("联系单位：柳湾县畜牧局", "柳湾县畜牧局"),
        ("联系方式：柳湾县畜牧局办公室，电话0000-1234567", "柳湾县畜牧局"),
        ("联系方式：0000-1234567", None),
    ],
)
def test_contact_tells_the_body_without_its_office(line: str, name: str | None) -> None:
    assert labelled("contact", [line]) == name


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("《柳湾县畜牧局职能配置、内设机构和人员编制规定》", "柳湾县畜牧局"),
        ("《关于印发柳湾县畜牧局主要职责内设机构和人员编制规定的通知》", "柳湾县畜牧局"),
        ("《柳湾县委外宣办公室、柳湾县新闻局职能配置和人员编制规定》", "柳湾县新闻局"),
        ("《柳湾县机构改革方案》", None),
        ("《县级部门职能配置规定》", None),
    ],
)
def test_a_rule_on_duties_tells_whose_they_are(rule: str, name: str | None) -> None:
    assert ruled([f"根据{rule}，主要职责是："]) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("包括：1.柳湾县畜牧局本级2.柳湾县兽医站。", "柳湾县畜牧局"),
        ("包括：柳湾县畜牧局（机关）、柳湾县兽医站。", "柳湾县畜牧局"),
        ("包括：柳湾县畜牧局、柳湾县兽医站。", None),
        ("包括：乡镇政府机关、学校。", None),
    ],
)
def test_the_unit_itself_stands_among_those_summed_up(text: str, name: str | None) -> None:
    assert summed([text]) == name


def test_a_speaker_before_an_assembly_tells_the_body() -> None:
    assert speaker(["柳湾县财政局局长王小明"]) == "柳湾县财政局"
    assert speaker(["柳湾县财政局2019年决算"]) is None


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (("发文单位：柳湾县畜牧局",), "柳湾县畜牧局"),
        (("首页>>柳湾县畜牧局>>预决算公开>>正文",), "柳湾县畜牧局"),
        (("来源：财政股",), None),
        (("来源：柳湾县财政局",), None),
        (("来源：柳湾县财政局", "我局内设6个股。"), "柳湾县财政局"),
        (("发布机构：石桥镇人民政府", "我镇辖12个村。"), "石桥镇人民政府"),
        (("发布机构：柳湾县人民政府", "我局内设6个股。"), None),
    ],
)
def test_a_publisher_is_the_unit_unless_it_is_but_the_host(texts: tuple[str, ...], name: str | None) -> None:
    assert published_by(texts) == name
