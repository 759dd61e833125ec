"""What kind of document it is: final accounts, or one of their relatives that must not be read as such.

The title on the cover weighs most; phrases of the first pages confirm it, or stand in for a cover that is missing or
misread. What these take for final accounts is read only where its words are likely those of final accounts, too
(`likely.py`): wordings that tell another kind are never all known. In doubt it is final accounts, with a warning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from extractors.model.paragraph import Paragraph
from extractors.prose.compendium import holds_several_units
from extractors.prose.kind_evidence import GOVERNING, KindEvidence, kind_evidence
from extractors.prose.likely import accounts_probability
from patterns.kept import compiled
from patterns.kind_words import load_kind_words
from patterns.kinds import COMPENDIUM, DEFAULT_KIND, OTHER, Kind, load_kinds
from patterns.shapes import either
from patterns.wording import any_of

# Weights are on the scale of those of phrases in patterns/kinds.yaml (1, 2); all were set by eye on published documents
# of every kind. Lengths are in characters.
_CLEARLY = 4  # how much more must speak for another kind than for final accounts
_WITHOUT_TITLE = 8  # what phrases must weigh where no title tells the kind
_OF_PLACE = 20  # what a sentence weighs whose figure is a place's
_COVER = 12  # paragraphs among which a budget's own title stands
_ENOUGH_TEXT = 200  # a shorter text has too few words to tell by what it says or does not say


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """The kind, and what should be known of it; `plans` is whether its text is read, as that of a budget."""

    kind: Kind
    warnings: tuple[str, ...] = ()
    plans: bool = False

    @property
    def id(self) -> str:
        """The id in patterns/kinds.yaml."""
        return self.kind.id

    @property
    def read(self) -> bool:
        """Whether facts and statements of such a document are read."""
        return self.kind.read

    @property
    def text_read(self) -> bool:
        """Whether its text is read, for what was spent or for what is planned."""
        return self.read or self.plans

    @property
    def forms(self) -> bool:
        """Whether its self-evaluation forms are, even where its text is not."""
        return self.kind.forms


def document_kind(paragraphs: Sequence[Paragraph]) -> DocumentKind:
    """The kind of the document with these paragraphs; final accounts where nothing clearly says otherwise."""
    evidence = kind_evidence(paragraphs)
    phrases = {k: weight + _OF_PLACE * (k in evidence.places) for k, weight in evidence.phrases.items()}
    titles, phrases = _without_told_of(evidence.titles, phrases)
    totals = {kind: titles.get(kind, 0) + weight for kind, weight in phrases.items()}
    read = [kind.id for kind in load_kinds().kinds if kind.read]
    for_reading = max(titles.get(kind, 0) for kind in read) + sum(phrases[kind] for kind in read)
    other = _leading_other(titles, totals, for_reading)
    if other is not None and totals[other.id] >= for_reading + _CLEARLY:
        return _planned(other) if other.plans and _is_own_budget(paragraphs) else _unread(other)
    if holds_several_units(paragraphs):
        return _unread(load_kinds().kind(COMPENDIUM))
    return _by_its_words(evidence, titles, totals, other)


def _by_its_words(
    evidence: KindEvidence, titles: Mapping[str, int], totals: Mapping[str, int], other: Kind | None
) -> DocumentKind:
    """Final accounts, where the text says what they say; `other` is the kind for which more speaks, but not clearly."""
    accounts = _accounts(titles, totals)
    if len(evidence.text) < _ENOUGH_TEXT:
        return DocumentKind(accounts, _doubts(accounts, other))
    probability, weights = accounts_probability(evidence), load_kind_words()
    if not titles and not any_sign(evidence.text) and probability < weights.sure_from:
        return _unread(load_kinds().kind(OTHER))  # a page that breaks off before it comes to figures has no sign either
    if probability < weights.read_from:
        return _unread(_likeliest_other(totals))
    if probability < weights.sure_from:
        other = other or _likeliest_other(totals)
    return DocumentKind(accounts, _doubts(accounts, other))


def _likeliest_other(totals: Mapping[str, int]) -> Kind:
    """The kind that is not read for which most speaks; `other` where nothing does."""
    unread = [kind for kind in load_kinds().kinds if not kind.read]
    return max(unread, key=lambda kind: (totals[kind.id], kind.id == OTHER))


def _accounts(titles: Mapping[str, int], totals: Mapping[str, int]) -> Kind:
    """Which final accounts they are: of two titles the first is the document's, headings of its parts follow."""
    earlier = {kind: -i for i, kind in enumerate(titles)}
    return max(
        (kind for kind in load_kinds().kinds if kind.read),
        key=lambda kind: (titles.get(kind.id, 0), earlier.get(kind.id, 0), totals[kind.id], kind.id == DEFAULT_KIND),
    )


def _without_told_of(titles: Mapping[str, int], phrases: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Both with what speaks for kinds that news tells of given to the news, where enough tells that this is news."""
    own, said = dict(titles), dict(phrases)
    for kind in load_kinds().kinds:
        if kind.over and (phrases[kind.id] >= _WITHOUT_TITLE or titles.get(kind.id, 0) >= GOVERNING):
            said[kind.id] += max(said[over] for over in kind.over)
            said |= dict.fromkeys(kind.over, 0)
            own = {k: weight for k, weight in own.items() if k not in kind.over}
    return own, said


def _doubts(accounts: Kind, other: Kind | None) -> tuple[str, ...]:
    """The warning that a document read as final accounts may be something else."""
    if other is None:
        return ()
    return (f"this may be {other.label} ({other.id}); it was read as {accounts.label}",)


def _leading_other(titles: Mapping[str, int], totals: Mapping[str, int], for_reading: int) -> Kind | None:
    """The kind that is not read for which most speaks, where that is more than speaks for reading, and enough."""
    best = max((kind for kind in load_kinds().kinds if not kind.read), key=lambda kind: totals[kind.id])
    told = best.id in titles or totals[best.id] >= _WITHOUT_TITLE
    return best if told and totals[best.id] > for_reading else None


def _is_own_budget(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a budget is one department's or unit's by its title or parts, and nothing tells that it is a place's."""
    planned = load_kinds().planned
    titled = any_of(planned.titles)
    own = any(titled.search(p.text) for p in paragraphs[:_COVER]) or any(
        compiled(planned.own).search(p.text) for p in paragraphs
    )
    if not own or holds_several_units(paragraphs):
        return False
    never = regex.compile(either(planned.never))
    return not any(never.search(paragraph.text) for paragraph in paragraphs)


def _planned(kind: Kind) -> DocumentKind:
    read = "it was read as a budget"
    return DocumentKind(kind, (f"this is {kind.label} ({kind.id}), not final accounts: {read}",), plans=True)


def _unread(kind: Kind) -> DocumentKind:
    return DocumentKind(kind, (f"this is {kind.label} ({kind.id}), not final accounts: its figures were not read",))


def any_sign(text: str) -> bool:
    """Whether the text speaks of anything that final accounts speak of."""
    return any_of(load_kinds().signs).search(text) is not None
