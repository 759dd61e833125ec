"""An address that is given next year's file: published for that year, and the year before stays published."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from flows.monitor.reading import PoolReader
from flows.monitor.rounds import Round, run_round
from flows.monitor.sources import load_sources
from tests.flows.monitor import documents
from tests.flows.monitor.conftest import WriteSources
from tests.flows.monitor.misbehaving import Misbehaving, gives, status

UNIT = "云岭市甲局"
AFTER_DUE = date(2025, 11, 5)


class Watched:
    """A site with one address, visited again and again, for one year or another."""

    def __init__(self, server: Misbehaving, write: WriteSources, reader: PoolReader, folder: Path) -> None:
        self.server, self.write, self.reader, self.out = server, write, reader, folder / "out"
        (folder / "roster.csv").write_text(f"unit\n{UNIT}\n", encoding="utf-8")

    def holds(self, data: bytes, title: str = f"{UNIT}部门决算") -> None:
        self.server.answers["/a.pdf"] = gives(data)
        self.url = self.server.listing("/l", {"/a.pdf": title})

    def visit(self, fiscal_year: int) -> Round:
        source = {
            "name": "站", "lists": [self.url], "allow_addresses": ["127.0.0.1/32"], "roster": "roster.csv",
            "fiscal_year": fiscal_year,
        }  # fmt: skip
        return run_round(load_sources(self.write(source)), self.out, reader=self.reader, today=AFTER_DUE)

    def told(self) -> list[tuple[str, int | None]]:
        return [(event["kind"], event["fiscal_year"]) for event in self.events() if event["kind"] != "failed"]

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.out / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def test_next_years_file_at_the_same_address_is_published(
    write_sources: WriteSources, reader: PoolReader, tmp_path: Path
) -> None:
    with Misbehaving() as server:
        site = Watched(server, write_sources, reader, tmp_path)
        site.holds(documents.pdf(UNIT, "1.00", 2023))
        site.visit(2023)
        site.holds(documents.pdf(UNIT, "2.00", 2024))
        (status_2024,) = site.visit(2024).statuses
        assert site.told() == [("published", 2023), ("published", 2024)]
        first, second = (e for e in site.events() if e["kind"] != "failed")
        assert (second["old_sha256"], second["how"], second["again"]) == (first["sha256"], "next_year", False)
        assert (status_2024.found, status_2024.covered, status_2024.overdue) == (1, 1, ())
        (status_2023,) = site.visit(2023).statuses
        assert (status_2023.covered, status_2023.overdue) == (1, ())
        assert len(site.told()) == 2
        site.holds(documents.pdf(UNIT, "3.00", 2024))
        site.visit(2024)
        assert site.told()[2:] == [("changed", 2024)]
        server.answers["/a.pdf"] = status(404)
        site.visit(2024)
        assert site.told()[3:] == [("withdrawn", 2024), ("overdue", 2024)]
        assert site.visit(2023).statuses[0].overdue == ()


def test_year_that_the_file_does_not_tell_is_that_of_its_link(
    write_sources: WriteSources, reader: PoolReader, tmp_path: Path
) -> None:
    with Misbehaving() as server:
        site = Watched(server, write_sources, reader, tmp_path)
        site.holds(documents.pdf(UNIT, "1.00", 2023), f"{UNIT}2023年度部门决算")
        site.visit(2023)
        site.holds(b"%PDF-1.7 broken beyond reading", f"{UNIT}2024年度部门决算")
        for _ in range(2):
            site.visit(2024)
        assert site.told() == [("published", 2023), ("overdue", 2024), ("published", None)]
        assert site.visit(2023).statuses[0].overdue == ()


def test_earlier_years_file_at_the_same_address_is_a_change(
    write_sources: WriteSources, reader: PoolReader, tmp_path: Path
) -> None:
    with Misbehaving() as server:
        site = Watched(server, write_sources, reader, tmp_path)
        site.holds(documents.pdf(UNIT, "1.00", 2024))
        site.visit(2024)
        site.holds(documents.pdf(UNIT, "2.00", 2023))
        (found,) = site.visit(2024).statuses
        assert site.told() == [("published", 2024), ("changed", 2023), ("overdue", 2024)]
        assert found.overdue == (UNIT,)


def test_next_years_file_that_is_known_from_elsewhere_is_not_told_again(
    write_sources: WriteSources, reader: PoolReader, tmp_path: Path
) -> None:
    with Misbehaving() as server:
        site = Watched(server, write_sources, reader, tmp_path)
        newer = documents.pdf(UNIT, "2.00", 2024)
        site.holds(documents.pdf(UNIT, "1.00", 2023))
        server.answers["/b.pdf"] = gives(newer)
        site.url = server.listing("/l", {"/a.pdf": f"{UNIT}部门决算", "/b.pdf": f"{UNIT}部门决算（新）"})
        site.visit(2024)
        server.answers["/a.pdf"] = gives(newer)
        site.visit(2024)
        assert site.told() == [("published", 2023), ("published", 2024)]
        assert site.visit(2023).statuses[0].overdue == ()


def test_version_that_names_another_unit_says_so(
    write_sources: WriteSources, reader: PoolReader, tmp_path: Path
) -> None:
    with Misbehaving() as server:
        site = Watched(server, write_sources, reader, tmp_path)
        site.holds(documents.pdf("云岭市乙局", "1.00", 2023))
        site.visit(2023)
        site.holds(documents.pdf(UNIT, "2.00", 2023))
        site.visit(2023)
        changed = site.events()[-1]
        assert (changed["kind"], changed["unit_name"], changed["how"]) == ("changed", UNIT, "other_unit")


def test_late_unit_may_be_in_what_was_not_read(write_sources: WriteSources, reader: PoolReader, tmp_path: Path) -> None:
    with Misbehaving() as server:
        site = Watched(server, write_sources, reader, tmp_path)
        site.holds(documents.pdf("云岭市乙局", "1.00", 2023))
        site.url = server.listing("/l", {"/a.pdf": "云岭市乙局部门决算", "/lost.pdf": "2023年度部门决算"})
        site.visit(2023)
        (late,) = (event for event in site.events() if event["kind"] == "overdue")
        assert (late["unit_name"], late["unsure"]) == (UNIT, 1)


def test_two_documents_of_a_unit_and_year_on_one_list_are_two(
    write_sources: WriteSources, reader: PoolReader, tmp_path: Path
) -> None:
    with Misbehaving() as server:
        site = Watched(server, write_sources, reader, tmp_path)
        site.holds(documents.pdf(UNIT, "1.00", 2023))
        server.answers["/b.pdf"] = gives(documents.pdf(UNIT, "2.00", 2023))
        site.url = server.listing("/l", {"/a.pdf": f"{UNIT}部门决算", "/b.pdf": f"{UNIT}（本级）单位决算"})
        site.visit(2023)
        assert site.told() == [("published", 2023), ("published", 2023)]
        server.answers["/c.pdf"] = gives(documents.pdf(UNIT, "3.00", 2023))
        site.url = server.listing("/l", {"/a.pdf": f"{UNIT}部门决算", "/c.pdf": f"{UNIT}（本级）单位决算"})
        site.visit(2023)
        assert site.told()[2:] == [("changed", 2023)]
        assert site.events()[-1]["how"] == "moved"
