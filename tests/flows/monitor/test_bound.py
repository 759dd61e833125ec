"""A file with the accounts of several units: they are named, and none of them is overdue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from corpus.compendium import compendium
from flows.monitor.notice import Links, line
from flows.monitor.reading import PoolReader
from flows.monitor.rounds import run_round
from flows.monitor.sources import load_sources
from tests.flows.monitor.conftest import WriteSources
from tests.flows.monitor.misbehaving import Misbehaving, gives


def test_units_of_a_bound_file_are_named_and_have_published(
    write_sources: WriteSources, reader: PoolReader, tmp_path: Path
) -> None:
    data, units = compendium((("narrative", 47), ("lakes", 45)))
    names, years = ([str(unit.golden[key]) for unit in units] for key in ("unit_name", "fiscal_year"))
    (tmp_path / "roster.csv").write_text("\n".join(["unit", *names, "云岭市迟到局"]), encoding="utf-8")
    with Misbehaving() as server:
        server.answers["/all.pdf"] = gives(data)
        source = {
            "name": "站", "lists": [server.listing("/l", {"/all.pdf": "部门决算汇编"})], "roster": "roster.csv",
            "allow_addresses": ["127.0.0.1/32"], "fiscal_year": int(years[0]),
        }  # fmt: skip
        after_due = date(int(years[0]) + 1, 12, 1)
        done = run_round(load_sources(write_sources(source)), tmp_path / "out", reader=reader, today=after_due)
    published, *others = done.events
    assert published.gist is not None
    assert published.gist.units == tuple(names)
    told = line(published, Links(tmp_path))
    assert told.startswith(f"published: 部门决算汇编 all.pdf {years[0]}; with 2 units: {', '.join(names)}; ")
    of_that_year = [name for name, year in zip(names, years, strict=True) if year == years[0]]
    expected = ["云岭市迟到局", *(name for name in names if name not in of_that_year)]
    assert sorted(str(event.unit_name) for event in others if event.kind == "overdue") == sorted(expected)
