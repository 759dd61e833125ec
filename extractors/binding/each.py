"""One count told of each of several: `一般公务用车、执法执勤用车各1辆`, `购置数、保有量均为1辆`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractors.binding import certainty
from extractors.binding.walk import Walk
from extractors.binding.why import Why
from extractors.language.concepts import takes
from extractors.language.mention import Mention
from extractors.language.numbers import Amount
from extractors.model.fact import Signs
from patterns.loader import load_patterns
from patterns.measure import Measure


def bind_each(walk: Walk, mention: Mention, amount: Amount, signs: Signs, measured: tuple[Measure, Decimal]) -> bool:
    """Binds a count that is of each of those that wait, as `measured`, and says whether it is one.

    A count that is of each of others belongs to nothing:
    `流动图书车、流动文化车各1辆`: no concept stands for these.
    """
    apart = walk.passage.lead_in(mention).endswith(load_patterns().markers.each)
    pending = walk.group.pending
    known = walk.group.several and all(takes(subject.concept, amount.unit) for subject in pending)
    if not apart and not (walk.group.at_once and known):
        return False
    for subject in pending if known else ():
        shared = replace(signs, cue=certainty.SHARED)
        walk.found.add_figure(subject, *measured, amount.unit, at=mention, signs=shared)
    if not known:
        walk.found.leave(mention, Why.PART)
    return True
