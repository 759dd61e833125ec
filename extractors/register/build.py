"""Makes the register from a roster and from what Records tell; what the roster says goes before what they tell.

Nothing is merged on a guess. Names are of one unit where they are the same but for punctuation, where the roster says
so, where patterns/unit_names.yaml brings both to one short form and the roster does not list both, and where it knows
the one as the name that the other took (then the years of their documents must agree). Else it is left open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractors.model.record import Record
from extractors.register.nodes import REGION, Node, Nodes, is_placed, kind_of, place_of
from extractors.register.outline import Outline
from extractors.register.register import Level, Register, Unit
from extractors.register.roster import Listed
from extractors.register.telling import Evidence, Telling, telling_of
from patterns.register import load_register, stem_and_ending
from patterns.unit_names import Renamed, apart, plain_name, short_name, successors


class Builder:
    """Takes Records one by one, in any order, and gives the register of all of them at any time."""

    def __init__(self, roster: Sequence[Listed] = (), roster_name: str = "") -> None:
        self._roster, self._roster_name = tuple(roster), roster_name
        self._tellings: dict[str, Telling] = {}

    def add(self, record: Record | Outline) -> None:
        """Takes a Record, in the place of one of the same document."""
        self.tell(telling_of(record))

    def tell(self, telling: Telling) -> None:
        """Takes what a document tells."""
        self._tellings[telling.sha256] = telling

    def remove(self, sha256: str) -> None:
        """Takes out what a document told."""
        self._tellings.pop(sha256, None)

    def register(self) -> Register:
        """The register of the roster and all Records taken."""
        nodes = Nodes()
        _take_roster(nodes, self._roster, self._roster_name)
        _note_same_names(nodes)
        for telling in sorted(self._tellings.values(), key=lambda t: (t.file_name, t.sha256)):
            _take(nodes, telling)
        _own_levels(nodes)
        _merge_known(nodes)
        _move_parents(nodes)
        _regions(nodes)
        _parents(nodes)
        _note_nearly_same(nodes)
        return Register.of(_units(nodes), nodes.doubts)


def register_of(records: Iterable[Record | Outline], roster: Sequence[Listed] = (), roster_name: str = "") -> Register:
    """The register of Records, which are taken one by one and not kept, and of a roster."""
    builder = Builder(roster, roster_name)
    for record in records:
        builder.add(record)
    return builder.register()


def _take_roster(nodes: Nodes, roster: Sequence[Listed], roster_name: str) -> None:
    for listed in roster:
        evidence = Evidence("roster", listed.names[0], roster_name, line=listed.line)
        plain = plain_name(listed.names[0])
        # A name without a place is that of one body of its department only (第一中学).
        key = plain if is_placed(plain) or not listed.parent else f"{plain_name(listed.parent)}/{plain}"
        if key in nodes.by_key:  # two lines of one name are two bodies, and the name leads to neither
            key = f"{key}#{listed.line}"
        node = nodes.put(key, listed.names[0], evidence, listed)
        for alias in listed.names[1:]:
            node.aliases.setdefault(plain_name(alias), alias)
            nodes.name(node, alias)
        for former in listed.former:
            node.former.setdefault(plain_name(former), former)
            nodes.name(node, former)


def _note_same_names(nodes: Nodes) -> None:
    """Names that the roster gives to several units lead to none of them."""
    for keys in [keys for keys in nodes.named.values() if len(keys) > 1]:
        same = [nodes.by_key[key] for key in keys]
        names = {name for node in same for name in (node.name, *node.aliases.values(), *node.former.values())}
        shared = [name for name in sorted(names) if list(nodes.named[plain_name(name)]) == list(keys)]
        if shared:
            nodes.doubt("same_name", shared[0], same, *(next(iter(node.evidence)) for node in same))


def _take(nodes: Nodes, telling: Telling) -> None:
    if not telling.unit_name:
        return
    own = nodes.own(telling.unit_name, telling.evidence)
    if own is None:
        return
    own.kinds.add(telling.kind)
    if telling.year is not None:
        own.years.add(telling.year)
    for named in telling.below:
        unit = nodes.below(own, named.name, named.evidence)
        if unit is not None and unit is not own:
            unit.parents.setdefault(own.key, []).append(named.evidence)


def _own_levels(nodes: Nodes) -> None:
    """A department's own level (本级) is below the department, where that is known."""
    for node in list(nodes.by_key.values()):
        stem, ending = stem_and_ending(node.name)
        above = [one for one in nodes.of(stem) if one is not node] if ending in load_register().own_level else []
        if len(above) == 1:
            node.parents.setdefault(above[0].key, []).append(Evidence("name", node.name))


def _merge_known(nodes: Nodes) -> None:
    """Names that patterns/unit_names.yaml knows to be of one body."""
    by_short: dict[str, list[Node]] = defaultdict(list)
    for node in nodes.by_key.values():
        if "/" not in node.key:
            by_short[short_name(node.name)].append(node)
    for short, same in list(by_short.items()):
        if len(same) == 2 and not all(node.listed for node in same):
            kept, merged = sorted(same, key=lambda n: (n.listed is None, -len(n.evidence), n.key))
            _merge(nodes, kept, merged, Evidence("short", f"{merged.name} = {kept.name}"))
            by_short[short] = [kept]
        elif len(same) > 1 and not all(node.listed for node in same):
            nodes.doubt("may_be_same", same[0].name, same)
    for short, same in list(by_short.items()):
        after = [(one, how) for name, how in successors(short).items() for one in by_short.get(name, ())]
        for before in same:
            _carry_on(nodes, before, after)


