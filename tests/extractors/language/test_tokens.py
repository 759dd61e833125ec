"""Words of a text, and what lies on their borders."""

from __future__ import annotations

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.tokens import is_word, tokens, user_words
from patterns.words import load_field_words


def stretch(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("公共预算财政拨款支出", ["公共预算", "财政拨款", "支出"]),
        ("住房公积金支出", ["住房公积金", "支出"]),  # names of functions are words
        ("收支总计较上年", ["收支", "总计", "较", "上年"]),  # 计较 is none here
        ("比上年新增3台", ["比", "上年", "新", "增", "3", "台"]),
        ("防灾减灾", ["防灾", "减灾"]),
        ("", []),
        ("在4S店和1号店付13.50万元", ["在", "4S店", "和", "1号店", "付", "13", ".", "50", "万元"]),
        ("A3纸，T恤：5-6%", ["A3", "纸", "，", "T恤", "：", "5", "-", "6", "%"]),
        ("公车\r\n运行", ["公车", "\r\n", "运行"]),
    ],
)
def test_a_text_has_words(text: str, words: list[str]) -> None:
    assert list(tokens(text).words) == words


@pytest.mark.parametrize(
    ("text", "term", "cut"),
    [
        ("公共预算支出", "预算", True),  # held together by words.yaml
        ("公共预算支出", "公共预算", False),
        ("公共预算支出", "公共预算支出", False),  # several words
        ("信息系统维护", "系", True),
        ("信息系统维护", "系统", False),
        ("厉行节约", "节约", True),
        ("退休职工3人", "退休", False),  # a word made of two parts there
        ("预算执行率", "执行率", False),
        ("无线电管理", "无", True),
        ("无公务用车", "无", False),
        ("占地面积", "占", True),
        ("多名职工", "多", True),
        ("增值税", "增", True),
        ("少年宫", "少", True),
    ],
)
def test_a_term_lies_on_borders_or_cuts_a_word(text: str, term: str, cut: bool) -> None:
    assert bool(tokens(text).cuts(*stretch(text, term))) == cut


def test_both_ends_can_cut() -> None:
    text = "厉行节约开支系统"
    assert tokens(text).cuts(*stretch(text, "节约开支系")) == stretch(text, "节约开支系")


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [("减少支出", "少支出", 2), ("减少支出", "减少支出", 4), ("系统", "系", 0), ("增值税收入合计", "税收入合计", 4)],
)
def test_whole_words_of_a_stretch_are_counted_by_character(text: str, part: str, whole: int) -> None:
    assert tokens(text).whole(*stretch(text, part)) == whole


@given(st.text(alphabet="公共预算支出决万元123，。“”（）系统减少灾", max_size=30))
def test_words_keep_the_text(text: str) -> None:
    found = tokens(text)
    assert "".join(found.words) == text
    assert len(found) == len(text)
    assert found.borders == {len("".join(found.words[:i])) for i in range(len(found.words) + 1)}


def test_a_stretch_of_whole_words_cuts_none() -> None:
    text = "2014年度公共预算财政拨款支出500.00万元"
    borders = sorted(tokens(text).borders)
    assert all(not tokens(text).cuts(a, b) for a in borders for b in borders if a < b)


def test_words_of_the_field_are_known() -> None:
    known = load_field_words()
    assert set(known.together) <= set(user_words())
    assert all(is_word(word) for word in known.together)
    assert not any(is_word(word) for word in known.apart)


@pytest.mark.parametrize("word", load_field_words().together)
def test_each_word_holds_together(word: str) -> None:
    assert word in tokens(f"的{word}的").words


@pytest.mark.parametrize("word", load_field_words().apart)
def test_each_word_that_is_none_is_parted(word: str) -> None:
    assert word not in tokens(f"的{word}的").words


def test_words_with_digits_are_those_that_no_figure_is_cut_out_of() -> None:
    with jieba.Tokenizer().get_dict_file() as file:
        words = [line.split(" ")[0] for line in file.read().decode("utf-8").splitlines()]
    assert [word for word in words if any(char in "0123456789" for char in word)] == ["4S店", "4s店", "1号店"]
