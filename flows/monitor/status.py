"""How the sources stand: last visit, found, new, failed, coverage of the roster; for the terminal and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment
from sqlalchemy import func, select

from flows.causes import told
from flows.monitor.events import Event
from flows.monitor.moments import iso, shown
from flows.monitor.notice import headline, in_short, plain, told_fact
from flows.monitor.notify import receiver_name
from flows.monitor.roster import coverage
from flows.monitor.sources import Source, Sources
from flows.monitor.state import State, now
from flows.monitor.tables import DisclosureRow, SinkRow, SourceRow, VersionRow, standing_in
from flows.monitor.trial import Trial
from flows.monitor.webhooks import webhook_label, webhook_name
from flows.output import replacing
from flows.words import language, words

PAGE_FILE = "status.html"
_TEMPLATE = Path(__file__).with_name("status_page.html")
_LATEST, _MOST_FACTS = 50, 20
_COLUMNS = ("source", "visited", "found", "new", "changed", "withdrawn", "failed", "coverage", "overdue")
_TEXTS = _COLUMNS[:2]  # the others are numbers


@dataclass(frozen=True)
class SourceStatus:
    """One source. `failures` are (address, cause, since); `unread` disclosures stand there but could not be read.

    Times are in ISO form with their offset; `visited` is "" before the first visit.
    """

    name: str
    region: str
    visited: str
    outcome: str
    requests: int
    unchanged: int
    found: int
    new: int
    changed: int
    withdrawn: int
    unread: int
    failures: tuple[tuple[str, str, str], ...]
    covered: int | None
    roster: int | None
    missing: tuple[str, ...]
    overdue: tuple[str, ...]

    @property
    def told_coverage(self) -> str:
        """Units of the roster that have published, of all: "3/5"; "-" where the source has no roster."""
        return "-" if self.roster is None else f"{self.covered}/{self.roster}"


def status_of(state: State, source: Source, today: date) -> SourceStatus:
    """The source as the state has it. Raises SourcesError where its roster cannot be read."""
    row = state.source(source.name) or _never_visited(source)
    found = coverage(state, source, today)
    count, unread = _standing(state, source)
    return SourceStatus(
        name=source.name,
        region=source.region,
        visited=iso(row.visited_at) if row.visited_at is not None else "",
        outcome=row.outcome,
        requests=row.requests,
        unchanged=row.unchanged,
        found=count,
        new=row.new,
        changed=row.changed,
        withdrawn=row.withdrawn,
        unread=unread,
        failures=tuple((f.url, f.cause, iso(f.at)) for f in state.failures(source.name)),
        covered=len(found.units) - len(found.missing) if found is not None else None,
        roster=len(found.units) if found is not None else None,
        missing=tuple(u.names[0] for u in found.missing) if found is not None else (),
        overdue=tuple(u.names[0] for u in found.overdue) if found is not None else (),
    )


def _never_visited(source: Source) -> SourceRow:
    return SourceRow(
        name=source.name, visited_at=None, outcome="", requests=0, unchanged=0, new=0, changed=0, withdrawn=0
    )


def _standing(state: State, source: Source) -> tuple[int, int]:
    """How many disclosures stand at a source, and how many of them could not be read."""
    standing = standing_in(source.name)
    with state.session() as session:
        count = session.scalar(select(func.count()).select_from(DisclosureRow).where(*standing)) or 0
        unread = session.scalar(
            select(func.count(DisclosureRow.id.distinct()))
            .join(VersionRow, VersionRow.disclosure_id == DisclosureRow.id)
            .where(*standing, VersionRow.sha256 == DisclosureRow.sha256, VersionRow.problem.is_not(None))
        )
    return count, unread or 0


def print_status(statuses: Sequence[SourceStatus]) -> None:
    """The sources as a table, then what failed and who is overdue, one line each."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(title="juesuan monitor", title_justify="left")
    for name in _COLUMNS:
        text = name in _TEXTS
        table.add_column(
            words(f"monitor.{name}"), justify="left" if text else "right", overflow="fold", no_wrap=not text
        )
    for s in statuses:
        failed = str(len(s.failures) + s.unread)
        counts = (s.found, s.new, s.changed, s.withdrawn)
        cells = (s.name, shown(s.visited), *map(str, counts), failed, s.told_coverage, str(len(s.overdue)))
        table.add_row(*cells)
    console.print(table)
    for s in statuses:
        for url, cause, _ in s.failures:
            print(words("monitor.is_failed", source=s.name, line=told(f"{url}: {cause}")))
        for name in s.overdue:
            print(words("monitor.is_overdue", source=s.name, unit=name))


def print_trial(trial: Trial) -> None:
    """What was seen at an address: a line for each page and each document, then how many there are."""
    for page in trial.pages:
        print(words("trial.page", url=page.url, title=plain(page.title), links=page.links))
    for document in trial.documents:
        year = document.year if document.year is not None else words("trial.no_year")
        unit = document.unit if document.unit is not None else words("trial.no_unit", title=plain(document.title))
        kind = words(f"trial.form.{document.form}", kind=document.kind or words("trial.no_kind"))
        print(words("trial.document", year=year, unit=unit, kind=kind, url=document.url))
    if trial.is_document:
        print(words("trial.is_document", url=trial.url, kind=trial.is_document))
    elif trial.pages and not trial.documents:
        print(words("trial.none"))
    counts = {"pages": len(trial.pages), "documents": len(trial.documents), "requests": trial.requests}
    print(words("trial.done", **counts) + ("" if trial.complete else words("trial.not_all")))


def write_page(state: State, sources: Sources, statuses: Sequence[SourceStatus], folder: Path) -> None:
    """Writes DIR/status.html, a page that needs nothing else. Raises OSError."""
    with state.session() as session:
        names = {webhook_name(w): webhook_label(w) for w in sources.webhooks}
        names |= {receiver_name(r): r.label for r in sources.notify}
        sinks = [(label, session.get(SinkRow, name)) for name, label in names.items()]
    events = [Event.model_validate_json(row.body) for row in state.latest_events(_LATEST)]
    # HTML is escaped: everything on the page comes from sites.
    page = Environment(autoescape=True).from_string(_TEMPLATE.read_text(encoding="utf-8"))
    text = page.render(
        said=words,
        told=told,
        told_fact=told_fact,
        shown=shown,
        columns=_COLUMNS,
        texts=_TEXTS,
        language=language(),
        statuses=statuses,
        events=[(e, headline(e), in_short(e), shown(e.at)) for e in events],
        most=_MOST_FACTS,
        receivers=[(name, sink.problem if sink is not None else None) for name, sink in sinks],
        written=shown(now()),
    )
    with replacing(folder / PAGE_FILE) as file:
        file.write(text)
