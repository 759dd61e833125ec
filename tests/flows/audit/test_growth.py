"""What an audit holds in memory does not grow with the documents: what they get wrong lies on disk."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.audit.audit import Audit, audited
from extractors.model.record import Record
from flows.audit.crops import Crops
from flows.audit.gather import as_json
from flows.audit.page import write_page
from flows.audit.spool import Spool
from flows.audit.whole import audit_files
from flows.audit.workbook import write_workbook
from tests.made_records import made_record, write_records

# Four times the documents take two to three times the memory where all that is found is held, else 1.0 to 1.3 times.
MOST_GROWTH = 1.5


def most(work: Callable[[], object]) -> int:
    """The most bytes that Python held for it at once."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_auditing_more_records_takes_no_more_memory(tmp_path: Path) -> None:
    paths = write_records(16, tmp_path / "records", statements=False)

    def audit(count: int, name: str) -> None:
        kept_in = tmp_path / name
        kept_in.mkdir()
        whole = audit_files(paths[:count], kept_in, lambda path, cause: pytest.fail(f"{path}: {cause}"))
        assert (whole.documents, whole.counts.amiss) == (count, count)

    audit(1, "first")  # which loads what there is to know
    few, many = most(lambda: audit(4, "few")), most(lambda: audit(16, "many"))
    assert many < MOST_GROWTH * few


@pytest.fixture(scope="module")
def found() -> Audit:
    return audited([Record.model_validate(made_record(1, statements=False))])


def spooled(folder: Path, found: Audit, documents: int) -> Spool:
    told = Spool(folder)
    for number in range(documents):
        of = {"sha256": f"{number:064x}", "document": f"{number}.pdf", "unit_name": f"{number}"}
        told.add(Audit(*(tuple(one.model_copy(update=of) for one in part) for part in found)))  # type: ignore[arg-type]
    return told


@pytest.mark.parametrize("writing", ["json", "xlsx", "html"])
def test_writing_more_findings_takes_no_more_memory(tmp_path: Path, found: Audit, writing: str) -> None:
    def write(told: Spool) -> None:
        if writing == "json":
            for _ in as_json(told):
                pass
        elif writing == "xlsx":
            write_workbook(told, tmp_path / "findings.xlsx")
        else:
            with Crops([]) as crops:
                write_page(told, tmp_path / "findings.html", crops, len(told))

    one, few, many = (spooled(tmp_path, found, documents) for documents in (1, 6, 24))
    write(one)
    assert most(lambda: write(many)) < MOST_GROWTH * most(lambda: write(few))


def test_a_spool_gives_back_what_was_put_in(tmp_path: Path, found: Audit) -> None:
    told = Spool(tmp_path)
    assert (len(told), list(told.all_findings()), "".join(as_json(told))) == (
        0, [], '{\n "findings": [],\n "obligations": []\n}\n'
    )  # fmt: skip
    for one in (found, Audit((), ()), found):
        told.add(one)
    assert [len(told.findings(number)) for number in range(3)] == [len(found.findings), 0, len(found.findings)]
    assert tuple(told.all_findings()) == found.findings * 2
    assert tuple(told.all_obligations()) == found.obligations * 2
