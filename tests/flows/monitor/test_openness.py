"""What a monitor saw is what `juesuan openness` goes by: days, addresses, and what was withdrawn."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.monitor.reading import PoolReader
from flows.monitor.rounds import run_round
from flows.monitor.sources import load_sources
from tests.flows.monitor.conftest import Nginx, WriteSources
from tests.flows.monitor.site import build


@pytest.mark.slow
def test_events_of_a_monitor_are_those_of_the_records_beside_them(
    nginx: Nginx, write_sources: WriteSources, tmp_path: Path, reader: PoolReader
) -> None:
    site, out = build(nginx.root, nginx.base, 1, image=False), tmp_path / "out"
    run_round(load_sources(write_sources(site.source)), out, reader=reader, today=date(2024, 9, 1))
    first = next(iter(site.planted))
    (tmp_path / "roster.csv").write_text(f"unit\n{first}\n", encoding="utf-8")
    asked = [
        "-q",
        "openness",
        str(out / "records"),
        "--roster",
        str(tmp_path / "roster.csv"),
        "--year",
        "2023",
        "--json",
    ]
    done = CliRunner().invoke(app, [*asked, "--events", str(out / "events.jsonl")])
    (unit,) = (one for one in json.loads(done.stdout)["units"] if one["unit"] == first)
    items = {item["id"]: item for item in unit["items"]}
    assert unit["status"] == "published"
    assert items["kept"]["met"] == "1"
    (place,) = items["site"]["grounds"]
    assert nginx.base.rstrip("/") in place["says"]
