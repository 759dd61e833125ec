"""The register as it stands: units by their names, who is below whom, and what was left open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from extractors.register.telling import Evidence
from patterns.across import says_whose
from patterns.register import load_register, stem_and_ending
from patterns.unit_names import plain_name

Level = Literal["region", "department", "unit", ""]
DoubtKind = Literal["placeless", "same_name", "two_parents", "unknown_parent", "circle", "may_be_same", "may_be_former"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A region or a public body. `key` is its own for ever as long as its first name and place are the same.

    `aliases` are its other names, `former` those of before, `parent` and `region` keys of units ("" where not known),
    `kind` an id of patterns/register.yaml or what the roster says, `years` those of its documents. `level` is "" where
    nothing tells whether it has units below it.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    parent: str = ""
    region: str = ""
    kind: str = ""
    level: Level = ""
    approved: date | None = None
    listed: bool = False
    years: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that it goes or went by, the first is told."""
        return (self.name, *self.aliases, *self.former)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was left open, for a person to settle in the roster: a name, and the units that it may be of.

    `placeless` a document whose name is of many bodies (教育局); `same_name` two units of one name; `two_parents` and
    `unknown_parent` who is above it; `circle` units above each other; `may_be_same` and `may_be_former` two units.
    """

    kind: DoubtKind
    name: str
    units: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Register:
    """Regions, departments and units; every name is found however it is punctuated."""

    units: Mapping[str, Unit]
    doubts: tuple[Doubt, ...] = ()
    _named: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _below: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, units: Iterable[Unit], doubts: Iterable[Doubt] = ()) -> Register:
        """The register of these units."""
        by_key = {unit.key: unit for unit in units}
        named: dict[str, dict[str, None]] = defaultdict(dict)
        below: dict[str, list[str]] = defaultdict(list)
        for unit in by_key.values():
            for name in unit.names:
                named[plain_name(name)][unit.key] = None
            below[unit.parent].append(unit.key)
        return cls(
            by_key,
            tuple(doubts),
            {name: tuple(keys) for name, keys in named.items()},
            {parent: tuple(keys) for parent, keys in below.items() if parent},
        )

    def find(self, name: str) -> Unit | None:
        """The unit of any of its names; None where there is none or where several have it (`candidates` says which)."""
        found = self.candidates(name)
        return found[0] if len(found) == 1 else None

    def candidates(self, name: str) -> tuple[Unit, ...]:
        """All units that go or went by a name."""
        return tuple(self.units[key] for key in self._named.get(plain_name(name), ()))

    def owner(self, name: str) -> Unit | None:
        """The unit that a document of that name is of; a name without a place is believed where the roster has it."""
        stem, ending = stem_and_ending(name)
        plain = stem if ending in load_register().whole else plain_name(name)
        unit = self.find(plain)
        if unit is None or unit.level == "region":
            return None
        return unit if unit.listed or says_whose(plain) else None

    def children(self, unit: Unit) -> tuple[Unit, ...]:
        """The units right below one, in the order in which they were told."""
        return tuple(self.units[key] for key in self._below.get(unit.key, ()))

    def doubts_of(self, unit: Unit) -> tuple[Doubt, ...]:
        """What was left open about a unit."""
        return tuple(doubt for doubt in self.doubts if unit.key in doubt.units)
