"""What a batch remembers, what it is told to read, and what it does with documents that exceed a limit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.generate import generate
from flows.batch.isolate import Reader
from flows.batch.jobs import Job, Kind, Limits, Outcome
from flows.batch.ledger import FolderInUse, Ledger, digest
from flows.batch.manifest import ManifestError, listed
from flows.batch.progress import Tally
from flows.document import extract_file
from flows.output import FAILURES
from tests.hostile_pdfs import GREEDY, plain

_URL = "https://a.b/%E5%86%B3.pdf?v=1"


@pytest.fixture
def read(tmp_path: Path) -> tuple[Path, Outcome]:
    """A folder with the Record of `a.pdf`, and the outcome of reading it."""
    source = tmp_path / "a.pdf"
    source.write_bytes(plain())
    folder = tmp_path / "out"
    extract_file(source, folder)
    return folder, Outcome(str(source), "a", "done", sha256=digest(source), pages=1)


def test_record_is_known_until_bytes_program_or_record_change(read: tuple[Path, Outcome]) -> None:
    folder, outcome = read
    with Ledger(folder, "one") as ledger:
        ledger.settle(outcome)
    with Ledger(folder, "one") as ledger:
        assert ledger.had("a") == outcome.sha256
        assert not ledger.had("b")
    with Ledger(folder, "two") as ledger:
        assert not ledger.had("a")
    (folder / "a.json").write_text("{}", encoding="utf-8")
    with Ledger(folder, "one") as ledger:
        assert not ledger.had("a")


def test_torn_line_of_the_journal_is_passed_over(read: tuple[Path, Outcome]) -> None:
    folder, outcome = read
    with Ledger(folder, "one") as ledger:
        ledger.settle(outcome)
    journal = folder / ".juesuan" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + journal.read_bytes()[:40])
    with Ledger(folder, "one") as ledger:
        assert ledger.had("a")
        ledger.settle(Outcome("b.pdf", "b", "failed", kind="NotAPdf", sha256="2", cause="b.pdf: not a PDF"))
    with Ledger(folder, "one") as ledger:
        assert ledger.failed_before("b", "2")


def test_same_bytes_under_another_name_are_copied(read: tuple[Path, Outcome]) -> None:
    folder, outcome = read
    with Ledger(folder, "one") as ledger:
        ledger.settle(outcome)
        copied = ledger.copied(Job("elsewhere/twin.pdf", "twin"), outcome.sha256)
        assert copied is not None
        ledger.settle(copied)
        assert ledger.had("twin") == outcome.sha256
        assert ledger.copied(Job("x.pdf", "x"), "0" * 64) is None
    twin, first = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("twin", "a"))
    assert twin["document"].pop("file_name") == "twin.pdf"
    assert first["document"].pop("file_name") == "a.pdf"
    assert twin == first


@pytest.mark.parametrize(
    ("status", "kind", "remembered"),
    [
        ("quarantined", Kind.CRASH, True),
        ("failed", "EncryptedDocument", True),
        ("failed", "IllegibleDocument", True),
        ("failed", "UnreadKind", False),
        ("failed", "OSError", False),
        ("failed", Kind.SOURCE, False),
    ],
)
def test_only_what_is_the_documents_own_is_not_tried_again(
    tmp_path: Path, status: str, kind: str, remembered: bool
) -> None:
    with Ledger(tmp_path, "one") as ledger:
        ledger.settle(Outcome("a.pdf", "a", status, sha256="1", kind=kind, cause="a.pdf: why"))
        assert bool(ledger.failed_before("a", "1")) == remembered
        assert ledger.failed_before("a", "2") is None


def test_failures_of_what_is_read_anew_are_forgotten(tmp_path: Path) -> None:
    with Ledger(tmp_path, "one") as ledger:
        for name in ("a", "b"):
            ledger.settle(Outcome(f"{name}.pdf", name, "failed", kind="OSError", cause="why"))
        ledger.forget_failures([Job("a.pdf", "a")])
    (left,) = (tmp_path / FAILURES).read_text(encoding="utf-8").splitlines()
    assert json.loads(left)["file"] == "b.pdf"


def test_full_disk_does_not_stop_the_ledger(tmp_path: Path) -> None:
    (tmp_path / FAILURES).symlink_to("/dev/full")
    with Ledger(tmp_path, "one") as ledger:
        ledger.settle(Outcome("a.pdf", "a", "failed", kind="OSError", cause="why"))
        assert ledger.troubles == [f"{tmp_path / FAILURES}: No space left on device"]


def test_folder_is_for_one_run(tmp_path: Path) -> None:
    with Ledger(tmp_path, "one"), pytest.raises(FolderInUse, match="another run"), Ledger(tmp_path, "one"):
        pass
    with Ledger(tmp_path, "one"):
        pass


@pytest.mark.parametrize(
    ("name", "text", "jobs"),
    [
        ("a.txt", f"# tonight\nx.pdf\n\n{_URL}\n", [("x.pdf", "x"), (_URL, "决")]),
        ("a.csv", "name,source\n甲,x.pdf\n,deep/y.pdf\n", [("x.pdf", "甲"), ("deep/y.pdf", "y")]),
        ("a.jsonl", '{"source": "x.pdf"}\n{"source": "s3://b/y", "name": "z"}\n', [("x.pdf", "x"), ("s3://b/y", "z")]),
    ],
)  # fmt: skip
def test_manifest(tmp_path: Path, name: str, text: str, jobs: list[tuple[str, str]]) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = [(job.source.removeprefix(f"{tmp_path}/"), job.name) for job in listed(str(tmp_path / name)).jobs]
    assert found == jobs


@pytest.mark.parametrize(
    ("name", "text", "cause"),
    [
        ("a.csv", "file\nx.pdf\n", "no column named source"),
        ("a.csv", "source,name\nx.pdf,../x\n", "line 2"),
        ("a.jsonl", "{", "not JSON"),
        ("a.jsonl", '{"name": "x"}', "line 1: no source"),
    ],
)
def test_bad_manifest_is_told(tmp_path: Path, name: str, text: str, cause: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError, match=cause):
        listed(str(tmp_path / name))


def test_files_of_one_name_are_named_by_their_paths(tmp_path: Path) -> None:
    for county in ("甲县", "乙县"):
        (tmp_path / county).mkdir()
        (tmp_path / county / "2024.pdf").write_bytes(b"")
    (tmp_path / "甲县" / "2023.pdf").write_bytes(b"")
    assert [job.name for job in listed(str(tmp_path)).jobs] == ["乙县_2024", "2023", "甲县_2024"]
    assert [job.name for job in listed(str(tmp_path), "path").jobs] == ["乙县_2024", "甲县_2023", "甲县_2024"]


def test_two_documents_that_a_manifest_gives_one_name_are_told(tmp_path: Path) -> None:
    manifest = tmp_path / "a.csv"
    manifest.write_text("source,name\nx.pdf,甲\ny.pdf,甲\n", encoding="utf-8")
    with pytest.raises(ManifestError, match="given one name, 甲"):
        listed(str(manifest))


def test_record_of_a_renamed_document_is_put_away(tmp_path: Path) -> None:
    out, source = tmp_path / "out", tmp_path / "甲局.pdf"
    source.write_bytes(plain())
    for name in ("甲局", "乙局"):
        extract_file(source, out, name)
    done = [Outcome(str(tmp_path / f"{name}.pdf"), name, "done", sha256=digest(source)) for name in ("甲局", "乙局")]
    source = source.rename(tmp_path / "乙局.pdf")
    with Ledger(out, "one") as ledger:
        for outcome in done:
            ledger.settle(outcome)
        (told,) = ledger.leave_renamed([Job(str(source), "乙局")])
        assert "乙局.pdf now" in told
        assert (out / ".juesuan" / "left" / "甲局.json").is_file()
        assert [path.name for path in out.glob("*.json")] == ["乙局.json"]


def test_record_of_a_document_that_is_there_twice_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for name in ("a", "b"):
        (tmp_path / f"{name}.pdf").write_bytes(plain())
        extract_file(tmp_path / f"{name}.pdf", out)
    with Ledger(out, "one") as ledger:
        for name in ("a", "b"):
            source = tmp_path / f"{name}.pdf"
            ledger.settle(Outcome(str(source), name, "done", sha256=digest(source)))
        assert not ledger.leave_renamed([Job(str(tmp_path / "b.pdf"), "b")])
    assert (out / "a.json").is_file()


def test_record_of_another_document_does_not_stand_for_one_that_fails(read: tuple[Path, Outcome]) -> None:
    folder, outcome = read
    with Ledger(folder, "one") as ledger:
        ledger.settle(outcome)
        ledger.settle(Outcome(outcome.source, "a", "failed", kind="NotAPdf", sha256="2", cause="a.pdf: not a PDF"))
        assert not (folder / "a.json").exists()
        assert "another document now" in ledger.troubles[0]


def test_hanging_document_is_tried_twice_and_set_aside(tmp_path: Path) -> None:
    source = tmp_path / "tower.pdf"
    source.write_bytes(GREEDY["form_tower"]())
    out = tmp_path / "out"
    out.mkdir()
    with Reader(out, Limits(seconds=1.5, seconds_a_page=0.5), 1) as reader, Ledger(out, "one") as ledger:
        outcome = reader.read(Job(str(source), "tower"))
        assert (outcome.status, outcome.kind) == ("quarantined", Kind.TIME)
        assert outcome.seconds >= 4
        assert outcome.sha256 == digest(source)
        ledger.settle(outcome)
        assert ledger.failed_before("tower", digest(source))
    assert (out / "quarantine" / "tower.pdf").read_bytes() == source.read_bytes()


def test_what_a_process_is_given_at_its_start_is_read_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.pdf").write_bytes(generate("terse", 1)[0])
    first, second = Job(str(tmp_path / "a.pdf"), "a"), Job(str(tmp_path / "b.pdf"), "b")
    with Reader(tmp_path, Limits(), 1) as reader:
        reader.start(first)
        outcomes = [reader.read(first), reader.read(second)]
    assert [(o.source, o.status, o.first) for o in outcomes] == [
        (first.source, "done", True), (second.source, "done", False),
    ]  # fmt: skip


def test_what_a_process_is_given_and_dies_of_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "bomb.pdf").write_bytes(GREEDY["image_bomb"]())
    bomb = Job(str(tmp_path / "bomb.pdf"), "bomb")
    with Reader(tmp_path, Limits(memory=700), 1) as reader:
        reader.start(bomb)
        assert (reader.read(bomb).status, reader.read(bomb).kind) == ("quarantined", Kind.MEMORY)


def test_memory_and_pages_are_limited(tmp_path: Path) -> None:
    (tmp_path / "bomb.pdf").write_bytes(GREEDY["image_bomb"]())
    (tmp_path / "text.pdf").write_bytes(generate("terse", 1)[0])
    with Reader(tmp_path, Limits(memory=700, pages=2), 1) as reader:
        bomb = reader.read(Job(str(tmp_path / "bomb.pdf"), "bomb"))
        assert (bomb.status, bomb.kind) == ("quarantined", Kind.MEMORY)
        many = reader.read(Job(str(tmp_path / "text.pdf"), "text"))
        assert (many.status, many.kind) == ("failed", "OversizedDocument")
        assert "more than the 2 that are read" in many.cause


def test_tally_tells_speed_time_left_and_failures() -> None:
    tally = Tally(total=10)
    for outcome in (
        Outcome("a", "a", "done", pages=8, seconds=1.2, cpu=1.0),
        Outcome("b", "b", "same"),
        Outcome("c", "c", "failed", cause="c: why"),
    ):
        tally.count(outcome)
    assert tally.finished == 3
    assert tally.pages == 8
    assert tally.seconds_left is not None
    assert tally.line().startswith("3/10 documents, 8 pages, ")
    assert "1 failed, 1 were there" in tally.line()


def test_names_in_gbk_are_remembered_told_and_copied(read: tuple[Path, Outcome]) -> None:
    folder, outcome = read
    name = "决算公开".encode("gbk").decode("utf-8", "surrogateescape")  # as the system lists it
    with Ledger(folder, "one") as ledger:
        ledger.settle(outcome)
        copied = ledger.copied(Job(f"/in/{name}.pdf", name), outcome.sha256)
        assert copied is not None
        ledger.settle(copied)
        ledger.settle(Outcome(f"/in/{name}2.pdf", f"{name}2", "failed", kind="NotAPdf", sha256="2", cause="not a PDF"))
    with Ledger(folder, "one") as ledger:
        assert ledger.had(name) == outcome.sha256
        assert ledger.failed_before(f"{name}2", "2")
        assert not ledger.troubles
    record = json.loads((folder / "决算公开.json").read_text(encoding="utf-8"))
    assert record["document"]["file_name"] == "决算公开.pdf"
    told = json.loads((folder / FAILURES).read_text(encoding="utf-8"))
    assert told["file"] == f"/in/{name}2.pdf"
