"""A finding: one thing that a document gets wrong or leaves out, with the figures and places it is seen by.

Values are as in the Record: money in 元, percentages in percent.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractors.model.record import BBox, Check, Fact, Record, canonical
from extractors.model.reference import CellReference, FormRef
from patterns.audit import load_audit
from patterns.audit_rules import Severity
from patterns.loader import load_patterns
from patterns.within import is_within

_UNCLEAR = 0.6  # the sign `cue` of a figure beside an alternative that was left standing


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Part):
    """A figure or text that a finding rests on: a fact (`ref` its id) or a cell (`ref` its path in the Record).

    `suspect` marks the one that most of the failed checks share. `page` and `bbox` say where it stands, None where the
    Record does not tell; `elsewhere` that it stands in another document: `page` is a page of that one where `document`
    (its file name) and `sha256` are told.
    """

    ref: str
    label: str
    measure: str = ""
    concept: str | None = None
    code: str | None = None
    statement: str | None = None
    value: str | None = None
    unit: str | None = None
    raw: str = ""
    page: int | None = None
    bbox: BBox | None = None
    suspect: bool = False
    elsewhere: bool = False
    document: str | None = None
    sha256: str | None = None

    @property
    def titled(self) -> str:
        """The label, with the measure unless that goes without saying."""
        labels: dict[str, str] = {m.id: m.label for m in load_patterns().measures.measures}
        told = self.measure in labels and self.measure != "final"
        if not told:
            return self.label
        return load_audit().wording.measured.format(label=self.label, measure=labels[self.measure])


class Judged(_Part):
    """What people said of a finding: `state` counts, `who` said it last and `at` when (UTC), `note` why."""

    state: Literal["open", "confirmed", "dismissed", "disputed"]
    who: str
    at: str
    note: str = ""


class Finding(_Part):
    """One finding. `concept` says what it is about, `facts` and `cells` what it rests on in the document's Record.

    `blame` is whose error it is held to be, with its `probability`; `difference` is in 元 or in percentage points.
    `judged` is what people said of it.
    """

    id: str
    rule: str
    severity: Severity
    statement_of_rule: str
    source: str
    message_zh: str
    message_en: str
    document: str
    sha256: str
    unit_name: str | None = None
    fiscal_year: int | None = None
    concept: str | None = None
    pages: tuple[int, ...] = ()
    figures: tuple[Figure, ...] = ()
    facts: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    difference: str | None = None
    blame: Literal["document"] = "document"
    probability: float = 1.0
    judged: Judged | None = None

    @property
    def dismissed(self) -> bool:
        """Whether people agree that it is none."""
        return self.judged is not None and self.judged.state == "dismissed"


def finding(
    record: Record,
    rule_id: str,
    what: str = "",
    detail: str = "",
    *,
    english: tuple[str, str] | None = None,
    figures: Sequence[Figure] = (),
    concept: str | None = None,
    pages: Sequence[int] = (),
    checks: Sequence[str] = (),
    difference: str | None = None,
    probability: float = 1.0,
    source: str | None = None,
    doubtful: bool = False,
) -> Finding:
    """A finding of that rule; `english` is `what` and `detail` for the English message where they differ.

    `doubtful` where it rests on figures that may be misread: then it is a note, whatever the rule says.

    Its id is given once all are known (naming.identified).
    """
    rule = load_audit().rule(rule_id)
    en_what, en_detail = english or (what, detail)
    places = sorted({*pages, *(f.page for f in figures if f.page is not None)})
    return Finding(
        id="",
        rule=rule.id,
        severity="note" if doubtful else rule.severity,
        statement_of_rule=rule.say,
        source=source or rule.source,
        message_zh=rule.zh.format(what=what, detail=detail),
        message_en=rule.en.format(what=en_what, detail=en_detail),
        document=record.document.file_name,
        sha256=record.document.sha256,
        unit_name=record.document.unit_name,
        fiscal_year=record.document.fiscal_year,
        concept=concept,
        pages=tuple(places),
        figures=tuple(figures),
        facts=tuple(f.ref for f in figures if "." not in f.ref and not f.elsewhere),
        cells=tuple(f.ref for f in figures if "." in f.ref),
        checks=tuple(checks),
        difference=difference,
        probability=probability,
    )


def by_document(check: Check) -> float:
    """How probably a failed check is the document's own doing."""
    probability = check.blame_probability or 0.0
    return probability if check.blame == "document" else 1.0 - probability


def doubted(record: Record) -> frozenset[str]:
    """The facts that are no ground to blame the document on: those that a failed check holds to be misread."""
    return frozenset(
        fact for c in record.checks if c.outcome == "fail" and by_document(c) < load_audit().sure for fact in c.facts
    )


def unclear(fact: Fact) -> bool:
    """Whether the fact's direction is open, as the template's alternative (增加（减少）) was left beside it."""
    return fact.evidence.get("cue", 1.0) <= _UNCLEAR


def figure_of(fact: Fact, *, suspect: bool = False) -> Figure:
    """A fact as a finding shows it."""
    place = fact.provenance[0]
    return Figure(
        ref=fact.id,
        label=name_of(fact),
        measure=fact.measure,
        concept=fact.concept,
        code=fact.code,
        value=fact.value,
        unit=fact.unit,
        raw=fact.raw,
        page=place.page,
        bbox=place.bbox,
        suspect=suspect,
    )


def cell_figure(record: Record, ref: CellReference, *, suspect: bool = False) -> Figure:
    """A cell of a statement or a form as a finding shows it."""
    if isinstance(ref, FormRef):
        return _form_figure(record, ref, suspect=suspect)
    statement = record.statements[ref.statement]
    row, cell = ref.row_in(statement), ref.cell_in(statement)
    return Figure(
        ref=str(ref),
        label=f"{statement.name}/{row.name or row.code}/{cell.column}",
        statement=statement.kind,
        code=row.code or None,
        value=cell.value,
        unit=cell.unit,
        raw=cell.raw,
        page=cell.page,
        bbox=cell.bbox,
        suspect=suspect,
    )


def _form_figure(record: Record, ref: FormRef, *, suspect: bool) -> Figure:
    form = record.forms[ref.form]
    place = next((p for p in form.provenance if (p.part, p.row, p.column) == ref.place), None)
    return Figure(
        ref=str(ref),
        label=f"{form.title}/{form.project or ref.part}",
        raw=ref.text_in(form),
        page=place.page if place else None,
        bbox=place.bbox if place else None,
        suspect=suspect,
    )


def is_of(fact: Fact, concept: str) -> bool:
    """Whether a fact is of a concept or of a part of it."""
    return is_within(fact.concept, concept)


def name_of(fact: Fact) -> str:
    """A fact's item: the name of its function where it has one, else its concept's."""
    return fact.dimensions.get("name") or fact.label


def shown(value: str | Decimal | None, unit: str | None) -> str:
    """A value for people, in 元 or %.

    >>> shown("21148100", "CNY")
    '21,148,100元'
    """
    wording = load_audit().wording
    if value is None:
        return wording.nothing
    number = Decimal(value)
    text = f"{Decimal(canonical(number)):,f}"
    return f"{text}{wording.yuan}" if unit == "CNY" else f"{text}%" if unit == "percent" else f"{text}{unit or ''}"
