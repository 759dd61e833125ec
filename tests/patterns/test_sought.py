"""Wordings are passed over only where the text cannot say them."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from patterns.loader import load_patterns
from patterns.marks import IsWording, marked_texts
from patterns.sought import Among, needed_by, sought
from patterns.wording import any_of

WORDINGS = sorted({m.text for m in marked_texts(load_patterns()) if isinstance(m.mark, IsWording)})


@pytest.mark.parametrize(
    ("wording", "needed"),
    [
        ("决算数", ["决数算"]),
        ("决算[数](为|是)", ["决算"]),
        ("(未|没有)(发生|安排)", ["有没", "未"]),
        ("((上|去)年|往年)", ["年", "年往"]),
        ("[共|计]*(合计)?", [""]),
        ("(共|)", ["", "共"]),
        ("<{prior}“收入”…~>", ["入收"]),
        ("[年]+(共)+计", ["计"]),
        ("一般公共预算", ["一政算般财预", "公共算预"]),  # 一般 may be missing from its older names
    ],
)
def test_what_a_wording_cannot_do_without(wording: str, needed: list[str]) -> None:
    assert sorted("".join(sorted(characters)) for characters in needed_by(wording)) == needed


def test_whatever_says_a_wording_may_say_it() -> None:
    """Every wording of the files on the texts of others: what stands in them, with their brackets taken out."""
    rng = random.Random(7)
    bare = ["".join(c for c in w if c not in "[]()|*+?{}<>…~") for w in WORDINGS]
    for i, wording in enumerate(WORDINGS):
        pattern, those = any_of((wording,)), sought((wording,))
        for text in [bare[i], "".join(rng.sample(wording, len(wording))), *rng.sample(bare, 25)]:
            assert those.may_be_in(set(text)) or not pattern.search(text), (wording, text)


def test_where_there_are_several_any_will_do() -> None:
    those = sought(("决算[数]", "预算"))
    assert those.may_be_in(set("预先计算"))
    assert not those.may_be_in(set("决定预备"))
    assert those is sought(["决算[数]", "预算"])


def test_none_are_never_said() -> None:
    assert not sought(()).may_be_in(set("收入"))


def test_many_asked_at_once_are_those_asked_one_by_one() -> None:
    rng = random.Random(8)
    each = [sought((wording,)) for wording in WORDINGS]
    among = Among(each)
    for text in ["", *WORDINGS[::7], *("".join(rng.sample(w + v, len(w))) for w, v in pairwise(WORDINGS[::11]))]:
        characters = set(text)
        assert among.may_be_in(characters) == [i for i, one in enumerate(each) if one.may_be_in(characters)]
