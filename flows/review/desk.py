"""What reviewers work on: Records, the queue of facts to look at, and the decisions made so far.

The queue comes from the published corpus, what is worth most first: the chance of an error times what the figure weighs
(extractors/verdict/acceptance.py). What a fact says comes from its Record; decisions are read again whenever anybody,
in this process or another, has appended one.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex

from extractors.model.number import LONGEST, is_number
from extractors.model.record import Fact, Record, canonical
from flows.decisions.journal import Journal, append_decision
from flows.decisions.made import Action, Decision
from flows.decisions.standing import Verdict, applying, by_record, standing
from flows.publish.database import DATABASE, opened
from flows.publish.schema import LOW_CONFIDENCE
from flows.records import read_record
from patterns.loader import load_patterns

_QUEUE = """
  SELECT record_id, fact_id FROM facts WHERE review IS NULL
  ORDER BY gain DESC, confidence, record_id, fact_id LIMIT 20000
"""
_SEARCH = """
  SELECT f.record_id, f.fact_id, d.unit_name, f.fiscal_year, f.label, f.measure, f.raw, f.confidence
  FROM facts f JOIN documents d USING (record_id)
  WHERE contains(concat_ws(' ', d.unit_name, f.fiscal_year, f.label, f.name, f.raw, f.value_text, f.quote), ?)
  ORDER BY f.confidence LIMIT 60
"""


# A number as people write it, once full-width characters are half-width: no exponents, no `1_000`, no `²`.
_TYPED = regex.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９，．＋－−", "0123456789,.+--")


class NotThere(LookupError):
    """A Record or fact that is not there."""


class NotANumber(ValueError):
    """A correction that is no number where one is due."""


@dataclass(frozen=True)
class Request:
    """A decision as the browser sends it."""

    id: str
    who: str
    record: str
    fact: str
    action: Action
    new: str | None = None


class Desk:
    """Records of a folder, their queue and decisions. Safe to use from several threads."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.folder, self._corpus = folder, corpus
        self._lock = threading.Lock()
        self._journal = Journal(folder)
        self._decisions: dict[str, list[Decision]] = {}
        self._record = lru_cache(maxsize=64)(self._load)
        with opened(corpus / DATABASE, read_only=True) as db:
            self._queue: list[tuple[str, str]] = db.execute(_QUEUE).fetchall()

    def record(self, record_id: str) -> Record:
        """The Record of that id. Raises NotThere."""
        path = self.folder / f"{record_id}.json"
        if path.parent != self.folder or record_id.startswith(".") or not path.is_file():
            raise NotThere(f"no Record {record_id}")
        return self._record(path, path.stat().st_mtime_ns)

    def _load(self, path: Path, mtime_ns: int) -> Record:
        return read_record(path)

    def queue(self, limit: int) -> tuple[list[tuple[str, str]], int]:
        """The first facts that wait for a decision, disputed ones before all, and how many wait."""
        with self._lock:
            self._refresh()
            disputed = [(r, f) for r, made in self._decisions.items() for f, v in standing(made).items() if v.disputed]
            decided = {(d.record, d.fact) for made in self._decisions.values() for d in made}
        waiting = [*disputed, *(item for item in self._queue if item not in decided)]
        return waiting[:limit], len(waiting)

    def verdicts(self, record_id: str) -> dict[str, Verdict]:
        """By fact id: the decision that counts."""
        with self._lock:
            self._refresh()
            return self._verdicts(record_id)

    def made_by(self, who: str) -> int:
        """How many facts a person decided on."""
        with self._lock:
            self._refresh()
            return len({(d.record, d.fact) for made in self._decisions.values() for d in made if d.who == who})

    def decide(self, request: Request) -> Verdict:
        """Appends a decision, on the disk when this returns. Raises NotThere, NotANumber, OSError."""
        record = self.record(request.record)
        fact = next((f for f in record.facts if f.id == request.fact), None)
        if fact is None:
            raise NotThere(f"{request.record} has no fact {request.fact}")
        new = None if request.action == "reject" else fact.value
        if request.action == "correct":
            new = corrected(fact, request.new or "")
        decision = Decision(
            id=request.id, at=datetime.now(UTC).isoformat(timespec="milliseconds"), who=request.who,
            record=request.record, sha256=record.document.sha256, fact=fact.id, concept=fact.concept,
            measure=fact.measure, code=fact.code, beside=fact.beside, action=request.action, old=fact.value, new=new,
        )  # fmt: skip
        with self._lock:
            self._refresh()
            if not self._journal.holds(decision.id):
                append_decision(self.folder, decision)
                self._refresh()
            return self._verdicts(request.record)[fact.id]

    def search(self, words: str) -> list[dict[str, Any]]:
        """Facts whose unit, label, words or value contain `words`, the least sure first."""
        with opened(self._corpus / DATABASE, read_only=True) as db:
            names = ("record", "fact", "unit_name", "fiscal_year", "label", "measure", "raw", "confidence")
            return [dict(zip(names, row, strict=True)) for row in db.execute(_SEARCH, [words]).fetchall()]

    def _verdicts(self, record_id: str) -> dict[str, Verdict]:
        made = self._decisions.get(record_id)
        if not made:
            return {}
        record = self.record(record_id)
        return applying(record.facts, record.document.sha256, made)

    def _refresh(self) -> None:
        if self._journal.read_on():
            self._decisions = by_record(self._journal.facts())


