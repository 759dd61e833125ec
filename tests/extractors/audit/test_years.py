"""Years of another disclosure left standing."""

from __future__ import annotations

import pytest

from tests.extractors.audit.small import fact, findings, record

SCAN = [{"number": 2, "source": "ocr", "width": 595, "height": 842, "mean_confidence": 0.98}]


def vehicles(quote: str, **more: object) -> dict[str, object]:
    return fact(1, "assets.vehicles", more.pop("measure", "count"), "5", unit="辆", quote=quote, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("截至2022年12月31日，共有车辆5辆", True),
        ("截止2022年末，共有车辆5辆", True),
        ("截至2023年12月31日，共有车辆5辆", False),
        ("截至2022年12月31日3辆，截至2023年12月31日5辆", False),
        ("截至2024年3月，共有车辆5辆", False),
        ("2022年12月31日购置的车辆5辆", False),
    ],
)
def test_figures_are_told_for_the_end_of_the_year(quote: str, told: bool) -> None:
    assert bool(findings("text.date", record(vehicles(quote)))) is told


def test_last_years_figure_has_last_years_date_and_an_ocr_may_misread_one() -> None:
    quote = "截至2022年12月31日，共有车辆5辆"
    both = vehicles(quote, measure="prior"), {**vehicles("共有车辆6辆"), "id": "f2"}
    assert not findings("text.date", record(*both))
    assert [f.severity for f in findings("text.date", record(both[0]))] == ["note"], "alone it may be this year's"
    (found,) = findings("text.date", record(vehicles(quote), pages=SCAN))
    assert found.severity == "note"


def titled(*titles: str) -> list[str]:
    sections = [{"id": f"s{i}", "number": "", "title": title, "page": 2} for i, title in enumerate(titles)]
    return [found.severity for found in findings("text.title_year", record(sections=sections))]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("2022年度部门决算情况说明", True),
        ("2022年度收入支出决算总表", True),
        ("2023年度部门决算情况说明", False),
        ("2024年度部门预算公开", False),
        ("2022年度与2023年度决算比较情况", False),
        ("2022年度决算审计整改情况", False),
        ("部门决算情况说明", False),
    ],
)
def test_titles_are_of_the_documents_year(title: str, told: bool) -> None:
    assert bool(titled("2023年度部门决算表", title)) is told


def test_a_title_may_begin_with_the_units_name() -> None:
    assert titled("2023年度部门决算表", "青岭县水利局2022年度部门决算说明")
    assert not titled("2023年度部门决算表", "青岭县水利局2023年度部门决算说明")


def test_where_most_titles_are_of_another_year_the_documents_is_in_doubt() -> None:
    assert titled("2022年度部门决算表", "2022年度部门决算情况说明") == ["note", "note"]
