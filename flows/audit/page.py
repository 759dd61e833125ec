"""findings.html: one file that needs no network, document by document, with pictures of the values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from extractors.audit.finding import Figure, Finding, shown
from extractors.audit.obligations import Obligation
from flows.audit.crops import Crops
from flows.audit.spool import Spool
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
    anchor: str
    counts: Counter[str]
    found: Callable[[], Sequence[Finding]]
    crops: Crops

    @property
    def cards(self) -> Iterator[Card]:
        """Its findings, made when they are asked for."""
        return (_card(found, self.crops) for found in self.found())

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
    owed: Callable[[], Sequence[Obligation]]

    @property
    def obligations(self) -> Sequence[Obligation]:
        """All of it, read when it is asked for."""
        return self.owed()


def write_page(told: Spool, path: Path, crops: Crops, audited: int) -> None:
    """Writes findings.html; `audited` is how many documents were looked at. Raises OSError."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    documents = [one for number in range(len(told)) for one in _document(told, number, crops)]
    counts = sum((document.counts for document in documents), Counter[str]())
    documents.sort(key=lambda document: document.gravity)
    pieces = environment.get_template("findings.html").generate(
        documents=documents,
        severities=SEVERITIES,
        counts=counts,
        audited=audited,
        checked=[one for number in range(len(told)) for one in _checked(told, number)],
        judged=JUDGED,
        states=STATES,
        kinds=KINDS,
    )
    with replacing(path) as file:
        file.writelines(pieces)


def _document(told: Spool, number: int, crops: Crops) -> Iterator[Document]:
    """That document, where there are findings of it."""
    found = told.findings(number)
    for first in found[:1]:
        counts = Counter[str](f.severity for f in found if not f.dismissed)
        yield Document(
            first.document, first.unit_name or "", str(first.fiscal_year or ""), f"d{first.sha256[:12]}", counts,
            partial(told.findings, number), crops,
        )  # fmt: skip


def _checked(told: Spool, number: int) -> Iterator[Checked]:
    """The same of what it must tell."""
    owed = told.obligations(number)
    for first in owed[:1]:
        unit, year = first.unit_name or first.document, str(first.fiscal_year or "")
        counts = Counter[str](one.state for one in owed)
        yield Checked(f"{unit} {year}".strip(), first.document, counts, partial(told.obligations, number))


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
