"""A source put into SOURCES.yaml: behind the others, comments kept; whole or not at all; nothing that is wrong."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.monitor.adding import add_source
from flows.monitor.sources import SourcesError, load_sources

NEW: dict[str, Any] = {"name": "新站", "lists": ["https://new.example/l"], "years": [2023], "region": "云岭市"}
TEXTS = {
    "block": """\
# 我们监测的网站
manners: {rate: 0.5}   # 慢一点
sources:
  - name: 甲站   # 第一个
    lists:
      - https://a.example/l
      # 下面这个已停用
    exclude: [预算]

  # 最后一个
  - name: 乙站
    lists: ["https://b.example/l"]
# 通知
notify: ["mailto://x?to=a"]
""",
    "unindented": "sources:\n- {name: 甲站, lists: ['https://a.example/l']}\n",
    "no last line": "feed_title: 题\nsources:\n    - name: 甲站\n      lists: [https://a.example/l]",
    "flow": "sources: [{name: 甲站, lists: ['https://a.example/l']}]  # 一行\nfeed_title: 题\n",
    "flow over lines": "sources: [\n  {name: 甲站, lists: ['https://a.example/l']},\n]\n",
    "text over lines": """\
sources:
  - name: 甲站
    lists: ["https://a.example/l"]
    region: >-
      云岭
      市

feed_title: 题
""",
}


@pytest.mark.parametrize("name", TEXTS)
def test_source_stands_behind_the_others_and_all_else_stays(tmp_path: Path, name: str) -> None:
    path = tmp_path / "SOURCES.yaml"
    path.write_text(TEXTS[name], encoding="utf-8")
    before = yaml.safe_load(TEXTS[name])
    made = add_source(path, NEW)
    text = path.read_text(encoding="utf-8")
    assert yaml.safe_load(text) == {**before, "sources": [*before["sources"], NEW]}
    assert made == load_sources(path)
    assert made.sources[-1].name == "新站"
    rest = iter(text)
    assert all(letter in rest for letter in TEXTS[name].replace(",\n]", "").rstrip()), (
        "something that stood there is gone"
    )
    again = {**NEW, "name": "又一站", "lists": ["https://again.example/l"]}
    assert [s.name for s in add_source(path, again).sources][-2:] == ["新站", "又一站"]


def test_comments_stand_where_they_stood(tmp_path: Path) -> None:
    path = tmp_path / "SOURCES.yaml"
    path.write_text(TEXTS["block"], encoding="utf-8")
    add_source(path, NEW)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "#" in line] == [line for line in TEXTS["block"].splitlines() if "#" in line]
    assert lines.index("  - name: 新站") == lines.index('    lists: ["https://b.example/l"]') + 1
    assert lines.index("# 通知") > lines.index("  - name: 新站")


@pytest.mark.parametrize("there", [None, "", "# 还没有网站\n"])
def test_file_is_made_where_there_is_none(tmp_path: Path, there: str | None) -> None:
    path = tmp_path / "SOURCES.yaml"
    if there is not None:
        path.write_text(there, encoding="utf-8")
    assert [source.name for source in add_source(path, NEW).sources] == ["新站"]
    assert path.read_text(encoding="utf-8").startswith(there or "sources:")


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ({**NEW, "name": "甲站"}, "two sources are named 甲站"),
        ({**NEW, "lists": ["https://a.example/l"]}, "https://a.example/l is watched already"),
        ({**NEW, "lists": ["ftp://x/"]}, "not an http or https address"),
        ({**NEW, "every": "6h"}, "every"),
        ({**NEW, "lists": []}, "lists"),
        ({"lists": ["https://new.example/l"]}, "name"),
        ({**NEW, "roster": Path("a.csv")}, "cannot represent"),
    ],
)
def test_what_is_wrong_is_refused_and_the_file_stays(tmp_path: Path, entry: dict[str, Any], cause: str) -> None:
    path = tmp_path / "SOURCES.yaml"
    path.write_text(TEXTS["block"], encoding="utf-8")
    with pytest.raises(SourcesError, match=cause) as told:
        add_source(path, entry)
    assert "\n" not in str(told.value)
    assert path.read_text(encoding="utf-8") == TEXTS["block"]
    assert [p.name for p in tmp_path.iterdir()] == ["SOURCES.yaml"]


@pytest.mark.parametrize(
    "text", ["sources: &all\n  - name: 甲站\n    lists: &l [https://a.example/l]\nx: 1\n", "- 1\n", "sources: {a: 1}\n"]
)
def test_file_that_is_wrong_is_left_to_people(tmp_path: Path, text: str) -> None:
    path = tmp_path / "SOURCES.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourcesError, match=r"SOURCES\.yaml"):
        add_source(path, NEW)
    assert path.read_text(encoding="utf-8") == text


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "real.yaml", tmp_path / "SOURCES.yaml"
    path.write_text(TEXTS["block"], encoding="utf-8")
    path.chmod(0o600)  # addresses of receivers may be secret
    link.symlink_to(path)
    add_source(link, NEW)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_sources(path).sources[-1].name == "新站"


def test_several_at_once_all_find_their_place(tmp_path: Path) -> None:
    path = tmp_path / "SOURCES.yaml"
    entries = [{"name": f"站{n}", "lists": [f"https://{n}.example/l"]} for n in range(8)]
    threads = [threading.Thread(target=add_source, args=(path, entry)) for entry in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {source.name for source in load_sources(path).sources} == {f"站{n}" for n in range(8)}
