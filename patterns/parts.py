"""Loads patterns/parts.yaml: how parts of a figure are told that are no concepts of their own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import regex

from patterns.files import FOLDER, Entry, load_file
from patterns.loader import known_names
from patterns.marks import ConceptOrGroup, Wording
from patterns.shapes import Expression, load_shapes
from patterns.within import is_within
from patterns.wording import any_of


class PartPatterns(Entry):
    """See the comments of parts.yaml for the keys."""

    leads: tuple[Wording, ...]
    before_names: tuple[Wording, ...]
    bodies: tuple[Wording, ...]
    no_names: tuple[Wording, ...]
    no_bodies: tuple[Wording, ...]
    own: tuple[Wording, ...]
    deeds: tuple[Wording, ...]
    itself: tuple[Wording, ...]
    joins_itself: Expression
    sums: tuple[Wording, ...]
    by_purpose: tuple[ConceptOrGroup, ...]
    before_kinds: tuple[str, ...]
    carried: tuple[Wording, ...]
    budgets: tuple[ConceptOrGroup, ...]
    kinds_within: tuple[ConceptOrGroup, ...]
    no_wholes: tuple[ConceptOrGroup, ...]
    kinds_of_staff: tuple[Wording, ...]
    parted_by_kind: tuple[ConceptOrGroup, ...]
    staff: tuple[ConceptOrGroup, ...]
    below: tuple[ConceptOrGroup, ...]
    assigned: tuple[Wording, ...]
    assigned_by: tuple[Wording, ...]
    posts_named: tuple[Wording, ...]
    kinds_of_bodies: tuple[Wording, ...]
    apart: tuple[Wording, ...]
    degrees: tuple[Wording, ...]
    of_degrees: tuple[ConceptOrGroup, ...]
    posts: tuple[Wording, ...]
    people: tuple[str, ...]
    leaders: tuple[Wording, ...]

    def lead_before(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Where the last words between two positions stand that lead in parts; None where none do."""
        found = [match.span() for match in _leads().finditer(text, start, end)]
        return found[-1] if found else None

    def lead_behind(self, text: str, start: int, end: int) -> int | None:
        """Where the first words between two positions begin that lead in parts; None where none do."""
        found = _leads().search(text, start, end)
        return found.start() if found else None

    def without_lead(self, words: str) -> str:
        """What a list says before a figure, without what only leads it in.

        >>> load_parts().without_lead("其中：2023年局机关")
        '局机关'
        """
        return _before_names().sub("", words)

    def is_name(self, words: str) -> bool:
        """Whether words can be the name of a part; the unit itself (我局) and how is counted (人次8人) are none."""
        known = any_of(self.no_names).fullmatch(words) or _own().fullmatch(words)
        return _name().fullmatch(words) is not None and known is None

    def is_body(self, name: str) -> bool:
        """Whether a name is that of a body, and not the unit's own.

        >>> [load_parts().is_body(name) for name in ("局机关", "机关服务中心", "我局", "全部", "上级检查")]
        [True, True, False, False, False]
        """
        return _body().search(name) is not None and _other().search(name) is None and _own().fullmatch(name) is None

    def is_own_deed(self, name: str) -> bool:
        """Whether a name tells what the unit itself did: `安排本单位组织`, beside `参加其他单位组织`."""
        return _own_deed().fullmatch(name) is not None

    def is_itself(self, words: str) -> bool:
        """Whether what a list says before a figure names the unit itself: `其中：局本级`."""
        return any_of(self.itself).fullmatch(self.without_lead(words)) is not None

    def sums_up(self, words: str) -> bool:
        """Whether a figure behind these words is of the whole again: `累计48人次`."""
        return _sums().search(words) is not None

    def is_carried(self, words: str) -> bool:
        """Whether words name a part of what is carried over: `基本支出结转和结余`."""
        return any_of(self.carried).fullmatch(words) is not None

    def is_budget(self, concept: str) -> bool:
        """Whether the concept is a budget's own, whose name may tell that budget's share of another figure."""
        return concept in self.budgets

    def may_name_purpose(self, concept: str) -> bool:
        """Whether money of the concept may be parted by what it was for."""
        return _is_of(concept, self.by_purpose)

    def is_kind_within(self, concept: str) -> bool:
        """Whether a longer name than the concept's means a part of what is told, not the concept: 高级教师."""
        return _is_of(concept, self.kinds_within)

    def is_apart(self, name: str) -> bool:
        """Whether a name is always that of a part of the staff: 特岗教师."""
        return any_of(self.apart).match(name) is not None

    def is_by_degree(self, concept: str, words: str) -> bool:
        """Whether words name who of those a concept counts has a degree: among staff they are no students."""
        return _is_of(concept, self.of_degrees) and any_of(self.degrees).fullmatch(words) is not None

    def is_of_posts(self, name: str) -> bool:
        """Whether a name is that of who fills a kind of posts: 行政人员."""
        return any_of(self.posts).match(name) is not None

    def names_posts(self, words: str) -> bool:
        """Whether words for who is there say which posts they fill: 实有行政编制人员, not 实有人员."""
        return any_of(self.posts).search(words) is not None

    def assigns_to_unit(self, words: str) -> bool:
        """Whether words tell what a unit was assigned, by its short name: 核定县四中事业编制."""
        return any_of(self.assigned).match(words) is not None

    def body_of_posts(self, words: str) -> str:
        """The body that is named before posts; empty where none is.

        >>> [load_parts().body_of_posts(words) for words in ("其中执法支队核定事业编制", "参公单位编制", "我局编制")]
        ['执法支队', '', '']
        """
        name = _assigned_by().sub("", _posts_at_end().sub("", self.without_lead(words)))
        known = any_of(self.kinds_of_bodies).fullmatch(name) is not None
        return name if self.is_name(name) and self.is_body(name) and not known else ""

    def is_leader(self, name: str) -> bool:
        """Whether a name is that of a leader's post: 副局长, 内设机构领导职数.

        >>> [load_parts().is_leader(name) for name in ("副局长", "科级领导职", "专业技术岗位")]
        [True, True, False]
        """
        return _leader().search(name) is not None


