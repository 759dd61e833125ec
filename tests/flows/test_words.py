"""What commands tell is said in both languages alike, and in the one that people read."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
import regex
from typer.testing import CliRunner

from extractors.model.evidence import FactEvidence, Usualness
from extractors.model.fact import Plainness
from extractors.model.record import Record
from flows.cli import app
from flows.output import write_record
from flows.words import VARIABLE, language, load_words
from tests.conftest import REPOSITORY
from tests.made_records import made_record

HAN = regex.compile(r"\p{Han}")
CALLED = regex.compile(r"""words\(\s*f?["']([\w.{}]+)["']""")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("said", load_words().root)
def test_both_languages_hold_the_same(said: str) -> None:
    entry = load_words().root[said]
    assert places(entry.zh) == places(entry.en)
    assert HAN.search(entry.zh) or not regex.search(r"\p{L}", regex.sub(r"\{\w+\}", "", entry.zh))
    assert not HAN.search(entry.en.replace("万元", ""))


def test_what_is_told_is_known_and_what_is_known_is_told() -> None:
    sources = [path.read_text("utf-8") for path in (REPOSITORY / "flows").rglob("*.py")]
    told = {name for text in sources if "from flows.words import" in text for name in CALLED.findall(text)}
    begins = {name.partition("{")[0] for name in told}
    known = set(load_words().root)
    assert {name for name in told if "{" not in name} <= known
    assert not [name for name in known if not any(name.startswith(begin) for begin in begins | {"summary."})]


def test_every_evidence_of_a_fact_is_named() -> None:
    own = {name for name in FactEvidence.__dataclass_fields__ if name not in ("plain", "usual")}
    names = own | set(Plainness.__dataclass_fields__) | set(Usualness.__dataclass_fields__)
    assert not [name for name in names if f"evidence.{name}" not in load_words().root]


@pytest.mark.parametrize(
    ("environment", "read"),
    [
        ({}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", VARIABLE: "en"}, "en"),
        ({"LANG": "en", VARIABLE: "fr"}, "en"),
        ({"LC_ALL": "C.UTF-8"}, "zh"),
    ],
)
def test_language_is_told_by_the_environment(environment: dict[str, str], read: str) -> None:
    assert language(environment) == read


@pytest.mark.parametrize(("lang", "says"), [("zh", "主要数据"), ("en", "main figures")])
def test_summary_is_in_the_language_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, says: str
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    path = tmp_path / "made.json"
    write_record(Record.model_validate(made_record(2, statements=False)), path)
    told = CliRunner().invoke(app, ["--lang", lang, "summary", str(path)], env={VARIABLE: ""}).output
    assert says in told
    assert "reason_change" not in told
