"""jieba's dictionary taken in by pairs of characters cuts texts as the whole of it does."""

from __future__ import annotations

from functools import cache

import jieba
import pytest

from extractors.language.dictionary import SEEN, Dictionary

OWN = {"公共预算": 100000, "数为": 0, "中": 7}
TEXTS = [
    "一般公共预算财政拨款支出决算数为12.30万元，比上年减少。",
    "中国人民大学附属中学的教职工乘坐T恤和AA制的A座电梯",
    "龠",
    "",
    "行 政\u3000运行\n和中 国",
]


@cache
def whole() -> jieba.Tokenizer:
    """jieba with all of its words, and ours."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = jieba.Tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word, seen in OWN.items():
        tokenizer.add_word(word, seen)
    return tokenizer


def test_seen_is_the_sum_of_jiebas_dictionary() -> None:
    assert jieba.Tokenizer.gen_pfdict(jieba.Tokenizer().get_dict_file())[1] == SEEN


@pytest.mark.parametrize("together", [False, True])
def test_texts_are_cut_as_by_the_whole_dictionary(together: bool) -> None:
    """Whether all texts were taken in before, or each comes after those that stand before it."""
    dictionary = Dictionary(OWN)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dictionary.frequencies, dictionary.total, True
    for text in TEXTS if together else ():
        dictionary.take_in(text)
    for text in TEXTS:
        dictionary.take_in(text)
        assert tokenizer.lcut(text, HMM=False) == whole().lcut(text, HMM=False)
    assert tokenizer.total == whole().total


def test_ours_win_over_jiebas_however_late_those_come() -> None:
    dictionary = Dictionary(OWN)
    dictionary.take_in("中国")
    assert dictionary.frequencies["中"] == 7
    assert dictionary.frequencies["中国"] == whole().FREQ["中国"]


def test_what_no_text_holds_is_not_taken_in() -> None:
    dictionary = Dictionary({})
    dictionary.take_in("预算")
    assert "预算" in dictionary.frequencies
    assert "决算" not in dictionary.frequencies
    assert len(dictionary.frequencies) < len(whole().FREQ) / 1000
