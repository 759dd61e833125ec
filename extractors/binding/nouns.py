"""What the noun beside a count says it is of: `设有2个食堂` counts no offices, `康复中心等2个事业单位` neither.


A verb of setting up (下设, 设有) says that something is counted, and the noun what: behind the number, or, where none
is, the last of the names before it (下设办公室、财务科共2个).
"""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from extractors.binding.passage import Passage, without_brackets
from extractors.language.concepts import concept
from extractors.language.lexicon import without_trailing_fillers
from extractors.language.mention import Mention
from patterns.kept import KEPT
from patterns.knowledge import Concept
from patterns.loader import load_patterns
from patterns.parts import load_parts
from patterns.shapes import load_shapes
from patterns.wording import any_of, ending_in

_LONGEST = 20  # characters of a noun with what describes it: 独立核算的二级预算事业单位 has fourteen


def label_by_noun(passage: Passage, named: Mention, mention: Mention) -> str | None:
    """The concept that a count is of which `named` is said of: its own, or by the noun another; None where no known."""
    if not needs_noun(named.label, passage.words(named)):
        return named.label
    noun = _behind(passage.text[mention.end :]) or _last_before(passage.text[named.end : mention.start])
    if not noun:
        return None if mention.end == len(passage.text) else named.label  # 下设四个: the page is cut off there
    return named.label if concept(named.label).nouns and _is_counted(named.label, noun) else _counted_noun(noun)


def _counted_noun(noun: str) -> str | None:
    return next((c.id for c in _with_nouns() if _is_counted(c.id, noun)), None)


def label_behind(passage: Passage, named: Mention, mention: Mention) -> str | None:
    """The concept that a count is of right behind which `named` stands: its own, or by the noun another."""
    if not needs_noun(named.label, passage.words(named)):
        return named.label
    return _counted_noun(_behind(passage.text[mention.end :]))


def closes_list(text: str, label: str, mention: Mention, end: int) -> bool:
    """Whether a count with its noun closes the list that ends at `end`: `办公室、财务科等2个科室`."""
    noun = _behind(text[mention.end : end])
    return bool(noun) and _counted_noun(noun) == label and mention.end + len(noun) == end


def needs_noun(label: str, words: str) -> bool:
    """Whether the words say that something is counted, and only a noun says what."""
    wordings = concept(label).by_noun
    return bool(wordings) and any_of(wordings).fullmatch(words) is not None


@lru_cache(maxsize=KEPT)
def named_alone(words: str) -> str | None:
    """The concept that words name by how they end: `职能科室`; None where they name none."""
    alone = (c for c in load_patterns().concepts if c.named_alone and _alone(c.id).search(words))
    return next((c.id for c in alone if not _ends(c.id)[1].search(words)), None)


def noun_behind(passage: Passage, mention: Mention) -> str:
    """The noun right behind a count, where it names something alone: `12个职能科室`; empty where none does."""
    noun = _behind(passage.text[mention.end :])
    return noun if named_alone(noun) is not None else ""


def is_listed(passage: Passage, named: Mention) -> bool:
    """`下设学生部、教务处等2个部门`: whether a concept stands in a list of what is set up."""
    clause = passage.clause_start(named.start)
    before = (m for m in passage.mentions if m.kind == "concept" and clause <= m.start < named.start)
    return any(needs_noun(m.label, passage.words(m)) for m in before)


def is_within_name(passage: Passage, named: Mention) -> bool:
    """`设学生公寓科、教务处等9个处室和职数14名`: whether a concept is only the beginning of a name in such a list."""
    name = _listed_name().match(passage.text, named.start)
    longer = name is not None and name.end() > named.end and load_parts().is_body(name.group())
    return longer and is_listed(passage, named)


@cache
def _listed_name() -> regex.Pattern[str]:
    han = load_shapes().han
    return regex.compile(rf"[{han}]+?(?=[^{han}]|$|(?:{any_of(load_patterns().markers.list_closings).pattern}))")


def is_kind(noun: str) -> bool:
    """Whether a noun names a kind of what it means (职能科室), not all of it (科室)."""
    label = named_alone(noun)
    return label is not None and _alone(label).fullmatch(noun) is None


@cache
def _alone(label: str) -> regex.Pattern[str]:
    return ending_in(concept(label).named_alone)


def _behind(text: str) -> str:
    """The noun that `text` begins with, up to what goes on (分别为, 和, 等)."""
    match = _noun().match(text)
    return match["noun"] if match is not None else ""


def _last_before(text: str) -> str:
    """The last of the names before a count: 财务科 in `：办公室、财务科共`."""
    words = without_brackets(text)
    words = without_trailing_fillers(_closings().sub("", without_trailing_fillers(words)))
    return without_list_lead(regex.split("|".join(load_shapes().list_joints), words)[-1])


def without_list_lead(words: str) -> str:
    """The names of a list, without what leads them in.

    >>> without_list_lead("包括：办公室、财务科")
    '办公室、财务科'
    """
    return _leads().sub("", words)


@cache
def _leads() -> regex.Pattern[str]:
    return regex.compile(f"^(?:{any_of(load_patterns().markers.list_leads).pattern})+")


@cache
def _closings() -> regex.Pattern[str]:
    return regex.compile(f"(?:{any_of(load_patterns().markers.list_closings).pattern})+$")


@cache
def _noun() -> regex.Pattern[str]:
    goes_on = any_of(load_patterns().markers.behind_nouns).pattern
    han = load_shapes().han
    return regex.compile(rf"(?P<noun>[{han}]{{1,{_LONGEST}}}?)(?=[^{han}]|$|(?:{goes_on}))")


@cache
def _with_nouns() -> tuple[Concept, ...]:
    return tuple(c for c in load_patterns().concepts if c.nouns)


def _is_counted(label: str, noun: str) -> bool:
    """Whether the noun is what the concept counts."""
    ends, others = _ends(label)
    return ends.search(noun) is not None and others.search(noun) is None


@cache
def _ends(label: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    nouns, others = any_of(concept(label).nouns).pattern, any_of(concept(label).not_nouns).pattern
    return regex.compile(f"(?:{nouns})$"), regex.compile(f"(?:{others})$")
