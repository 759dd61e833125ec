"""The notation of wordings: what follows it compiles, what does not is told."""

from __future__ import annotations

import random

import pytest
import regex

from patterns import wording
from patterns.loader import load_patterns
from patterns.marks import IsWording, marked_texts
from patterns.wording import any_of, wording_fault, wording_pattern

WORDINGS = [m.text for m in marked_texts(load_patterns()) if isinstance(m.mark, IsWording)]
SIGNS = "[]()|*+?{}年"


def slips(seed: int, times: int) -> list[str]:
    """Wordings of the files with signs of the notation put in and characters taken out, some still sound."""
    rng = random.Random(seed)
    made = []
    for _ in range(times):
        text = list(rng.choice(WORDINGS))
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(len(text) + 1)
            if rng.random() < 0.5:
                text.insert(place, rng.choice(SIGNS))
            else:
                del text[place : place + 1]
        made.append("".join(text))
    return made


def test_a_wording_without_fault_compiles() -> None:
    for text in [*WORDINGS[::10], *(w for w in slips(1, 300) if wording_fault(w) is None)]:
        regex.compile(wording_pattern(text))


def test_a_wording_is_sound_in_one_go_where_nothing_is_found_sign_by_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = slips(2, 2000)
    sound = [wording._SOUND.fullmatch(w) is not None for w in tried]
    monkeypatch.setattr(wording, "_SOUND", regex.compile(r"(?!)"))
    assert [wording_fault(w) is None for w in tried] == sound
    assert 200 < sum(sound) < 1800


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("决算[数", '"[" is not closed in "决算[数"'),
        ("支出)", '")" closes nothing in "支出)"'),
        ("决算[数)", '"[" is closed by ")" in "决算[数)"'),
        ("支出|收入", '"|" stands outside of brackets in "支出|收入"'),
        ("年*", '"*" stands behind no bracket in "年*"'),
        ("[年]**", '"*" stands behind no bracket in "[年]**"'),
        ("{prior", '"{" without its counterpart in "{prior"'),
        ("prior}", '"}" without its counterpart in "prior}"'),
        ("{yaer}", 'unknown placeholder {yaer} (did you mean year?) in "{yaer}"'),
        ("[支出](为|是)[的|了]*（万元）…{year}", None),
    ],
)
def test_what_is_wrong_is_said(written: str, fault: str | None) -> None:
    assert wording_fault(written) == fault


@pytest.mark.parametrize("written", ["一般公共预算财政拨款支出", "公共预算财政拨款支出", "公共财政预算财政拨款支出"])
def test_what_was_named_otherwise_is_said_by_all_its_names(written: str) -> None:
    assert any_of(["一般公共预算[财政拨款]支出"]).fullmatch(written)
    assert not any_of(["政府性基金预算[财政拨款]支出"]).fullmatch(written)


def test_a_figure_that_must_follow_is_no_part_of_the_wording() -> None:
    found = regex.search(wording_pattern("<收入>"), "2018年收入7.00万元")
    assert found is not None
    assert found.group() == "收入"
    assert regex.search(wording_pattern("<收入>"), "2018年收入增加7.00万元") is None
