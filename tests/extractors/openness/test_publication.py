"""Who has published what: late, missing, withdrawn, revised; and nobody is missing whose document may be there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractors.openness.publication import Document, Folder, Publication, Seen, publications
from extractors.register.build import Builder
from extractors.register.roster import read_roster
from extractors.register.telling import Telling

ROSTER = "unit,aliases,approved\n云岭市教育局,教育局,2024-09-01\n云岭市财政局,,\n"
AFTER = date(2025, 1, 1)


def of(unit: str, year: int | None = 2023, kind: str = "final_accounts", sha256: str = "") -> Document:
    return Document(sha256 or f"{unit}{year}{kind}", f"{unit}{year}.pdf", unit, year, kind)


def published(*documents: Document, roster: str = ROSTER, today: date = AFTER, **more: Any) -> dict[str, Publication]:
    builder = Builder(read_roster(roster.splitlines()), "roster.csv")
    for d in documents:
        builder.tell(Telling(d.sha256, d.file_name, d.unit_name, d.kind, d.year))
    folder = Folder(documents, today=today, **more)
    return {one.unit.name: one for one in publications(builder.register(), folder, 2023)}


def status(*documents: Document, unit: str = "云岭市教育局", **more: Any) -> str:
    return published(*documents, **more)[unit].status


EDUCATION = of("云岭市教育局")


def seen(kind: str, day: str, sha256: str = EDUCATION.sha256, **more: Any) -> Seen:
    return Seen(kind, date.fromisoformat(day), sha256, **more)  # type: ignore[arg-type]


def test_published_missing_and_not_due() -> None:
    found = published(EDUCATION)
    assert {name: one.status for name, one in found.items()} == {"云岭市教育局": "published", "云岭市财政局": "missing"}
    assert found["云岭市教育局"].documents == (EDUCATION,)
    assert found["云岭市教育局"].last_day == date(2024, 9, 21)  # 20 days after approval
    assert found["云岭市财政局"].last_day == date(2024, 10, 31)
    assert status(today=date(2024, 9, 21)) == "not_due"
    assert status(today=date(2024, 9, 22)) == "missing"


def test_an_approval_of_another_years_accounts_tells_nothing() -> None:
    assert published(roster="unit,approved\n云岭市教育局,2023-09-01\n")["云岭市教育局"].last_day == date(2024, 10, 31)


def test_another_years_accounts_or_a_budget_are_not_the_years_accounts() -> None:
    assert status(of("云岭市教育局", 2022), of("云岭市教育局", kind="budget")) == "missing"
    flags = published(of("云岭市教育局", kind="budget"), of("云岭市财政局"))
    assert flags["云岭市教育局"].flags == ("budget_without_accounts",)
    assert flags["云岭市财政局"].flags == ("accounts_without_budget",)
    assert published(of("云岭市财政局"))["云岭市财政局"].flags == ()  # no folder of budgets


@pytest.mark.parametrize("left_open", [of(""), of("", None), of("云岭市教育局", None), of("财政局", None)], ids=str)
def test_a_document_that_may_be_a_units_leaves_it_unknown(left_open: Document) -> None:
    unit = "云岭市财政局" if left_open.unit_name == "财政局" else "云岭市教育局"
    found = published(left_open)[unit]
    assert (found.status, found.open) == ("unknown", (left_open.file_name,))


def test_a_file_of_several_units_may_hold_those_below_its_own() -> None:
    roster = "unit,parent\n云岭市教育局,\n云岭市第一中学,云岭市教育局\n云岭市财政局,\n"
    found = published(of("云岭市教育局", kind="compendium"), roster=roster)
    assert {name: one.status for name, one in found.items()} == {
        "云岭市教育局": "unknown", "云岭市第一中学": "unknown", "云岭市财政局": "missing",
    }  # fmt: skip
    assert {one.status for one in published(of("", kind="compendium"), roster=roster).values()} == {"unknown"}


def test_a_document_of_no_known_kind_leaves_its_own_unit_open() -> None:
    found = published(of("云岭市教育局", kind="other"), of("", kind="other"))
    assert {name: one.status for name, one in found.items()} == {"云岭市教育局": "unknown", "云岭市财政局": "missing"}


def test_a_file_that_was_not_read_leaves_those_unknown_whom_it_may_be_of() -> None:
    assert status(unread=("扫描件.pdf",)) == "unknown"
    assert status(unread=("云岭市财政局2023年决算.pdf",)) == "missing"
    assert status(unread=("云岭市财政局2023年决算.pdf",), unit="云岭市财政局") == "unknown"


def test_own_level_and_department_count_as_the_department() -> None:
    own = of("云岭市教育局", kind="unit_final_accounts")
    assert published(EDUCATION, own)["云岭市教育局"].documents == (EDUCATION,)
    assert published(own)["云岭市教育局"].status == "published"
    assert published(of("云岭市教育局（本级）", kind="unit_final_accounts"))["云岭市教育局"].status == "missing"


def test_who_publishes_and_is_not_listed_is_told() -> None:
    assert published(of("云岭市审计局"))["云岭市审计局"].flags == ("not_listed",)


def test_late_is_only_who_was_seen_not_to_have_published() -> None:
    first = seen("published", "2024-10-05")
    overdue = Seen("overdue", date(2024, 9, 25), unit_name="云岭市教育局", year=2023)
    assert status(EDUCATION, seen=(overdue, first)) == "late"
    assert status(EDUCATION, seen=(first,)) == "published"  # it may have been there before the first visit
    assert status(EDUCATION, seen=(seen("published", "2024-09-20"),)) == "published"


def test_withdrawn_and_published_again() -> None:
    gone = (seen("published", "2024-09-10"), seen("withdrawn", "2024-11-01"))
    found = published(EDUCATION, seen=gone)["云岭市教育局"]
    assert (found.status, found.documents) == ("withdrawn", ())
    assert status(EDUCATION, seen=(*gone, seen("published", "2024-11-09"))) == "published"


def test_a_revision_leaves_the_new_version_only() -> None:
    new = of("云岭市教育局", sha256="new")
    changes = (seen("published", "2024-09-10"), seen("changed", "2024-09-30", "new", old=EDUCATION.sha256))
    found = published(EDUCATION, new, seen=changes)["云岭市教育局"]
    assert (found.documents, found.flags) == ((new,), ("revised",))
    both = published(EDUCATION, new)["云岭市教育局"]
    assert (len(both.documents), both.flags) == (2, ("several",))


def test_an_event_of_a_version_that_has_no_record_leaves_it_unknown() -> None:
    event = seen("published", "2024-09-10", "unknown", unit_name="云岭市教育局", year=2023)
    assert status(seen=(event,)) == "unknown"