def corrected(fact: Fact, typed: str) -> str:
    """What a reviewer typed as the Record writes it: 2,114.81万元 is 21148100. Raises NotANumber, for the reviewer."""
    text = "".join(typed.split()) if fact.unit is not None else typed.strip()
    if not text:
        raise NotANumber("没有填写更正值")
    if fact.unit is None:
        return text
    factor = Decimal(1)
    if fact.unit == "CNY":
        for unit, yuan in load_patterns().units.money.items():
            if text.endswith(unit):
                text, factor = text.removesuffix(unit), yuan
                break
    else:
        text = text.removesuffix("%").removesuffix("％").removesuffix(fact.unit)
    digits, shown = text.translate(_HALF_WIDTH), "".join(filter(str.isprintable, typed))[:LONGEST]
    if len(digits) > LONGEST or _TYPED.fullmatch(digits) is None:
        raise NotANumber(f"“{shown}”不是可用的数字：只写数字、小数点和千分位逗号，如 2,114.81万元")
    value = canonical(Decimal(digits.replace(",", "")) * factor)
    if not is_number(value):
        raise NotANumber(f"“{shown}”过大或小数位过多：更正值最多 {LONGEST} 个字符")
    return value


def told(record: Record, verdicts: Mapping[str, Verdict], record_id: str) -> dict[str, Any]:
    """A Record as the page shows it: document, page sizes, facts with places, checks and decisions."""
    return {
        "record": record_id,
        "document": {"unit_name": record.document.unit_name, "fiscal_year": record.document.fiscal_year,
                     "file_name": record.document.file_name, "pages": record.document.pages},
        "pages": [{"number": p.number, "width": p.width, "height": p.height} for p in record.pages],
        "facts": [_fact(fact, record, verdicts.get(fact.id)) for fact in record.facts],
        "low": LOW_CONFIDENCE,
    }  # fmt: skip


def _fact(fact: Fact, record: Record, verdict: Verdict | None) -> dict[str, Any]:
    return {
        "id": fact.id, "concept": fact.concept, "label": fact.label, "measure": fact.measure,
        "name": fact.dimensions.get("name"), "code": fact.code, "value": fact.value,
        "unit": fact.unit, "raw": fact.raw, "quote": fact.quote, "confidence": fact.confidence, "status": fact.status,
        "as_read": fact.as_read, "evidence": fact.evidence,
        "places": [{"page": p.page, "bbox": p.bbox, "start": p.start, "end": p.end} for p in fact.provenance],
        "checks": [{"formula": c.formula, "outcome": c.outcome, "difference": c.difference, "blame": c.blame}
                   for c in record.checks if fact.id in c.facts],
        "verdict": shown(verdict) if verdict else None,
    }  # fmt: skip


def shown(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the page shows it."""
    decision = verdict.decision
    return {"action": decision.action, "who": decision.who, "at": decision.at, "new": decision.new,
            "disputed": verdict.disputed}  # fmt: skip


def measures() -> Sequence[tuple[str, str]]:
    """Measures with their Chinese names."""
    from flows.publish.views import measure_labels

    return tuple(measure_labels().items())
