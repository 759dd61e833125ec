"""Events for people, in the language that they read: one line each at a terminal, a few lines in a feed or a mail.

Everything that a site says is put on one line and rid of what terminals and pages would act on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from html import escape
from pathlib import Path

import regex

from extractors.verdict.acceptance import is_due
from flows.causes import told
from flows.monitor.events import ChangedFact, Event
from flows.monitor.gist import Amount, Gist, Gravest, usable
from flows.monitor.moments import shown
from flows.publish.views import measure_labels
from flows.words import language, words
from patterns.kinds import load_kinds

_YUAN = regex.compile(r"(?<![\d.,])-?\d[\d,]*(?:\.\d+)?(?=元)")  # a sum as the audit writes it
_OTHER_SCHEME = regex.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", regex.IGNORECASE)  # javascript: and the like
_UNPRINTED = regex.compile(r"[\p{C}\s]+")
_EXACT = Context(prec=80)  # digits: more than the Record's longest numbers have
_WAN = Decimal(10_000)
_YUAN_SIGN = "元"
_HOW = ("next_year", "moved", "other_unit")  # what is told in words of its own
_CENT = Decimal("0.01")
_LEAST_WAN = Decimal(50)  # 元: less is 0.00万元 to two decimals
_MOST_FACTS, _MOST_FAILURES, _MOST_UNITS = 3, 3, 5  # of an event, told in a line
_MOST_LISTED = 20  # facts of an event, told a line each
_LONGEST = 200  # characters of a title, a message or a cause in a line


@dataclass(frozen=True)
class Links:
    """Where what a monitor keeps is found: below `base`, where its folder is served, else in `folder`."""

    folder: Path
    base: str = ""

    def local(self, name: str) -> str:
        """The address of a file of the folder, by its name below it."""
        return f"{self.base.rstrip('/')}/{name}" if self.base else str(self.folder / name)

    def of(self, event: Event) -> Iterator[tuple[str, str]]:
        """What leads to the document: what it is, and its address."""
        if event.url:
            yield words("notice.document"), f"{event.url} {plain(event.member)}".strip()
        if event.page and event.page != event.url:
            yield words("notice.page"), event.page
        if event.local_record:
            yield words("notice.record"), self.local(event.local_record)
        if event.local_document:
            yield words("notice.copy"), self.local(event.local_document)


def headline(event: Event) -> str:
    """An event in one line: what happened, to whom, of which year."""
    kind = words("notice.again") if event.again else words(f"notice.kind.{event.kind}")
    bound = event.gist is not None and event.gist.units  # then the file names itself, and its units are told besides
    who = plain(event.title if bound else event.unit_name or event.title)
    if event.kind == "failed":
        return words("notice.failed", kind=kind, source=plain(event.source), count=event.failed)
    if event.unit_name is None and not bound:
        who = words("notice.no_unit", title=who)
    year = words("notice.year", year=event.fiscal_year) if event.fiscal_year else words("notice.no_year")
    due = words("notice.due", due=event.due) if event.due else ""
    return words("notice.headline", kind=kind, unit=who, year=year, due=due)


def line(event: Event, links: Links) -> str:
    """All that is told of an event, in one line."""
    told_ones = [*_told_of(event), *_facts(event)]
    where = [event.url or plain(event.source)] + ([links.local(event.local_record)] if event.local_record else [])
    return words("notice.between").join([headline(event), *told_ones, " ".join(where)])


def block(event: Event, links: Links) -> str:
    """All that is told of an event, a line for each thing."""
    leads = [words("notice.link", what=what, address=address) for what, address in links.of(event)]
    return "\n".join([*lines(event), *leads])


def markup(event: Event, links: Links) -> str:
    """The same as `block` in HTML, all that a site says escaped; addresses are links where they may be followed."""
    leads = []
    for what, address in links.of(event):
        told_address = escape(address)
        if not _OTHER_SCHEME.match(address):
            told_address = f'<a href="{escape(address.split(" ")[0])}">{told_address}</a>'
        leads.append(words("notice.link", what=what, address=told_address))
    return "<br/>\n".join([*map(escape, lines(event)), *leads])


def lines(event: Event) -> list[str]:
    """What is told of an event but where it is found, a line for each thing."""
    source = words("notice.source", source=plain(f"{event.source} {event.region}"), at=shown(event.at))
    facts = [told_fact(fact) for fact in event.facts[:_MOST_LISTED]]
    more = [words("notice.more_facts", count=left)] if (left := len(event.facts) - len(facts)) else []
    return [headline(event), *_told_of(event), *facts, *more, source]


def in_short(event: Event) -> str:
    """What is told of an event beside its headline and the facts that changed, in one line; "" for nothing."""
    return words("notice.between").join(_told_of(event))


def _told_of(event: Event) -> Iterator[str]:
    yield from _circumstances(event)
    if event.problem and event.kind != "failed":
        yield words("notice.problem", cause=plain(told(event.problem)))
    if event.gist is not None:
        yield from _gist(event.gist)
    elif event.problem and event.kind != "failed":
        yield words("notice.three_public", amount=words("notice.unread"), change="")
    bound = event.gist is not None and event.gist.units  # figures of its parts are not compared
    if event.kind == "changed" and event.record and not event.facts and not bound:
        yield words("notice.no_facts")
    if event.failures:
        yield words("notice.and").join(plain(told(f"{f.url}: {f.cause}")) for f in event.failures[:_MOST_FAILURES])


def _circumstances(event: Event) -> Iterator[str]:
    if event.unsure:
        yield words("notice.unsure", count=event.unsure)
    if event.how in _HOW:
        yield words(f"notice.{event.how}")
    elif event.how:
        yield plain(told(event.how))


def _facts(event: Event) -> Iterator[str]:
    if event.facts:
        first = words("notice.and").join(told_fact(fact) for fact in event.facts[:_MOST_FACTS])
        yield words("notice.facts", count=len(event.facts), first=first)


def _gist(gist: Gist) -> Iterator[str]:
    if gist.units:
        more = len(gist.units) + gist.more_units
        yield words("notice.units", units=words("notice.list").join(map(plain, gist.units[:_MOST_UNITS])), count=more)
    if not is_due(gist.kind):
        yield words("notice.other_kind", kind=_kind(gist.kind))
        return
    yield words("notice.three_public", amount=_final(gist.three_public), change=_change(gist))
    if gist.findings is None:
        yield words("notice.not_audited")
    elif gist.gravest is None:
        yield words("notice.nothing_found")
    else:
        yield _finding(gist.gravest, sum(gist.findings.values()))


def _kind(kind: str) -> str:
    labels = {known.id: known.label for known in load_kinds().kinds}
    return kind.replace("_", " ") if language() == "en" else labels.get(kind, kind)


def _final(amount: Amount | None) -> str:
    if amount is None:
        return words("notice.unread")
    if not usable(amount):
        return words("notice.doubtful")
    text = words("notice.nil") if amount.basis == "nil" else money(amount.value)
    return text if amount.sure == "accept" else words("notice.to_check", amount=text)


def _change(gist: Gist) -> str:
    change, rate = gist.change, gist.change_rate
    if not usable(change) and not usable(rate):
        doubted = change is not None or rate is not None
        return words("notice.change_doubtful") if doubted else words("notice.change_unread")
    leading = change if usable(change) else rate
    assert leading is not None  # one of them is usable
    value = Decimal(leading.value)
    if value == 0:
        text = words("notice.same")
    else:
        amount = money(str(value.copy_abs())) if leading is change else percent(str(value.copy_abs()))
        way = "more" if value > 0 else "less"
        text = words(f"notice.{way}", amount=amount)
        if leading is change and rate is not None and usable(rate):
            text += _rate(Decimal(rate.value))
    if leading.basis == "last_year":
        text += words("notice.by_last_year")
    return words("notice.change", change=text if leading.sure == "accept" else words("notice.to_check", amount=text))


def _told_in_wan(message: str) -> str:
    """The audit's message with its sums of 元 in 万元, but for those that two decimals would round."""

    def told(match: regex.Match[str]) -> str:
        amount = Decimal(match[0].replace(",", ""))
        exact = abs(amount) >= _LEAST_WAN and _in_wan(amount) * _WAN == amount
        return money(str(amount)).removesuffix(_YUAN_SIGN) if exact else match[0]

    return _YUAN.sub(told, message)


