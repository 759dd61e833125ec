"""Parts of an amount of money: whose they are, by the words before the figure and by what was told before."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractors.binding.items import Item, item_before, told_in_turn
from extractors.binding.parts import (
    Part,
    fits_in,
    is_less,
    is_money,
    named_again,
    opened_behind_figure,
    own_parts,
    part_of,
    unfit,
    whole_of,
)
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Bound, Subject
from patterns.loader import load_patterns
from patterns.parts import load_parts
from patterns.within import is_within
from patterns.wording import any_of

_PURPOSES = ("text", "reason")  # mentions behind which stands what money was for


def amount_part(walk: Walk, i: int, amount: Amount, cue: Mention | None) -> Part | Why | None:
    """Whose part an amount of money or a rate is of, or why it cannot be; None where none is known to be named."""
    item = item_before(walk, i, cue)
    if item is None or (cue is None and (amount.kind == "percent" or amount.signed)):
        return None
    whole = whole_of(walk, item.start, is_money)
    if whole is None:
        return _in_turn(walk, i, item) or (purpose_part(walk, i) if cue is None else None)
    share = _share(walk, item, whole, amount) if cue is None else None
    if share is not None:
        return share
    if not item.name or not _names_part(walk, item, whole):
        return _in_turn(walk, i, item) if cue is None else None
    fits = cue is not None or fits_in(amount.value, whole)
    return part_of(whole.subject, item.name, whole.measure) if fits else unfit(item, whole)


def _share(walk: Walk, item: Item, whole: Bound, amount: Amount) -> Part | None:
    """The part of a whole that a budget's name, or its own name again, tells."""
    return _budgets_share(walk, item, whole, amount) or _told_again(walk, item, whole, amount)


def purpose_part(walk: Walk, i: int) -> Part | None:
    """`运行费10万元，主要用于巡查所需燃油费6万元、维修费4万元`: the part of a cost that its purpose names."""
    passage, mention = walk.passage, walk.passage.mentions[i]
    lead = next((m for m in reversed(passage.mentions[:i]) if m.kind not in ("amount", "function")), None)
    whole = walk.found.right_before(lead.start) if lead is not None and lead.kind in _PURPOSES else None
    if whole is None or lead is None or whole.subject.dimensions or not is_money(whole):
        return None
    start = max(m.end for m in (lead, *passage.mentions[:i]))
    found = _kind_of_cost(whole.subject.concept, passage.text[start : mention.start])
    amount = mention.amount
    fits = amount is not None and amount.kind == "money" and fits_in(amount.value, whole)
    return Part(Subject(found), whole.measure) if found is not None and fits else None


def _kind_of_cost(whole: str, name: str) -> str | None:
    """The concept of a kind of a cost, or of a part of that, which words name by how they end."""
    for of, parts in own_parts().items():
        if is_within(of, whole):
            named = next((concept for concept, wordings in parts if _ends_with(name, wordings)), None)
            if named is not None:
                return named
    return None


def _ends_with(name: str, wordings: regex.Pattern[str]) -> bool:
    """Whether words end with a wording, behind nothing but what goes before names (巡查所需燃油费, 巡逻、燃油费)."""
    return any(
        wordings.fullmatch(name, start) and (not start or name[start - 1] in load_parts().before_kinds)
        for start in range(len(name))
    )


def _in_turn(walk: Walk, i: int, item: Item) -> Part | None:
    """`局机关公务接待费2万元，下属中心公务接待费1万元`: a body's own figure, told in turn with others'.

    So are figures of the same concept by whoever paid them: 中央财政拨款30万元、地方财政拨款10万元.
    """
    if item.named is None or not walk.knows(item.named):
        return None
    if not load_parts().is_name(item.name) or not told_in_turn(walk, i, item):
        return None
    return part_of(walk.subject_of(item.named), item.name, "final")


def _told_again(walk: Walk, item: Item, whole: Bound, amount: Amount) -> Part | None:
    """`“三公”经费9万元，其中：一般公共预算安排的“三公”经费8万元`: a part that is named as its whole is."""
    same = not item.name and item.named is not None and item.named.label == whole.subject.concept
    same = same and item.named is not None and walk.subject_of(item.named).concept == whole.subject.concept
    return named_again(walk, item, whole) if same and is_less(amount.value, whole) else None


def _budgets_share(walk: Walk, item: Item, whole: Bound, amount: Amount) -> Part | None:
    """`财政拨款收入60万元，其中政府性基金8万元`: what of a figure one budget pays, named by that budget alone."""
    named = item.named
    if named is None or not load_parts().is_budget(named.label) or whole.subject.concept.startswith(named.label):
        return None
    fits = isinstance(whole.value, Decimal) and abs(amount.value) <= abs(whole.value)
    return part_of(whole.subject, walk.passage.words(named), whole.measure) if fits else None


def _names_part(walk: Walk, item: Item, whole: Bound) -> bool:
    """Whether the words before an amount are known to name a part of the whole."""
    if item.named is not None:
        return item.named.label == whole.subject.concept
    if any(wordings.fullmatch(item.name) for _, wordings in own_parts().get(whole.subject.concept, ())):
        return True
    if any_of(load_patterns().markers.budgets_named).fullmatch(item.name):
        return False  # the share of the budget that a section is on anyway
    in_brackets = opened_behind_figure(walk, item.start) is not None
    return item.body or in_brackets or load_parts().may_name_purpose(whole.subject.concept)


def carried_part(walk: Walk, named: Mention, amount: Amount) -> Part | None:
    """The part of what is carried over that a mention names before an amount; None where that is of nothing told."""
    name = walk.passage.words(named)
    whole = whole_of(walk, named.start, is_money) if load_parts().is_carried(name) else None
    return part_of(whole.subject, name, whole.measure) if whole is not None and fits_in(amount.value, whole) else None
