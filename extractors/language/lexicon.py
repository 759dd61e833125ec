"""The wordings of patterns/ compiled for matching, per section."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

import regex

from extractors.language.numbers import amounts
from extractors.language.tokens import Tokens, tokens
from patterns.loader import load_patterns
from patterns.shapes import load_headings, load_shapes
from patterns.sought import Among, Sought, sought
from patterns.wording import STATED_YEAR, any_of, ending_in, wording_pattern

MentionKind = Literal[
    "concept", "measure", "direction", "anchor", "reason", "text", "nil", "empty",
    "respectively", "both", "amount", "function", "average", "budget_name", "excluded",
]  # fmt: skip

_LAST_YEAR = ("prior", "prior_budget")
_YEAR = regex.compile(STATED_YEAR)
_OPENING = 60  # characters of a sentence in which its opening ends; longer than any of sections.yaml
_HELD = 2  # characters in whole words from which on a term that cuts another is said all the same; set by eye


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: what it means (`kind`, `label`) and how it is `said`.

    Of two that match as many characters the one of more `weight` wins: 1 what is said everywhere, 2 and 3 what is said
    within the section, -1 and -2 what is a common word, too. `entry` is its place in its file where labels repeat;
    `needs` what its sentence must say besides.
    """

    kind: MentionKind
    label: str
    said: Sought
    weight: int = 0
    entry: int = -1
    needs: regex.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A term at `start`..`end` of the text; the rest is the Term's."""

    start: int
    end: int
    kind: MentionKind
    label: str
    weight: int
    entry: int = -1


_Match = tuple[Found, regex.Pattern[str]]  # where a term matches, and what matched


def find_terms(text: str, section: str | None, fiscal_year: int | None = None) -> list[Found]:
    """All terms of the section in `text`, from left to right without overlaps: the longer wins, then the section's own.

    They lie on the borders of words: `预算` is not said in `公共预算`. What names the fiscal year itself (`2023年度` in
    the disclosure of 2023) does not mean the year before.
    """
    found = list(_on_borders(text, list(_matches(text, section, fiscal_year))))
    found.sort(key=lambda f: (f[0].end - f[0].start, f[0].weight), reverse=True)
    kept: list[Found] = []  # from left to right
    cut: list[Found] = []
    for candidate, pattern in found:
        over = _overlapped(kept, candidate)
        if not over:
            insort(kept, candidate, key=_start)
        elif candidate.kind == "concept":
            cut += _cut_short(text, candidate, pattern, min(k.start for k in over))
        elif candidate.kind == "nil":
            cut += _bare_denial(text, candidate, min(k.start for k in over))
    for candidate in cut:
        if not _overlapped(kept, candidate):
            insort(kept, candidate, key=_start)
    return kept


def _matches(text: str, section: str | None, fiscal_year: int | None) -> Iterator[_Match]:
    """Every place where a term of the section matches, with its pattern; places overlap."""
    own_year = str(fiscal_year)
    characters = frozenset(text)
    terms = terms_of(section)
    for term in (terms[i] for i in _said_of(section).may_be_in(characters)):
        for match in term.said.pattern.finditer(text, overlapped=True):
            if match.end() == match.start() or _of_another_year(term, match.group(), own_year):
                continue
            if term.needs is None or term.needs.search(sentence_around(text, match.start())):
                yield Found(*match.span(), term.kind, term.label, term.weight, term.entry), term.said.pattern


def _of_another_year(term: Term, words: str, own_year: str) -> bool:
    """Whether the year in the words is not the one that the term means: last year, or the budget's own."""
    if term.label in _LAST_YEAR:
        return own_year in words
    stated = _YEAR.search(words) if (term.kind, term.label) == ("anchor", "budget") else None
    return stated is not None and stated["year"] != own_year


def _on_borders(text: str, matches: Sequence[_Match]) -> Iterator[_Match]:
    """The matches that cut no word; those that do are shortened to the border of one, or left out.

    One that holds words besides what it cuts is kept, for jieba errs, too, unless a whole word is said across the cut:
    支出 stands in 减少支出, 少支出 does not.
    """
    if not matches:
        return
    words = tokens(text)
    cut: list[tuple[_Match, tuple[int, ...]]] = []
    whole: list[Found] = []
    for found, pattern in matches:
        cuts = words.cuts(found.start, found.end)
        end = _shorter_end(text, found, pattern, words) if cuts == (found.end,) else None
        if cuts and end is None:
            cut.append(((found, pattern), cuts))
        else:
            whole.append(found if end is None else replace(found, end=end))
            yield whole[-1], pattern
    inside = {position for found in whole for position in range(found.start + 1, found.end)} if cut else set()
    for (found, pattern), cuts in cut:
        if inside.isdisjoint(cuts) and words.whole(found.start, found.end) >= _HELD:
            yield found, pattern


