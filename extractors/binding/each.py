"""One count told of each of several: `一般公务用车、执法执勤用车各1辆`."""

from __future__ import annotations

from dataclasses import replace

from extractors.binding import certainty
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.language.concepts import takes
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Signs
from patterns.loader import load_patterns


def bind_each(walk: Walk, mention: Mention, amount: Amount, signs: Signs) -> bool:
    """Binds a count that is of each of those that wait, and says whether it is one; of others it belongs to nothing.

    `流动图书车、流动文化车各1辆`: no concept stands for these.
    """
    if not walk.passage.lead_in(mention).endswith(load_patterns().markers.each):
        return False
    pending = walk.group.pending
    known = walk.group.several and all(takes(subject.concept, amount.unit) for subject in pending)
    for subject in pending if known else ():
        shared = replace(signs, cue=certainty.SHARED)
        walk.found.add_figure(subject, "count", amount.value, amount.unit, at=mention, signs=shared)
    if not known:
        walk.found.leave(mention, Why.PART)
    return True
