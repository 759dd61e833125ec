"""Templates to text with golden facts: a sentence and what it states come from one place and cannot disagree.

A slot is `{concept@measure}`; `{a+b@final}` states one figure of two concepts. `{concept@compared}` is the whole
comparison with last year (持平 where nothing changed), `{concept@changed}` the same without its rate.
`{year}`, `{prior}`, `{unit}` are the document's. In a paragraph under `each:` the concept `item` is a function.
A template is a text, a list of texts to choose from, or `when: CONCEPT` with `some:` and `none:` (and the concepts
that are `nil:` then).
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import regex

from corpus.errors import Planted
from corpus.figures import Figures
from corpus.reasons import reason
from extractors.language.function_codes import function_names
from extractors.model.record import canonical

_SLOT = regex.compile(r"\{([^{}]+)\}")
_FULL_WIDTH = str.maketrans("0123456789.%,", "０１２３４５６７８９．％，")
_RATES = ("share", "budget_rate", "variance_rate", "change_rate")
_FUNCTIONS = "general_public.by_function"


@dataclass
class Writer:
    """Writes the sentences of one document and keeps the facts that they state."""

    figures: Figures
    family: Mapping[str, Any]
    rng: random.Random
    planted: Planted = field(default_factory=Planted)
    facts: list[dict[str, Any]] = field(default_factory=list)
    section: str = ""
    item: str | None = None

    def write(self, template: Any) -> str:
        """The template's text, its facts noted."""
        if isinstance(template, list):
            template = self.rng.choice(template)
        if isinstance(template, Mapping):
            return self._conditional(template)
        return str(_SLOT.sub(lambda match: self._slot(match.group(1)), template))

    def _conditional(self, template: Mapping[str, Any]) -> str:
        concept = template["when"]
        if self.figures.values.get((concept, "final", None), Decimal(0)) > 0:
            return self.write(template["some"])
        text = self.write(template["none"])
        for nil in template.get("nil", ()):
            self._note(nil, "nil", "true", None, text)
        return text

    def _slot(self, slot: str) -> str:
        figures = self.figures
        plain = {"year": str(figures.year), "prior": str(figures.year - 1), "unit": figures.unit}
        if slot in plain:
            return plain[slot]
        if slot == "item":
            return self._item_name()
        concepts, _, measure = slot.partition("@")
        names = concepts.split("+")
        if measure in ("compared", "changed"):
            return self._compared(names[0], with_rate=measure == "compared")
        if measure in ("reason_change", "reason_variance"):
            return self._reason(names[0], measure)
        return self._figure(names, measure)

    def _key(self, name: str) -> tuple[str, str | None]:
        if name == "item":
            return _FUNCTIONS, self.item
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
        concept, code = self._key(names[0])
        value = self.planted.stated(concept, measure, code, self._value(names[0], measure), self.section)
        if measure == "count":
            unit = self._classifier(names[0])
            text = f"{value}{unit}"
        elif measure in ("change", "change_rate"):
            unit = "percent" if measure == "change_rate" else "CNY"
            value = self._rounded(value) if unit == "percent" else value
            text = self._directed(value, measure == "change_rate")
        elif measure in _RATES:
            value = self._rounded(value)
            unit, text = "percent", self._percent(value)
        else:
            unit, text = "CNY", self._money(value)
        for name in names:
            self._note(name, measure, canonical(value), unit, text)
        return text

    def _classifier(self, name: str) -> str:
        last = name.rsplit(".", 1)[-1]
        return str(self.family.get("counts", {}).get(last) or _CLASSIFIERS.get(last, "辆"))

    def _directed(self, value: Decimal, rate: bool) -> str:
        words = self.family["words"]
        which = ("rise" if rate else "increase") if value >= 0 else ("fall" if rate else "decrease")
        word = str(self.rng.choice(words[which]))
        return word + (self._percent(abs(value)) if rate else self._money(abs(value)))

    def _compared(self, name: str, *, with_rate: bool) -> str:
        words = self.family["words"]
        concept, code = self._key(name)
        if self._value(name, "change") == 0:
            text = self.write(self.rng.choice(words["flat"]))
            self._note(name, "change", "0", "CNY", text)
            self._note(name, "change_rate", "0", "percent", text)
            return text
        anchor = self.write(self.rng.choice(words["anchors"]))
        if not with_rate or (concept, "change_rate", code) not in self.figures.values:
            return anchor + self._figure([name], "change")
        pattern = str(self.rng.choice(words.get("comparison", ["{change}，{rate}"])))
        change = self._figure([name], "change")
        rate = self._figure([name], "change_rate") if "{rate}" in pattern else ""
        return anchor + pattern.format(change=change, rate=rate)

    def _reason(self, name: str, measure: str) -> str:
        words = self.family["words"]
        concept, code = self._key(name)
        if measure == "reason_variance":
            difference = self._value(name, "final") - self._value(name, "budget_initial")
        else:
            difference = self._value(name, "change")
        if difference == 0 and measure == "reason_change":
            return ""
        if difference == 0 and "variance_flat" in words:
            return str(self.rng.choice(words["variance_flat"]))
        if self.planted.drops_reason(concept, measure, code, self.section):
            return ""
        sign = (difference > 0) - (difference < 0)
        text = reason(concept, sign, self.figures.year, self.rng, float(words.get("several_reasons", 0)))
        if measure == "reason_change":
            text = self.figures.reasons.get(concept, text)
        cue = str(self.rng.choice(words[measure]))
        self._note(name, measure, text, None, text)
        cue = cue.replace("{relation}", {1: "大于", -1: "小于", 0: "等于"}[sign])
        return cue.replace("…", text) if "…" in cue else cue + text

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
        if value == 0 and "zero" in style:
            return str(self.rng.choice(style["zero"]))
        unit = style["unit"]
        if style.get("large") and value >= Decimal(100000000):
            unit = "亿元"
        if style.get("mixed") and self.rng.random() < 0.3:
            unit = "元"
        factor = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}[unit]
        number = value / factor
        text = canonical(number) if unit == "亿元" or style.get("trim") else f"{number:,.2f}"
        if not style.get("separators"):
            text = text.replace(",", "")
        if style.get("full_width"):
            text = text.replace(",", "").translate(_FULL_WIDTH)
        return f"{text}{style.get('space', '')}{unit}"

    def _rounded(self, rate: Decimal) -> Decimal:
        return round(rate, int(self.family["money"].get("percent_digits", 2)))

    def _percent(self, value: Decimal) -> str:
        style = self.family["money"]
        text = canonical(value) if style.get("trim") else f"{value:.{style.get('percent_digits', 2)}f}"
        text += "%"
        return text.translate(_FULL_WIDTH) if style.get("full_width") else text


_CLASSIFIERS = {
    "groups": "个", "persons": "人次", "batches": "批次", "actual": "人", "in_service": "人", "retired": "人",
    "senior_retired": "人", "offices": "个", "equipment_over_500k": "台（套）", "equipment_over_1m": "台（套）",
    "projects": "个", "targets": "个",
}  # fmt: skip