def _shorter_end(text: str, found: Found, pattern: regex.Pattern[str], words: Tokens) -> int | None:
    """The last border of a word within a match that still ends the term; None where there is none."""
    for end in range(found.end - 1, found.start, -1):
        if end in words.borders and pattern.fullmatch(text, found.start, end):
            return end
    return None


def _start(found: Found) -> int:
    return found.start


def _overlapped(kept: Sequence[Found], one: Found) -> Sequence[Found]:
    """Those of terms from left to right without overlaps that another one overlaps."""
    stop = first = bisect_left(kept, one.end, key=_start)
    while first and kept[first - 1].end > one.start:
        first -= 1
    return kept[first:stop]


def _bare_denial(text: str, denial: Found, end: int) -> list[Found]:
    """A denial that runs into a name (未购置|公务用车) without what is of the name, too: 未."""
    bare = text[denial.start : end] in load_patterns().markers.bare_denials
    return [replace(denial, end=end)] if bare else []


def _cut_short(text: str, name: Found, pattern: regex.Pattern[str], end: int) -> list[Found]:
    """A name that runs into a cue (“三公”经费支出|决算数小于…) may be said without its end: the name up to `end`."""
    return [replace(name, end=end)] if name.start < end and pattern.fullmatch(text, name.start, end) else []


@cache
def terms_of(section: str | None) -> tuple[Term, ...]:
    """Every term that can occur in a section; only the ones said everywhere where it is None."""
    own = load_patterns().markers.averages_within.get(section, ()) if section else ()
    averages = (Term("average", "average", sought(own), 3),) if own else ()
    return (*_concepts(section), *_measures(section), *_texts(section), *averages, *_everywhere())


@cache
def _said_of(section: str | None) -> Among:
    """How the terms of a section are said, to be asked of all at once."""
    return Among([term.said for term in terms_of(section)])


def _concepts(section: str | None) -> Iterator[Term]:
    for concept in load_patterns().concepts:
        own = concept.within.get(section, ()) if section else ()
        if own:
            with_words = concept.with_words.get(section or "", ())
            yield Term("concept", concept.id, sought(own), 2 + bool(with_words), needs=_needs(with_words))
        if concept.say and section not in concept.not_within:
            yield Term("concept", concept.id, sought(concept.say), 1)


def _needs(words: Sequence[str]) -> regex.Pattern[str] | None:
    return any_of(tuple(words)) if words else None


def sentence_around(text: str, position: int) -> str:
    """The sentence of `text` that `position` lies in."""
    end = text.find("。", position)
    return text[text.rfind("。", 0, position) + 1 : end if end >= 0 else len(text)]


def _measures(section: str | None) -> Iterator[Term]:
    for entry, measure in enumerate(load_patterns().measures.measures):
        if not measure.within or section in measure.within:
            yield Term("measure", measure.id, sought(measure.cues), 3 if measure.within else 0, entry)


def _texts(section: str | None) -> Iterator[Term]:
    for entry, cue in enumerate(load_patterns().texts):
        if not cue.within or section in cue.within:
            yield Term("text", "", sought(cue.say), 3 if cue.within else -2, entry)


@cache
def _everywhere() -> tuple[Term, ...]:
    patterns = load_patterns()
    terms = [Term("direction", name, sought(says), 1) for name, says in patterns.measures.directions.items()]
    terms += [Term("anchor", name, sought(says), 2) for name, says in patterns.measures.anchors.items()]
    terms += [Term("reason", cue.measure or "", sought(cue.say), 3, i) for i, cue in enumerate(patterns.reasons.cues)]
    markers = patterns.markers
    terms += [
        Term("nil", "nil", sought(markers.nil), -1),
        Term("empty", "empty_table", sought(markers.empty_table), 0),
        Term("respectively", "respectively", sought(markers.respectively), -1),
        Term("average", "average", sought(markers.averages), 1),
        Term("excluded", "excluded", sought(markers.excluded), 1),
        Term("budget_name", "budget_name", sought(markers.budgets_named), -1),
        Term("both", "both", sought(markers.both), -1),
    ]
    return tuple(terms)


_Told = tuple[tuple[tuple[str, Sought], ...], Among]  # sections, each with what tells it


def _telling(told: Iterable[tuple[str, Sequence[str]]]) -> _Told:
    sections = tuple((section, sought(wordings)) for section, wordings in told if wordings)
    return sections, Among([said for _, said in sections])


@cache
def _openings() -> _Told:
    return _telling((s.id, s.openings) for s in load_patterns().sections)


@cache
def _led_by_title() -> regex.Pattern[str]:
    return regex.compile(load_headings().title_before)


