"""Who else runs on this machine: no home, another locale, no room for temporary files, what others left in /tmp.

Folders are made read-only and small by mounts in a namespace of the command's own, which hold for root, too.
"""

from __future__ import annotations

import marshal
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.watching import COMMAND, Places

_SMALL = 256  # kB
# $1 read-only, $2 nearly full
_MOUNTS = (
    f'mount -t tmpfs -o ro none "$1" && mount -t tmpfs -o size={_SMALL}k none "$2" && ip link set lo up && shift 2'
)
APART = ("unshare", "--map-root-user", "--mount", "--net", "sh", "-c", _MOUNTS + ' && exec "$@"', "sh")


class Machine:
    """A folder of everything for a command; `run` runs one in it."""

    def __init__(self, root: Path, samples: Path) -> None:
        self.places, self.out = Places(root), root / "out"
        self.fixed, self.small, self.input = root / "fixed", root / "small", root / "in"
        for folder in (self.fixed, self.small, self.input):
            folder.mkdir()
        shutil.copy(samples / "sample.digital.pdf", self.input)
        if shutil.which("unshare") is None:
            pytest.skip("unshare is not installed")
        may = subprocess.run([*self._apart(), "true"], capture_output=True, text=True, check=False)
        if may.returncode:
            pytest.skip(f"nothing can be mounted here: {may.stderr.strip()}")

    def _apart(self) -> list[str]:
        return [*APART, str(self.fixed), str(self.small)]

    def run(self, *arguments: object, **environment: str | None) -> subprocess.CompletedProcess[str]:
        """Runs `juesuan`; variables that are None are not set."""
        given = self.places.environment(**{k: v for k, v in environment.items() if v is not None})
        for name in (name for name, value in environment.items() if value is None):
            given.pop(name)
        return subprocess.run(
            [*self._apart(), *COMMAND, *map(str, arguments)], env=given, cwd=self.places.current, timeout=600,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def batch(self, **environment: str | None) -> subprocess.CompletedProcess[str]:
        return self.run("batch", self.input, "-o", self.out, "--workers", "1", **environment)


@pytest.fixture
def machine(tmp_path: Path, samples: Path) -> Machine:
    return Machine(tmp_path, samples)


def settings(machine: Machine, which: str) -> dict[str, str | None]:
    return {
        "no home": {"HOME": None},
        "home read-only": {"HOME": str(machine.fixed)},
        "home missing": {"HOME": "/nonexistent"},
        "no locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        "scratch read-only": {"TMPDIR": str(machine.fixed)},
        "scratch full": {"TMPDIR": str(machine.small)},
    }[which]


WAYS = ("no home", "home read-only", "home missing", "no locale", "scratch read-only", "scratch full")


@pytest.mark.slow
@pytest.mark.parametrize("which", WAYS)
def test_reading_and_publishing_work(machine: Machine, which: str) -> None:
    setting = settings(machine, which)
    for arguments in (
        ("extract", machine.input / "sample.digital.pdf", "-o", machine.out),
        ("summary", machine.out / "sample.digital.json"),
        ("audit", machine.out, "-o", machine.out / "findings"),
        ("publish", machine.out),
        ("query", "-c", machine.out / "corpus", "SELECT unit_name FROM documents"),
    ):
        done = machine.run(*arguments, **setting)
        assert done.returncode == 0, (arguments, done.stderr)
        assert "Traceback" not in done.stderr
    assert (machine.out / "corpus" / "corpus.xlsx").is_file()
    assert not machine.places.left()


@pytest.mark.slow
@pytest.mark.parametrize("which", ["no home", "home read-only", "no locale"])
def test_batch_works(machine: Machine, which: str) -> None:
    done = machine.batch(**settings(machine, which))
    assert done.returncode == 0, done.stderr
    assert (machine.out / "sample.digital.json").is_file()
    assert not machine.places.left()


@pytest.mark.parametrize("coding", ["ascii", "gbk"])
def test_what_the_locale_has_no_characters_for_is_printed_all_the_same(tmp_path: Path, coding: str) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": coding}
    done = subprocess.run(
        [*COMMAND, "try", "三公经费支出①1万元𠮷"], env=environment, cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "三公" in done.stdout.decode("utf-8" if coding == "ascii" else coding)


def test_batch_without_room_for_temporary_files_says_so(machine: Machine) -> None:
    """Prefect's own server, which keeps a database there, would be started again and again for ten minutes."""
    done = machine.batch(TMPDIR=str(machine.small))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert str(machine.small) in line
    assert "TMPDIR" in line


def test_publish_onto_a_full_disk_says_so(machine: Machine, samples: Path) -> None:
    """The libraries that write there raise errors of their own."""
    assert machine.run("extract", samples / "sample.digital.pdf", "-o", machine.out).returncode == 0
    done = machine.run("publish", machine.out, "-o", machine.small)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "No space left" in done.stderr.splitlines()[-1]


def test_what_others_left_among_temporary_files_is_not_read(machine: Machine) -> None:
    """jieba by itself runs what lies under a name that everybody knows."""
    left = machine.places.scratch / "jieba.cache"
    left.write_bytes(marshal.dumps(({"三公": 10**9, "公经": 10**9}, 2 * 10**9)))
    before = left.stat()
    done = machine.run("try", "三公经费支出1万元")
    assert done.returncode == 0, done.stderr
    clean = machine.run("try", "三公经费支出1万元", TMPDIR=str(machine.small))
    assert done.stdout == clean.stdout
    assert os.stat(left).st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in machine.places.scratch.iterdir()] == [left.name]


def test_words_of_kinds_are_cut_without_what_others_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus import kinds

    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(({"决算公": 10**9}, 10**9)))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kinds._jieba.cache_clear()
    assert "决算公" not in kinds._jieba().FREQ
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
