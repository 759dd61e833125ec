"""Where documents stand among others, kept beside the index: medians are taken again only of groups that changed.

Small rows are all that a group's medians need; the offers are read of those documents only that are told of.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from pydantic import TypeAdapter

from extractors.across.offered import Offer
from extractors.across.outlying import told_outlying
from extractors.across.standing import Outlier, Standing, out_of_history, out_of_peers, standing_of
from extractors.audit.finding import Finding
from flows.audit.packing import unpacked
from patterns.outliers import load_outliers

TABLES = """
    DROP TABLE IF EXISTS standings; DROP TABLE IF EXISTS outlying;
    CREATE TABLE standings (sha256 TEXT PRIMARY KEY, body TEXT NOT NULL, alike TEXT NOT NULL, around TEXT NOT NULL,
        standing TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX standings_of_body ON standings (body);
    CREATE INDEX standings_alike ON standings (alike, body);
    CREATE INDEX standings_around ON standings (around, alike, body);
    CREATE TABLE outlying (grouped TEXT NOT NULL, name TEXT NOT NULL, findings TEXT NOT NULL,
        PRIMARY KEY (grouped, name)) WITHOUT ROWID;
"""
_GROUPS = ("body", "alike", "around")
_Findings = TypeAdapter(tuple[Finding, ...])


class Standings:
    """The standings of an index's documents; what changed is compared again when asked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._changed: set[tuple[str, str]] = set()

    def put(self, offer: Offer) -> None:
        """Puts a document's standing in the place of what it was, or takes it out where it has none."""
        self.remove(offer.sha256)
        standing = standing_of(offer)
        if standing is not None:
            row = (standing.sha256, standing.body, standing.alike, standing.around, standing.model_dump_json())
            self._connection.execute("INSERT INTO standings VALUES (?, ?, ?, ?, ?)", row)
            self._changed |= set(zip(_GROUPS, row[1:4], strict=True))

    def remove(self, sha256: str) -> None:
        """Takes a document out."""
        query = "SELECT body, alike, around FROM standings WHERE sha256 = ?"
        for row in self._connection.execute(query, (sha256,)).fetchall():
            self._changed |= set(zip(_GROUPS, row, strict=True))
        self._connection.execute("DELETE FROM standings WHERE sha256 = ?", (sha256,))

    def compare(self) -> None:
        """Looks for what is far from a body's own years, and from its peers, in groups that changed."""
        for grouped, name in sorted(self._changed):
            found = told_outlying(*self._with_offers(self._outliers(grouped, name)))
            self._connection.execute("DELETE FROM outlying WHERE grouped = ? AND name = ?", (grouped, name))
            if found:
                row = (grouped, name, _Findings.dump_json(found).decode())
                self._connection.execute("INSERT INTO outlying VALUES (?, ?, ?)", row)
        self._changed.clear()

    def told(self) -> Iterator[Finding]:
        """What `compare` has found, in all groups."""
        rows = self._connection.execute("SELECT findings FROM outlying ORDER BY grouped, name")
        return (finding for (text,) in rows for finding in _Findings.validate_json(text))

    def _outliers(self, grouped: str, name: str) -> list[Outlier]:
        if grouped == "body":
            return list(out_of_history(self._standings("body", name)))
        if grouped == "alike":
            enough = self._bodies("alike", name).get(name, 0) > load_outliers().peers.bodies
            alike = self._standings("alike", name) if enough else []
            return list(out_of_peers(alike, alike, kind=name.split(" ", maxsplit=1)[0]))
        bodies = self._bodies("around", name)
        # Bodies that have too few of their kind are held against all of their level.
        few = {kind for kind, count in bodies.items() if count <= load_outliers().peers.bodies}
        if not few or sum(bodies.values()) <= load_outliers().peers.bodies:
            return []
        around = self._standings("around", name)
        return list(out_of_peers(around, [one for one in around if one.alike in few]))

    def _bodies(self, grouped: str, name: str) -> dict[str, int]:
        """How many bodies of each kind a group holds."""
        query = f"SELECT alike, count(DISTINCT body) FROM standings WHERE {grouped} = ? GROUP BY alike"
        return dict(self._connection.execute(query, (name,)).fetchall())

    def _standings(self, grouped: str, name: str) -> list[Standing]:
        query = f"SELECT standing FROM standings WHERE {grouped} = ? ORDER BY sha256"
        return [Standing.model_validate_json(text) for (text,) in self._connection.execute(query, (name,))]

    def _with_offers(self, outliers: Iterable[Outlier]) -> tuple[list[Outlier], dict[str, Offer]]:
        found = list(outliers)
        offers = {}
        for sha256 in {sha256 for one in found for sha256 in (one.sha256, *one.earlier)}:
            (text,) = self._connection.execute("SELECT offer FROM offers WHERE sha256 = ?", (sha256,)).fetchone()
            offers[sha256] = Offer.loaded(unpacked(text).decode())
        return found, offers