def _carry_on(nodes: Nodes, before: Node, after: list[tuple[Node, Renamed]]) -> None:
    """A body that is known to carry on under another name, where years allow it and only one can be meant."""
    if not after or any(apart(short_name(before.name), short_name(node.name)) for node, _ in after):
        return
    node, how = after[0]
    fits = before.years and node.years and max(before.years) <= how.since <= min(node.years)
    if len(after) > 1 or not fits or (before.listed and node.listed) or before.key not in nodes.by_key:
        if before.key in nodes.by_key:
            nodes.doubt("may_be_former", before.name, [before, *(one for one, _ in after)])
        return
    _merge(nodes, node, before, Evidence("renamed", f"{before.name} → {node.name} ({how.since})"), former=True)


def _merge(nodes: Nodes, kept: Node, merged: Node, evidence: Evidence, *, former: bool = False) -> None:
    into = kept.former if former else kept.aliases
    for name in (merged.name, *merged.aliases.values()):
        into.setdefault(plain_name(name), name)
        nodes.name(kept, name)
    for name in merged.former.values():
        kept.former.setdefault(plain_name(name), name)
        nodes.name(kept, name)
    kept.years |= merged.years
    kept.kinds |= merged.kinds
    kept.evidence |= {evidence: None, **merged.evidence}
    for key, why in merged.parents.items():
        kept.parents.setdefault(key, []).extend(why)
    for name in (merged.name, *merged.aliases, *merged.former):
        nodes.named[plain_name(name)].pop(merged.key, None)
    nodes.moved[merged.key] = kept.key
    del nodes.by_key[merged.key]


def _move_parents(nodes: Nodes) -> None:
    """Lets links to units that were merged into another lead to that one."""
    for node in nodes.by_key.values():
        for key in [key for key in node.parents if key in nodes.moved]:
            now, why = key, node.parents.pop(key)
            while now in nodes.moved:
                now = nodes.moved[now]
            if now != node.key:
                node.parents.setdefault(now, []).extend(why)


def _regions(nodes: Nodes) -> None:
    """The region of each unit: the roster's, that of its name, or that of the unit above it."""
    for node in list(nodes.by_key.values()):
        if own := nodes.place(node):
            node.region = _region(nodes, own, next(iter(node.evidence)))
    for node in nodes.by_key.values():
        if not node.region and len(node.parents) == 1:
            node.region = nodes.by_key[next(iter(node.parents))].region


def _region(nodes: Nodes, place: str, evidence: Evidence) -> str:
    key = REGION + place
    if key not in nodes.by_key:
        named = Evidence("name", evidence.says, evidence.file, evidence.sha256, line=evidence.line)
        node = nodes.put(key, place, named)
        if around := place_of(place):
            node.parent = _region(nodes, around, evidence)
    return key


def _parents(nodes: Nodes) -> None:
    for node in list(nodes.by_key.values()):
        if node.is_region:
            continue
        if node.listed is not None and node.listed.parent:
            node.parent = _listed_parent(nodes, node, node.listed.parent)
        elif len(node.parents) == 1:
            (node.parent,) = node.parents
            node.evidence |= dict.fromkeys(node.parents[node.parent])
        elif node.parents:
            evidence = [why[0] for why in node.parents.values()]
            nodes.doubt("two_parents", node.name, [node, *(nodes.by_key[key] for key in node.parents)], *evidence)
        else:
            node.parent = node.region
    for node in nodes.by_key.values():
        _out_of_circle(nodes, node)


def _listed_parent(nodes: Nodes, node: Node, name: str) -> str:
    found = [one for one in nodes.of(name) if one is not node]
    if len(found) == 1:
        return found[0].key
    nodes.doubt("unknown_parent", name, [node, *found], *node.evidence)
    return ""


def _out_of_circle(nodes: Nodes, node: Node) -> None:
    """No unit stands above itself: where the way up comes back, nothing is above this one."""
    seen, at = {node.key}, node.parent
    while at:
        if at == node.key:
            nodes.doubt("circle", node.name, [nodes.by_key[key] for key in sorted(seen)])
            node.parent = ""
            return
        if at in seen:
            return
        seen.add(at)
        at = nodes.by_key[at].parent


def _note_nearly_same(nodes: Nodes) -> None:
    """Pairs that may be one: with and without the larger place, or with and without the place of the department."""
    for node in list(nodes.by_key.values()):
        plain = plain_name(node.name)
        around = place_of(place_of(plain)) if not node.is_region else place_of(plain)
        others = nodes.of(plain.removeprefix(around)) if around else []
        if "/" in node.key and node.region:
            others = nodes.of(node.region.removeprefix(REGION) + plain)
        others = [one for one in others if one is not node and one.is_region == node.is_region]
        if others and not (node.listed and all(one.listed for one in others)):
            nodes.doubt("may_be_same", node.name, [node, *others])


def _units(nodes: Nodes) -> list[Unit]:
    above = {node.parent for node in nodes.by_key.values()}
    return [
        Unit(
            key=node.key, name=node.name, aliases=tuple(node.aliases.values()), former=tuple(node.former.values()),
            parent=node.parent, region=node.region, kind=kind_of(node), level=_level(nodes, node, above),
            approved=node.listed.approved if node.listed is not None else None, listed=node.listed is not None,
            years=tuple(sorted(node.years)), evidence=tuple(node.evidence),
        )
        for node in nodes.by_key.values()
    ]  # fmt: skip


def _level(nodes: Nodes, node: Node, above: set[str]) -> Level:
    accounts = load_register().accounts
    if node.is_region:
        return "region"
    if node.key in above or node.kinds & set(accounts.department):
        return "department"
    if node.kinds & set(accounts.unit) or (node.parent and not nodes.by_key[node.parent].is_region):
        return "unit"
    return ""
