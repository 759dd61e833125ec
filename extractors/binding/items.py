"""What a list says before each of its figures: 其中：局机关4万元、甲中心2万元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import regex

from extractors.binding.nouns import is_kind, named_alone, needs_noun, noun_behind
from extractors.binding.passage import LONGEST_FIGURE, Passage, without_brackets
from extractors.binding.walk import Walk
from extractors.language.lexicon import is_filler, without_trailing_fillers
from extractors.language.mention import Mention
from patterns.loader import load_patterns
from patterns.parts import load_parts

_NAMING = ("concept", "text", "both", "budget_name")  # kinds of mentions that the name of a part may hold
_LONGEST_NAME = 24  # characters; set by eye: 参加其他单位组织的团组 has eleven


@dataclass(frozen=True, slots=True)
class Item:
    """What a list says before one of its figures: a part's name as written, and the concept that is named there.

    `name` is empty where only known words stand there; `body` says that the name is that of a body, `own` that it is of
    what the unit itself does. `start` is where the words begin, `text` are all of them.
    """

    start: int
    text: str
    name: str
    body: bool
    named: Mention | None
    own: bool = False


def item_before(walk: Walk, i: int, cue: Mention | None) -> Item | None:
    """What stands before the figure at the `i`th mention in its list; None where that is no name."""
    passage = walk.passage
    mention = passage.mentions[i]
    start = _item_start(walk, mention)
    end = _without_source(passage.text, start, cue.start if cue is not None and cue.start >= start else mention.start)
    inside = [m for m in passage.mentions[:i] if m.end > start and m.start < end]
    named = all(m.kind in _NAMING for m in inside) and end - start <= 2 * _LONGEST_NAME
    if not named or _is_of_one_before(walk, start, i):
        return None
    concepts = [m for m in inside if m.kind == "concept"]
    if _is_set_up(passage, concepts):
        start, concepts = concepts[-1].end, []  # 医院设有临床科室12个
    if len(concepts) > 1:
        return Item(start, passage.text[start:end], "", False, concepts[-1])
    if concepts:
        return _named_item(passage.text, start, end, concepts[0])
    return _kind_behind(passage, mention, _named_item(passage.text, start, end, None))


def _without_source(text: str, start: int, end: int) -> int:
    """Where words end without what says only that something comes from the figure behind them (接待费由|1万元降至…)."""
    sources = (len(word) for word in load_patterns().markers.come_from if text.endswith(word, start, end))
    return end - max(sources, default=0)


def _is_set_up(passage: Passage, concepts: Sequence[Mention]) -> bool:
    """Whether the last concept named only says that something is counted, and a noun behind it what."""
    return bool(concepts) and needs_noun(concepts[-1].label, passage.words(concepts[-1]))


def _is_of_one_before(walk: Walk, start: int, i: int) -> bool:
    """`其中5名工委主任4名离岗主任`: whether the words between `start` and a figure name what the one before counts."""
    before, amount = walk.passage.before(i), walk.passage.mentions[i].amount
    if before is None or before.end != start or before.amount is None or amount is None:
        return False
    text, begins = walk.passage.text, _item_start(walk, before)
    words = text[start : walk.passage.mentions[i].start]
    if before.amount.kind != "count" or before.amount.unit != amount.unit or is_filler(words):
        return False
    return not load_parts().without_lead(text[begins : before.start]) or _is_of_one_before(walk, begins, i - 1)


def _kind_behind(passage: Passage, mention: Mention, item: Item) -> Item:
    """The item, named by the noun behind its count where nothing before it names it: `12个职能科室`."""
    noun = noun_behind(passage, mention) if not item.name else ""
    return replace(item, name=noun) if is_kind(noun) else item


def _named_item(text: str, start: int, end: int, named: Mention | None) -> Item:
    """The item whose words stand between `start` and `end`: its name is what they say beside the concept."""
    words, parts = text[start:end], load_parts()
    before = parts.without_lead(text[start : named.start] if named else words)
    prefix = without_trailing_fillers(without_brackets(before))
    own, body = parts.is_own_deed(prefix), parts.is_body(prefix)
    if is_filler(prefix) or not parts.is_name(prefix):
        return Item(start, words, "", False, named, own)
    name = without_trailing_fillers(parts.without_lead(words)) if named and not body else prefix
    return Item(start, words, name, body, named, own)


def _item_start(walk: Walk, mention: Mention) -> int:
    """Where the words begin that stand before a figure in its list."""
    passage, start = walk.passage, walk.passage.clause_start(mention.start)
    before = passage.starting_in(start - LONGEST_FIGURE, mention.start)
    amounts = (m.end for m in before if m.kind == "amount")
    opened, closed = (passage.text.rfind(mark, start, mention.start) + 1 for mark in "（）")
    marks = (passage.text.rfind("：", start, mention.start) + 1, opened if opened > closed else 0)
    lead = load_parts().lead_before(without_asides(passage.text, mention.start), start, mention.start)
    return max(start, *marks, *(end for end in amounts if end >= start), lead[1] if lead else 0)


def without_asides(text: str, until: int) -> str:
    """The text up to a position, blank in brackets closed before it: 行政编制（含工勤）15人 leads in no parts."""
    blank, opened = _without_asides(text), text.rfind("（", 0, until)
    is_open = opened >= 0 and text.find("）", opened, until) < 0
    return blank[:opened] + text[opened:until] if is_open else blank[:until]


@lru_cache(maxsize=4)  # every figure of a passage asks
def _without_asides(text: str) -> str:
    return _aside().sub(lambda match: " " * len(match.group()), text)


@cache
def _aside() -> regex.Pattern[str]:
    return regex.compile("（[^（）\\d]*）")  # one with figures may lead in parts that go on behind it


def told_in_turn(walk: Walk, i: int, item: Item) -> bool:
    """`甲中心购置2辆；乙所购置1辆`: whether the sentence counts the same of another that is named likewise."""
    return any(other.name != item.name and _is_alike(other, item) for other in _items_beside(walk, i))


def _is_alike(other: Item, item: Item) -> bool:
    if load_parts().assigns_to_unit(item.text) and not load_parts().assigns_to_unit(other.text):
        return False  # 核定县四中事业编制152名，后勤事业编制2名: the unit itself by its short name
    labels = [o.named.label if o.named else named_alone(o.name) for o in (other, item)]
    return bool(other.name or other.own) and labels[0] == labels[1] and (other.body or other.own or not item.body)


def _items_beside(walk: Walk, i: int) -> Iterator[Item]:
    """What stands before the other figures of the list that are in the unit of the `i`th mention.

    A list is a sentence, or what of it stands on one side of 其中: before it stands the whole.
    """
    passage = walk.passage
    mention = passage.mentions[i]
    start, end = passage.sentence_start(mention.start), passage.sentence_end(mention.start)
    before = load_parts().lead_before(passage.text, start, mention.start)
    behind = load_parts().lead_behind(passage.text, mention.end, end)
    start, end = before[1] if before else start, behind if behind is not None else end
    for j, other in enumerate(passage.mentions):
        if j != i and start <= other.start < end and other.amount is not None and mention.amount is not None:
            item = item_before(walk, j, None) if other.amount.unit == mention.amount.unit else None
            if item is not None:
                yield item
