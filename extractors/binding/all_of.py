"""A figure that is all of one kind tells of that kind, too: `车辆2辆，均为执法执勤用车`, `…，全部为财政拨款收入`."""

from __future__ import annotations

from decimal import Decimal

from extractors.binding import certainty
from extractors.binding.passage import CLAUSE_ENDS
from extractors.binding.walk import Walk
from extractors.language.concepts import concept, takes
from extractors.language.lexicon import says_all_of
from extractors.language.mention import Mention
from extractors.model.fact import Signs
from patterns.loader import load_patterns

_WHOLE = ("count", "final")
_OPENS, _CLOSES = "，（", f"{CLAUSE_ENDS}）"


def take_all_of(walk: Walk, mention: Mention) -> None:
    """Binds the figure told last to the kind of it that is named for all of it behind it."""
    last, passage = walk.found.last, walk.passage
    if last is None or last.measure not in _WHOLE or last.subject.dimensions or not isinstance(last.value, Decimal):
        return
    if not mention.label.startswith(f"{last.subject.concept}.") or not _takes(mention.label, last.unit):
        return
    markers = load_patterns().markers
    lead = walk.found.text_since_last(mention.start) or ""
    opens = _OPENS if last.measure == "count" else "，"
    named = lead[:1] in opens and (lead[1:] in markers.copulas or says_all_of(lead[1:]))
    ends = passage.text[mention.end : mention.end + 1] in _CLOSES  # at the text's end, too
    if last.value and named and ends:
        signs = Signs(cue=certainty.COUNTED)
        walk.found.add_figure(walk.subject_of(mention), last.measure, last.value, last.unit, at=mention, signs=signs)


def _takes(label: str, unit: str | None) -> bool:
    """Whether what is named has figures of a unit."""
    return takes(label, unit) or (unit == "CNY" and "money" in concept(label).kinds)
