"""Units while a register is made: which names lead to which, and how a name that a document tells is taken."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from extractors.register.register import Doubt
from extractors.register.roster import Listed
from extractors.register.telling import Evidence
from patterns.across import says_whose
from patterns.register import body_kind, load_register, stem_and_ending
from patterns.unit_names import plain_name, region_of

REGION = "region "  # before the key of a region: no body has a blank in its key


@cache
def place_of(plain: str) -> str:
    """The places that a plain name begins with."""
    return region_of(plain)


@cache
def is_placed(plain: str) -> bool:
    """Whether a plain name says whose it is."""
    return says_whose(plain)


@dataclass
class Node:
    """A unit in the making; `parents` are the keys of those that may be above it, with what says so."""

    key: str
    name: str
    listed: Listed | None = None
    aliases: dict[str, str] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)
    region: str = ""
    parent: str = ""
    parents: dict[str, list[Evidence]] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    evidence: dict[Evidence, None] = field(default_factory=dict)

    @property
    def is_region(self) -> bool:
        """Whether it is a place and no body."""
        return self.key.startswith(REGION)


class Nodes:
    """All units in the making, by key and by name."""

    def __init__(self) -> None:
        self.by_key: dict[str, Node] = {}
        self.named: dict[str, dict[str, None]] = defaultdict(dict)
        self.moved: dict[str, str] = {}
        self.doubts: dict[Doubt, None] = {}

    def put(self, key: str, name: str, evidence: Evidence, listed: Listed | None = None) -> Node:
        """The node of a key, made where there is none, with one more evidence."""
        node = self.by_key.get(key)
        if node is None:
            node = self.by_key[key] = Node(key, name, listed)
            self.name(node, name)
        node.evidence[evidence] = None
        return node

    def name(self, node: Node, name: str) -> None:
        """Lets a name lead to a node."""
        self.named[plain_name(name)][node.key] = None

    def of(self, name: str) -> list[Node]:
        """The nodes of a name."""
        return [self.by_key[key] for key in self.named.get(plain_name(name), ())]

    def own(self, name: str, evidence: Evidence) -> Node | None:
        """The unit that a document says it is of; None, and a doubt, where it may be several or nobody knows whose."""
        plain = _without_whole(name)
        # A name without a place is believed where the roster has it: there is a 第一中学 in every county.
        found = [node for node in self.of(plain) if not node.is_region and (is_placed(plain) or node.listed)]
        if len(found) == 1:
            found[0].evidence[evidence] = None
            return found[0]
        if found or not is_placed(plain):
            self.doubt("same_name" if found else "placeless", name, found, evidence)
            return None
        return self.put(plain, name if plain == plain_name(name) else plain, evidence)

    def below(self, parent: Node, name: str, evidence: Evidence) -> Node | None:
        """The unit of a name that a department tells to be one of its own; None where that is the department itself."""
        stem, ending = stem_and_ending(name)
        own = {plain_name(parent.name), *map(plain_name, parent.aliases)}
        whole = load_register().whole
        if plain_name(name) in own or (stem in own and ending in whole):
            return None
        if plain_name(name) in load_register().own_level:
            name = plain_name(parent.name) + plain_name(name)
        plain = plain_name(name)
        if any(plain.endswith(one) or one.endswith(plain) for one in own):
            self.doubt("may_be_same", name, [parent], evidence)  # with and without the larger place, most likely
            return None
        found = [node for node in self.of(plain) if not node.is_region and self._fits(node, parent, plain)]
        if len(found) == 1:
            found[0].evidence[evidence] = None
            return found[0]
        if found:
            self.doubt("same_name", name, found, evidence)
            return None
        return self.put(plain if is_placed(plain) else f"{parent.key}/{plain}", name, evidence)

    def _fits(self, node: Node, parent: Node, plain: str) -> bool:
        """Whether a unit of that name may be the one below that parent: a name without a place is of one only."""
        if is_placed(plain):
            return True
        of_parent = self.place(parent)
        listed_there = node.listed is not None and bool(of_parent) and self.place(node) == of_parent
        return node.key.startswith(f"{parent.key}/") or listed_there

    def place(self, node: Node) -> str:
        """The place of a unit: what the roster says, else what its name begins with."""
        told = node.listed.region if node.listed is not None else ""
        return plain_name(told) or place_of(plain_name(node.name))

    def doubt(self, kind: str, name: str, nodes: list[Node], *evidence: Evidence) -> None:
        """Notes what is left open."""
        self.doubts[Doubt(kind, name, tuple(node.key for node in nodes), evidence)] = None  # type: ignore[arg-type]


def _without_whole(name: str) -> str:
    """The plain name, without what says that the document is of the whole department (汇总)."""
    stem, ending = stem_and_ending(name)
    return stem if ending in load_register().whole else plain_name(name)


def kind_of(node: Node) -> str:
    """The kind of body: what the roster says, else what the name ends like."""
    if node.is_region:
        return "region"
    if node.listed is not None and node.listed.kind:
        return node.listed.kind
    kind = body_kind(stem_and_ending(node.name)[0])
    return kind.id if kind is not None else ""
