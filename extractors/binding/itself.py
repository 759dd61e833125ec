"""Whether a unit counts itself among those it tells: `共4个单位，其中局本级1个、下属单位3个` has three below it."""

from __future__ import annotations

from extractors.binding.items import item_before
from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.lexicon import without_trailing_fillers
from extractors.language.mention import Mention
from patterns.kept import compiled
from patterns.parts import load_parts

_LEAD = 4  # characters behind the end of a sentence in which 其中 stands


def with_itself(walk: Walk, i: int, counted: str) -> str:
    """The concept that the count at the `i`th mention is of: another where it counts the unit itself, too."""
    other = concept(counted).with_itself
    amount = walk.passage.mentions[i].amount
    if other is None or amount is None:
        return counted
    if any(_joins_itself(walk, i, j) for j in _counts_behind(walk, i)[:1]):
        return other
    rest, itself, below = amount.value, False, False
    for j in _counts_behind(walk, i):
        item, one = item_before(walk, j, None), walk.passage.mentions[j].amount
        if item is None or one is None:
            return counted
        rest -= one.value
        itself = itself or load_parts().is_itself(without_trailing_fillers(item.text))
        below = below or _is_of(walk, item.named, counted)
        if rest <= 0:
            break
    return other if itself and below and rest == 0 else counted


def is_behind_itself(walk: Walk, i: int) -> bool:
    """`共3个单位，包括局本级和2个下属单位`: whether the `i`th mention counts those without the unit itself."""
    last = next((j for j in range(i - 1, -1, -1) if walk.passage.mentions[j].amount is not None), None)
    return last is not None and _joins_itself(walk, last, i)


def _joins_itself(walk: Walk, i: int, j: int) -> bool:
    """Whether the count at the `j`th mention and the unit itself, joined to it, are those of the `i`th."""
    passage = walk.passage
    every, others = passage.mentions[i].amount, passage.mentions[j].amount
    joined = compiled(load_parts().joins_itself).fullmatch(
        passage.text, passage.mentions[i].end, passage.mentions[j].start
    )
    if every is None or others is None or joined is None:
        return False
    one_less = every.unit == others.unit and every.value - others.value == 1
    return one_less and load_parts().is_itself(joined["itself"])


def _counts_behind(walk: Walk, i: int) -> list[int]:
    """The counts in the same unit that the sentence, or one that begins with 其中, tells behind the `i`th mention."""
    passage, mention = walk.passage, walk.passage.mentions[i]
    unit = mention.amount.unit if mention.amount else None
    end = passage.sentence_end(mention.end)
    if load_parts().lead_before(passage.text, end, end + _LEAD):
        end = passage.sentence_end(end + 1)
    alike = (j for j, m in enumerate(passage.mentions) if j > i and m.start < end and m.amount is not None)
    return [j for j in alike if (amount := passage.mentions[j].amount) is not None and amount.unit == unit]


def _is_of(walk: Walk, named: Mention | None, counted: str) -> bool:
    """Whether an item names the concept by more than that it is a unit that makes accounts."""
    return named is not None and named.label == counted