@lru_cache(maxsize=4096)
def explains(sentence: str) -> bool:
    """Whether a sentence without a figure only says what is told: `财政拨款支出决算反映的是…的总体情况`."""
    said = any_of(load_patterns().markers.explanations).search(sentence) is not None
    return said and next(amounts(sentence), None) is None


def says_all_of(words: str) -> bool:
    """Whether words say that all of what was told is of what they lead to: `全部为`, `全部由县`."""
    return any_of(load_patterns().markers.all_of).fullmatch(words) is not None


def opened_section(sentence: str) -> str | None:
    """The section that a sentence without headings above it speaks for, by how it begins; the earliest wins."""
    sentence = _led_by_title().sub("", sentence)
    whole = next((section for section, pattern in _openings_whole() if pattern.match(sentence)), None)
    if whole is not None:
        return whole
    opening = sentence[:_OPENING]
    best: tuple[int, int, str] | None = None
    sections, among = _openings()
    for order in among.may_be_in(set(opening)):
        section, said = sections[order]
        match = said.pattern.match(opening)
        if match and (best is None or (match.end(), order) < best[:2]):
            best = (match.end(), order, section)
    return best[2] if best else None


def opened_alone(sentence: str, before: str | None) -> str | None:
    """The section that a sentence speaks for where none was opened `before` it, or one of those that are opened so."""
    if before is not None and all(section != before for section, _ in _openings_alone()):
        return None
    return next((section for section, pattern in _openings_alone() if pattern.match(sentence[:_OPENING])), None)


@cache
def _openings_whole() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((s.id, any_of(s.openings_whole)) for s in load_patterns().sections if s.openings_whole)


@cache
def _openings_alone() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((s.id, any_of(s.openings_alone)) for s in load_patterns().sections if s.openings_alone)


def astray_section(sentence: str) -> str | None:
    """The section that a sentence belongs to by what it says, wherever it stands."""
    sections, among = _strays()
    said = (sections[i] for i in among.may_be_in(set(sentence)))
    return next((section for section, words in said if words.pattern.search(sentence)), None)


def always_astray(sentence: str) -> bool:
    """Whether a sentence is so surely astray that it is read though the document has a section for it, too."""
    return any(any_of(s.strays_always).search(sentence) for s in load_patterns().sections if s.strays_always)


@cache
def _strays() -> _Told:
    return _telling((s.id, s.strays) for s in load_patterns().sections)


@cache
def _fillers() -> tuple[regex.Pattern[str], ...]:
    return tuple(regex.compile(wording_pattern(filler)) for filler in load_patterns().markers.fillers)


@lru_cache(maxsize=4096)
def is_filler(text: str) -> bool:
    """Whether `text` is made of what may stand between a concept and its value, any number of them.

    Places are gone through once: 共计 is a filler, and so are 共 and 计, and to try each way of taking a hostile row of
    them apart takes for ever.
    """
    ends = {0}
    for start in range(len(text)):
        if start in ends:
            ends.remove(start)
            ends.update(match.end() for filler in _fillers() if (match := filler.match(text, start)))
            if not ends:
                return False
    return len(text) in ends


@cache
def _name_ends() -> regex.Pattern[str]:
    ends = any_of(load_patterns().markers.name_ends).pattern
    return regex.compile(rf"(?<=[{load_shapes().han}）])(?!{wording_pattern('<')})(?:{ends})$")


def names_something(text: str) -> bool:
    """Whether `text` ends in a name: `工资福利支出`, not `2023年度支出` or `安排的支出`."""
    while text and not _name_ends().search(text):
        shorter = _trailing_filler().sub("", text)
        if shorter == text:
            return False
        text = shorter
    return bool(text)


@cache
def _spending() -> regex.Pattern[str]:
    return any_of(load_patterns().markers.spending)


def turns_to_spending(clause: str) -> bool:
    """Whether a clause begins by saying that it is of spending, without saying which."""
    return _spending().match(clause) is not None


@cache
def _trailing_filler() -> regex.Pattern[str]:
    return ending_in(load_patterns().markers.fillers)


def without_trailing_fillers(text: str) -> str:
    """`text` without what may stand between a name and its value at its end: `局机关支出共` is 局机关."""
    while text and (shorter := _trailing_filler().sub("", text)) != text:
        text = shorter
    return text


@cache
def _count_followers() -> regex.Pattern[str]:
    return any_of(load_patterns().markers.count_followers)


def goes_on_counting(text: str) -> bool:
    """Whether what stands behind a count names nothing else that would be counted (`个团组`, `辆，`, `人次和`)."""
    return _count_followers().match(text) is not None


@cache
def placeholder() -> regex.Pattern[str]:
    """What a template's user left unwritten."""
    return regex.compile("|".join(load_patterns().markers.placeholders))
