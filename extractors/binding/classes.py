"""What a 类 of 支出经济分类 (工资福利支出, 商品和服务支出 …) is of, by what is spoken of where it is named."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.binding.spoken import Spoken
from extractors.language.annotated import BY_ECONOMIC
from extractors.language.mention import Mention
from extractors.model.fact import Subject
from patterns.loader import load_patterns

_BASIC = "basic"
_ALONE = f"{_BASIC}{BY_ECONOMIC}"  # what the section on basic expenditure names: no other classes than its own


def is_class(mention: Mention) -> bool:
    """Whether a mention names a 类 of 支出经济分类."""
    return mention.label.endswith(BY_ECONOMIC)


def classed(mention: Mention, spoken: Spoken, section: Subject | None, before: Sequence[Subject] | None) -> str | None:
    """`基本支出90万元，其中：工资福利支出60万元`: what a class is; None where what is spoken of has none.

    A paragraph that begins with one goes on with the last whole that those `before` it led with; without these it is
    said anew by what its section's figures are parted, and what the sentence names, else the section, is the whole.
    """
    if mention.label == _ALONE:
        return mention.label
    lead = spoken.lead or (spoken.last_lead if before is not None else None)
    whole = (spoken.subject if lead is not None else None) or section
    if lead is None and before is not None:
        whole = next((b for b in before if _classes_of(b.concept) or _is_part(b, section)), whole)
    if whole is None or spoken.unknown:
        return None
    if lead is not None and whole.concept.startswith(f"{_BASIC}."):
        whole = lead  # 基本支出90万元，其中人员经费里工资福利支出60万元
    return _classes_of(whole.concept)


def _is_part(before: Subject, section: Subject | None) -> bool:
    """Whether what was told before is a part of what the section is on (项目支出 of 本年支出), not a side of it."""
    return section is not None and before.concept.startswith(f"{section.concept}.") and not before.dimensions


def _classes_of(whole: str) -> str | None:
    """The concept of the classes of a whole, or of those beside one of them."""
    return whole if whole.endswith(BY_ECONOMIC) else load_patterns().markers.economic_of.get(whole)
