"""Stored versions: steps run in order from the version that was found, later ones are refused, copies are whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.causes import told
from flows.versions import LaterVersion, Versions, copy_of, is_version, keep_copy
from flows.words import VARIABLE

THREE: Versions[str] = Versions((lambda text: text + " to 2", lambda text: text + " to 3"))


@pytest.mark.parametrize(("found", "becomes"), [(1, "it to 2 to 3"), (2, "it to 3"), (3, "it")])
def test_what_is_older_takes_the_steps_that_are_left(found: int, becomes: str) -> None:
    assert THREE.known == 3
    assert THREE.brought_up("a.db", "it", found) == becomes


def test_what_is_later_is_refused_in_one_line_of_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LaterVersion) as refused:
        THREE.brought_up("a.db", "it", 4)
    line = str(refused.value)
    assert line == "a.db: stored by a later version of Juesuan (version 4, known up to 3)"
    monkeypatch.setenv(VARIABLE, "zh")
    assert told(line) == "a.db：由更新版本的Juesuan保存（版本4，本版本最高支持3）"


@pytest.mark.parametrize("told", [0, -1, True, "2", 1.0, None, [1]])
def test_a_version_is_a_whole_number_from_one(told: object) -> None:
    assert not is_version(told)
    assert is_version(1)


def test_copy_is_the_file_as_it_was_and_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    for content in (b"first\xff\n", b"second"):
        path.write_bytes(content)
        keep_copy(path, 7)
        assert copy_of(path, 7).read_bytes() == content
    assert sorted(p.name for p in tmp_path.iterdir()) == ["journal.jsonl", "journal.jsonl.version-7"]
