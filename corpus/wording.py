"""Templates to text with golden facts: a sentence and what it states come from one place and cannot disagree.

A slot is `{concept@measure}`; `{a+b@final}` states one figure of two concepts. `{concept@compared}` is the whole
comparison with last year (持平 where nothing changed), `{concept@flat_or_change}` the same without its rate.
`{year}`, `{prior}`, `{unit}` are the document's. In a paragraph under `each:` the concept `item` is a function.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import regex

from corpus.figures import Figures
from extractors.functions import function_names
from extractors.record import canonical

_SLOT = regex.compile(r"\{([^{}]+)\}")
_REASONS = {
    1: ("人员增加", "新增信息化建设项目", "社会保险缴费基数调整", "追加项目经费", "工资标准调整，人员经费增加"),
    -1: ("厉行节约，压减一般性支出", "人员调出，经费减少", "上年项目已完工", "项目支出减少", "部分项目结转下年实施"),
    0: ("严格按照预算执行",),
}
_FULL_WIDTH = str.maketrans("0123456789.%,", "０１２３４５６７８９．％，")


@dataclass
class Writer:
    """Writes the sentences of one document and keeps the facts that they state."""

    figures: Figures
    family: Mapping[str, Any]
    rng: random.Random
    facts: list[dict[str, Any]] = field(default_factory=list)
    section: str = ""
    item: str | None = None

    def write(self, template: str) -> str:
        """The template's text, its facts noted."""
        return str(_SLOT.sub(lambda match: self._slot(match.group(1)), template))

    def _slot(self, slot: str) -> str:
        figures = self.figures
        plain = {"year": str(figures.year), "prior": str(figures.year - 1), "unit": figures.unit}
        if slot in plain:
            return plain[slot]
        if slot == "item":
            return self._item_name()
        concepts, _, measure = slot.partition("@")
        names = concepts.split("+")
        if measure == "compared":
            return self._compared(names[0], with_rate=True)
        if measure == "changed":
            return self._compared(names[0], with_rate=False)
        if measure in ("reason_change", "reason_variance"):
            return self._reason(names[0], measure)
        return self._figure(names, measure)

    def _key(self, name: str) -> tuple[str, str | None]:
        if name == "item":
            return "general_public.by_function", self.item
        return name, None

    def _value(self, name: str, measure: str) -> Decimal:
        concept, code = self._key(name)
        return self.figures.get(concept, measure, code)

    def _note(self, name: str, measure: str, value: str, unit: str | None, raw: str) -> None:
        concept, code = self._key(name)
        fact: dict[str, Any] = {"concept": concept, "measure": measure}
        if code:
            fact["dimensions"] = {"code": code}
        fact |= {"value": value, "raw": raw, "section": self.section}
        if unit:
            fact["unit"] = unit
        self.facts.append(fact)

    def _figure(self, names: list[str], measure: str) -> str:
        value = self._value(names[0], measure)
        if measure == "count":
            unit = _CLASSIFIERS.get(names[0].rsplit(".", 1)[-1], "辆")
            text = f"{value}{unit}"
        elif measure in ("share", "budget_rate", "variance_rate"):
            unit, text = "percent", self._percent(value)
        elif measure in ("change", "change_rate"):
            rate = measure == "change_rate"
            unit = "percent" if rate else "CNY"
            text = self._directed(value, rate)
        else:
            unit, text = "CNY", self._money(value)
        for name in names:
            self._note(name, measure, canonical(value), unit, text)
        return text

    def _directed(self, value: Decimal, rate: bool) -> str:
        words = self.family["words"]
        which = ("rise" if rate else "increase") if value >= 0 else ("fall" if rate else "decrease")
        word = str(self.rng.choice(words[which]))
        return word + (self._percent(abs(value)) if rate else self._money(abs(value)))

    def _compared(self, name: str, *, with_rate: bool) -> str:
        words = self.family["words"]
        change = self._value(name, "change")
        anchor = self.write(self.rng.choice(words["anchors"]))
        if change == 0:
            text = self.write(self.rng.choice(words["flat"]))
            self._note(name, "change", "0", "CNY", text)
            self._note(name, "change_rate", "0", "percent", text)
            return text
        text = anchor + self._figure([name], "change")
        concept, code = self._key(name)
        if with_rate and (concept, "change_rate", code) in self.figures.values:
            text += "，" + self._figure([name], "change_rate")
        return text

    def _reason(self, name: str, measure: str) -> str:
        of = "change"
        if measure == "reason_variance":
            difference = self._value(name, "final") - self._value(name, "budget_initial")
        else:
            difference = self._value(name, of)
        if measure == "reason_change" and difference == 0:
            return ""
        sign = (difference > 0) - (difference < 0)
        text = self.rng.choice(_REASONS[sign])
        cue = self.rng.choice(self.family["words"][measure])
        self._note(name, measure, text, None, text)
        cue = cue.replace("{relation}", {1: "大于", -1: "小于", 0: "等于"}[sign])
        return str(cue.replace("…", text) if "…" in cue else cue + text)

    def _item_name(self) -> str:
        assert self.item is not None
        names = function_names()
        style = self.family["function_names"]
        code = self.item
        return str(style).format(
            code=code, top=names[code[:3]], middle=names.get(code[:5], ""), name=names[code],
            short=names[code].removesuffix("支出"),
        )  # fmt: skip

    def _money(self, value: Decimal) -> str:
        style = self.family["money"]
        unit = style["unit"]
        if style.get("large") and value >= Decimal("100000000"):
            unit = "亿元"
        if style.get("mixed") and self.rng.random() < 0.3:
            unit = "元"
        factor = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}[unit]
        number = value / factor
        text = f"{number:,.2f}" if unit != "亿元" else canonical(number)
        if not style.get("separators"):
            text = text.replace(",", "")
        if style.get("full_width"):
            text = text.replace(",", "").translate(_FULL_WIDTH)
        return f"{text}{unit}"

    def _percent(self, value: Decimal) -> str:
        text = f"{value:.2f}%"
        return str(text).translate(_FULL_WIDTH) if self.family["money"].get("full_width") else text


_CLASSIFIERS = {
    "groups": "个", "persons": "人次", "batches": "批次", "actual": "人", "in_service": "人", "retired": "人",
    "senior_retired": "人", "offices": "个", "equipment_over_500k": "台（套）", "equipment_over_1m": "台（套）",
    "projects": "个",
}  # fmt: skip
