"""Bound facts as the Record tells them: places on the page, evidence, confidence, status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractors.binding.printed import PrintedFigure
from extractors.model.evidence import FactEvidence, Usualness
from extractors.model.fact import Bound
from extractors.model.page import ReadPage
from extractors.model.record import Cause, Fact, Provenance, canonical
from extractors.proof.proof import Proof
from extractors.prose.sections import Section
from extractors.repair.confusion import malformed
from extractors.verdict.facts import confidence, evidence_of
from extractors.verdict.plainness import bound_rightly
from extractors.verdict.usual import Named, Surroundings, usualness
from patterns.loader import load_patterns

SHAPELESS = 0.4  # the most that is left of a figure whose separators are no number's: it may be anything (set by eye)


def recorded_facts(
    proof: Proof,
    parts: Sequence[Section],
    pages: Mapping[int, ReadPage],
    printed: Sequence[PrintedFigure] = (),
    kind: str = "",
) -> tuple[Fact, ...]:
    """The Record's facts, each with the evidence for it, its confidence and its places.

    `printed` are the figures of the text, `kind` is that of the document.
    """
    bound = proof.bound
    kinds = {s.id: s.kind for s in parts}
    titles = {s.id: s.title for s in parts if s.level >= 0}
    unread = sum(figure.fact is None for figure in printed) / len(printed) if printed else 0.0
    means = {n: page.mean_confidence for n, page in pages.items()}
    named = [Named.of(b.subject.concept, b.measure, dict(b.subject.dimensions)) for b in bound]
    usual = {
        i: _usual(b, named[i], titles.get(b.section, ""), kind)
        for i, b in enumerate(bound)
        if b.signs.plain is not None
    }
    evidence = evidence_of(bound, proof.results, kinds, means, unread, usual)
    rightly = bound_rightly(evidence, named)
    return tuple(
        _fact(i, b, evidence[i], rightly[i], pages, b.section if b.section in titles else None)
        for i, b in enumerate(bound)
    )


def _usual(b: Bound, named: Named, title: str, kind: str) -> Usualness:
    """What figures in such words usually are."""
    return usualness(named, Surroundings.of(b.quote, _offset(b), b.raw, title=title, kind=kind, unit=b.unit))


def _offset(b: Bound) -> int:
    """Where a fact begins in its quote; 0 where the quote stands elsewhere."""
    return b.start - b.clause[0] if b.clause[0] <= b.start else 0


def _fact(
    i: int, b: Bound, evidence: FactEvidence, rightly: float, pages: Mapping[int, ReadPage], section: str | None
) -> Fact:
    text = not isinstance(b.value, Decimal)
    shapeless = not evidence.well_formed and b.as_read is None and malformed(b.raw)
    sure = confidence(evidence, text=text, bound=rightly)
    slip = (not evidence.well_formed or b.as_read is not None) and not shapeless
    return Fact(
        id=f"f{i + 1}",
        concept=b.subject.concept,
        label=load_patterns().concept(b.subject.concept).label,
        measure=b.measure,
        dimensions=dict(b.subject.dimensions),
        value=canonical(b.value) if isinstance(b.value, Decimal) else b.value,
        unit=b.unit,
        raw=b.raw,
        section=section,
        quote=b.quote,
        provenance=_provenance(b, pages),
        confidence=min(sure, SHAPELESS) if shapeless else sure,
        evidence=evidence.recorded,
        status="repaired" if slip else "conflict" if shapeless or evidence.in_conflict else "read",
        as_read=(b.as_read or b.raw) if slip else None,
        explains=tuple(f"f{k + 1}" for k in b.explains),
        causes=tuple(Cause(text=t, category=c) for t, c in b.causes),
    )


def _provenance(b: Bound, pages: Mapping[int, ReadPage]) -> tuple[Provenance, ...]:
    offset = b.start - _offset(b)
    own = tuple(
        Provenance(
            page=page,
            bbox=pages[page].to_page(box),
            start=start - offset,
            end=end - offset,
            statement=b.cell[0] if b.cell else None,
        )
        for page, box, start, end in b.paragraph.places(b.start, b.end)
    )
    # A witness stands in a cell of its own, not in the quote: it covers none of its characters.
    cells = (_beside_quote(p) for w in b.witnesses for p in _provenance(w, pages))
    return own + tuple(cells)


def _beside_quote(place: Provenance) -> Provenance:
    return place.model_copy(update={"start": 0, "end": 0})
