"""findings.html: one file that needs no network, document by document, with pictures of the values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from extractors.audit.audit import Audit
from extractors.audit.finding import Figure, Finding, shown
from extractors.audit.obligations import Obligation
from flows.audit.crops import Crops
from flows.audit.workbook import JUDGED, KINDS, SEVERITIES, STATES
from flows.output import replacing

_MOST_SHOWN = 12  # figures of a finding; findings.xlsx has all
_MOST_CROPS = 4


@dataclass(frozen=True)
class Shown:
    """A figure as the page shows it; `picture` is a data: address or None."""

    figure: Figure
    value: str
    picture: str | None


@dataclass(frozen=True)
class Card:
    """A finding as the page shows it: pictures of its first figures, and how many `more` there are."""

    finding: Finding
    figures: tuple[Shown, ...]
    more: int


@dataclass(frozen=True)
class Document:
    """The findings of one document; `anchor` is its place on the page, `counts` those that stand, by severity."""

    name: str
    unit: str
    year: str
    cards: tuple[Card, ...]
    anchor: str
    counts: Counter[str]

    @property
    def gravity(self) -> tuple[int, ...]:
        """What it is ordered by: who did wrong comes first."""
        return tuple(-self.counts[severity] for severity in SEVERITIES)


@dataclass(frozen=True)
class Checked:
    """What became of all that one document must tell."""

    name: str
    document: str
    counts: Counter[str]
    obligations: tuple[Obligation, ...]


def write_page(found: Audit, path: Path, crops: Crops, audited: int) -> None:
    """Writes findings.html; `audited` is how many documents were looked at. Raises OSError."""
    findings = found.findings
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    documents = [_document(list(found), crops) for _, found in groupby(findings, key=lambda f: f.sha256)]
    documents.sort(key=lambda document: document.gravity)
    text = environment.get_template("findings.html").render(
        documents=documents,
        severities=SEVERITIES,
        counts=Counter(f.severity for f in findings if not f.dismissed),
        audited=audited,
        checked=[_checked(list(of_one)) for _, of_one in groupby(found.obligations, key=lambda one: one.sha256)],
        judged=JUDGED,
        states=STATES,
        kinds=KINDS,
    )
    with replacing(path) as file:
        file.write(text)


def _document(findings: Sequence[Finding], crops: Crops) -> Document:
    first = findings[0]
    cards = tuple(_card(f, crops) for f in findings)
    counts = Counter[str](f.severity for f in findings if not f.dismissed)
    anchor = f"d{first.sha256[:12]}"
    return Document(first.document, first.unit_name or "", str(first.fiscal_year or ""), cards, anchor, counts)


def _checked(of_one: Sequence[Obligation]) -> Checked:
    first = of_one[0]
    unit, year = first.unit_name or first.document, str(first.fiscal_year or "")
    return Checked(f"{unit} {year}".strip(), first.document, Counter(one.state for one in of_one), tuple(of_one))


def _card(finding: Finding, crops: Crops) -> Card:
    figures: list[Shown] = []
    for figure in finding.figures[:_MOST_SHOWN]:
        picture = None
        if figure.page is not None and figure.bbox is not None and len(figures) < _MOST_CROPS:
            stands_in = (figure.document or finding.document, figure.sha256 or finding.sha256)
            picture = crops.crop(*stands_in, figure.page, figure.bbox)
        value = shown(figure.value, figure.unit) if figure.unit is not None else figure.raw
        figures.append(Shown(figure, value, picture))
    return Card(finding, tuple(figures), max(0, len(finding.figures) - _MOST_SHOWN))