def _is_of(concept: str, groups: tuple[str, ...]) -> bool:
    return any(is_within(concept, whole) for whole in groups)


@cache
def load_parts(folder: Path = FOLDER) -> PartPatterns:
    """The file of one folder, read once. Raises PatternError where it is not valid."""
    return load_file(PartPatterns, "parts.yaml", folder, known_names(folder))


@cache
def _leads() -> regex.Pattern[str]:
    return any_of(load_parts().leads)


@cache
def _before_names() -> regex.Pattern[str]:
    return regex.compile(rf"^(?:(?:{any_of(load_parts().before_names).pattern})|[：、，（\s])+", regex.POSIX)


@cache
def _name() -> regex.Pattern[str]:
    return regex.compile(rf"[{load_shapes().han}\dA-Za-z“”（）·]{{2,}}")


@cache
def _body() -> regex.Pattern[str]:
    return regex.compile(rf"(?<=.)(?:{any_of(load_parts().bodies).pattern})$")


@cache
def _other() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{any_of(load_parts().no_bodies).pattern})$")


@cache
def _leader() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{any_of(load_parts().leaders).pattern})$")


@cache
def _own() -> regex.Pattern[str]:
    return any_of(load_parts().own)


@cache
def _assigned_by() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{any_of(load_parts().assigned_by).pattern})+$")


@cache
def _posts_at_end() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{any_of(load_parts().posts_named).pattern})$")


@cache
def _own_deed() -> regex.Pattern[str]:
    deeds = any_of(load_parts().deeds).pattern
    return regex.compile(rf"(?:{deeds})*(?:{_own().pattern})(?:{deeds})*")


@cache
def _sums() -> regex.Pattern[str]:
    return any_of(load_parts().sums)
