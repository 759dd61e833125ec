"""What a 类 of 支出经济分类 (工资福利支出, 商品和服务支出 …) is of, by what is spoken of where it is named."""

from __future__ import annotations

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


def classed(mention: Mention, spoken: Spoken, section: Subject | None) -> str | None:
    """`基本支出90万元，其中：工资福利支出60万元`: what a class is; None where what is spoken of has none."""
    if mention.label == _ALONE:
        return mention.label
    whole = spoken.subject or section
    if whole is None or spoken.unknown:
        return None
    lead = spoken.lead or spoken.last_lead
    if lead is not None and whole.concept.startswith(f"{_BASIC}."):
        whole = lead  # 基本支出90万元，其中人员经费里工资福利支出60万元
    if whole.concept.endswith(BY_ECONOMIC):
        return whole.concept  # the class named before it
    return load_patterns().markers.economic_of.get(whole.concept)
