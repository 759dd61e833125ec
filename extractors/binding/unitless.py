"""Numbers that stand without a unit: what their cue, their neighbour or their concept says they must be."""

from __future__ import annotations

from decimal import Decimal

from extractors.binding.counts import counted_concept
from extractors.binding.walk import Walk
from extractors.language.concepts import concept
from extractors.language.lexicon import is_filler
from extractors.language.mention import Mention
from extractors.language.numbers import Amount, yuan_of_unit
from patterns.loader import load_patterns


def resolve_bare(
    walk: Walk, i: int, mention: Mention, amount: Amount, cue: Mention | None
) -> tuple[Amount, float] | None:
    """A number without a unit: what its cue or its concept says it must be, or nothing."""
    later = _unit_of_enumeration(walk, i, mention)
    if later is not None:
        factor = yuan_of_unit(walk.text[later.start : later.end]) or Decimal(1)
        return _as(amount, later.kind, amount.value * factor, later.unit), 1.0
    if cue is not None and cue.kind == "measure" and measure_kind(cue) == "percent":
        of_whole = amount.decimals and walk.text[cue.end : mention.start].endswith("的") and cue.label == "share"
        certain = 0.9 if cue.end == mention.start else 0.8 if of_whole else 0.0
        return (_as(amount, "percent", amount.value, "percent"), certain) if certain else None
    if cue is not None and cue.kind == "direction" and cue.end == mention.start and _just_changed(walk, mention):
        return _as(amount, "percent", amount.value, "percent"), 0.85
    compared = _unit_behind_comparand(walk, i, mention)
    if compared is not None:
        factor = yuan_of_unit(walk.text[compared.start : compared.end]) or Decimal(1)
        return _as(amount, "money", amount.value * factor, "CNY"), 0.85
    named = walk.named_in_clause(i, mention.start, "money")
    assumed = load_patterns().units
    told = amount.decimals >= 1 or (amount.value == 0 and named is not None)
    if told and (cue is not None or (named and is_filler(walk.text[named.end : mention.start]))):
        return _as(amount, "money", amount.value * assumed.money[assumed.assumed], "CNY"), 0.7
    counted = counted_concept(walk, i, mention, None)
    if amount.decimals == 0 and counted and is_filler(walk.text[counted[1] : mention.start]):
        return _as(amount, "count", amount.value, concept(counted[0]).counts[0]), 0.8
    return None


def _unit_behind_comparand(walk: Walk, i: int, mention: Mention) -> Amount | None:
    """The unit that `较上年4.02减少0.34万元` gives to 4.02."""
    before = walk.mentions[i - 1] if i else None
    behind = walk.mentions[i + 1 : i + 3]
    if before is None or before.kind != "anchor" or before.end != mention.start or len(behind) < 2:
        return None
    turned = behind[0].kind == "direction" and behind[0].start == mention.end
    amount = behind[1].amount
    return amount if turned and amount is not None and amount.kind == "money" else None


def _unit_of_enumeration(walk: Walk, i: int, mention: Mention) -> Amount | None:
    """The unit that the end of `A、B、C万元` gives to A."""
    position = mention.end
    for other in walk.mentions[i + 1 :]:
        if walk.text[position : other.start] not in ("、", "和", "，", "及") or other.amount is None:
            return None
        if other.amount.kind != "bare":
            return other.amount if walk.shared == "respectively" else None
        position = other.end
    return None


def _just_changed(walk: Walk, mention: Mention) -> bool:
    last = walk.last
    return last is not None and last.measure in ("change", "variance") and mention.start + walk.offset - last.end < 12


def _as(amount: Amount, kind: str, value: Decimal, unit: str | None) -> Amount:
    return Amount(amount.start, amount.end, kind, value, unit, amount.decimals, amount.slip, amount.unit_doubt)  # type: ignore[arg-type]


def measure_kind(mention: Mention) -> str:
    return load_patterns().measures.measures[mention.entry].kind