def _rate(rate: Decimal) -> str:
    return words(f"notice.rate.{'up' if rate > 0 else 'down'}", rate=percent(str(rate.copy_abs()))) if rate else ""


def _finding(found: Gravest, count: int) -> str:
    message = plain(found.message_en if language() == "en" else _told_in_wan(found.message_zh))
    message = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
    pages = words("notice.pages", pages=words("notice.list").join(map(str, found.pages))) if found.pages else ""
    severity = words(f"notice.severity.{found.severity}")
    more = words("notice.of", count=count) if count > 1 else ""
    return words("notice.finding", severity=severity, message=message, pages=pages, more=more)


def told_fact(fact: ChangedFact) -> str:
    """A changed fact in one line: its name, and what it was and is, money in 万元."""
    name = " ".join(plain(part) for part in (fact.label, fact.where, fact.code, _measure(fact.measure)) if part)
    return words("notice.fact", name=name, old=_value(fact.old, fact.unit), new=_value(fact.new, fact.unit))


def _measure(measure: str) -> str:
    return measure.replace("_", " ") if language() == "en" else measure_labels().get(measure, measure)


def _value(value: str | None, unit: str | None) -> str:
    if value is None:
        return words("notice.not_there")
    if unit == "CNY":
        return money(value)
    return percent(value) if unit == "percent" else f"{plain(value)[:_LONGEST]}{unit or ''}"


def money(value: str) -> str:
    """A sum of 元 for people: in 万元 with two decimals, in 元 where that would be nothing.

    >>> money("21148100"), money("-30")
    ('2,114.81万元', '-30 yuan')
    """
    amount = Decimal(value)
    if amount != 0 and abs(amount) < _LEAST_WAN:
        return words("notice.yuan", amount=f"{amount:,f}")
    return words("notice.wan", amount=f"{_in_wan(amount):,f}")


def _in_wan(amount: Decimal) -> Decimal:
    """A sum of 元 in 万元, with two decimals."""
    return _EXACT.divide(amount, _WAN).quantize(_CENT, ROUND_HALF_UP, _EXACT)


def percent(value: str) -> str:
    """A rate for people, with two decimals at least."""
    amount = Decimal(value)
    exponent = amount.as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    return f"{amount:,.{places}f}%"


def plain(text: str) -> str:
    """What a site says on one line, without what a terminal would act on."""
    return _UNPRINTED.sub(" ", text).strip()
