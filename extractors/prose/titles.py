"""The lines of a document's beginning that are titles, and whose name a title says.

A title of this family is a name, a year and what is disclosed, in any order and over any number of lines: 2023年某某局
部门决算, 某某局关于三公经费2015年决算的说明. A name is what is left between the year and the words of a disclosure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, pairwise, takewhile
from typing import Literal

import regex

from extractors.model.numerals import with_digits
from extractors.model.paragraph import Paragraph
from patterns.kept import KEPT
from patterns.loader import load_patterns
from patterns.shapes import cover_shape, either, load_covers
from patterns.statements import names_statement
from patterns.unit_names import region_of

# All were set by eye on published and generated covers; lengths in characters.
FRONT_LINES = 12  # paragraphs of the first page that may be a cover
LONGEST_TITLE = 60
_TITLE_LINES = 3  # that one title is broken over
_NAME = range(3, 41)  # length of a name
_ALONE = range(4, 41)  # length of one that stands alone in a line


def front_lines(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The first paragraphs of the first page, years with digits; what a site prints around a document is left out."""
    page = paragraphs[0].page if paragraphs else 0
    first = told_lines(list(takewhile(lambda p: p.page == page, paragraphs)))
    own = list(islice((text for text in first if not is_furniture(text)), FRONT_LINES))
    return [*own, *(title for text in first[:FRONT_LINES] if is_furniture(text) for title in _titles_within(text))]


def told_lines(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The paragraphs' texts, years with digits; what leads on to other pages is left out.

    The label of a site's record that stands alone ([发布机构]) is put before its value, the paragraph below it.
    """
    texts = [cover_shape("elsewhere").sub("", digits_in_years(p.text)) for p in paragraphs]
    lines: list[str] = []
    label: str | None = None
    for text in texts:
        if label is not None and _is_value(text):
            lines[-1], label = f"{label}：{cover_shape('bullet').sub('', text)}", None
            continue
        match = cover_shape("record_label").fullmatch(text)
        label = match.group(1) if match else None
        lines.append(text)
    return lines


def _is_value(text: str) -> bool:
    """Whether a paragraph may be the value of a record's label: no label itself, no title, no running text."""
    told = cover_shape("record_label").fullmatch(text) or cover_shape("within_furniture").search(text)
    return told is None and not is_sentence(text)


@lru_cache(maxsize=KEPT)
def is_furniture(text: str) -> bool:
    """Whether a site prints it around a document: a date of publication, a way to the page, a foot."""
    mark = cover_shape("furniture").search(text)
    return mark is not None and "。" not in text[: mark.start()]


def _titles_within(text: str) -> Iterator[str]:
    """The titles that stand in one line with what a site prints (某某局2021年部门决算 发布时间：…)."""
    for piece in cover_shape("furniture").split(text):
        for step in cover_shape("way_joints").split(piece):
            if cover_shape("within_furniture").search(step) and told_name(step.rpartition("：")[2]):
                yield step


def title_lines(front: Sequence[str]) -> list[str]:
    """The lines that stand for themselves: no sentences, no contents list, no numbered parts, no labels."""
    own = (line for line in front if not is_sentence(line) and not _stands_for_other(line) and not _is_table(line))
    return [_behind_label(line) for line in own]


def _behind_label(line: str) -> str:
    """What stands behind a label (部门：某某局, 附件1：某某局…); a line that a body's name leads is left whole."""
    label, _, rest = cover_shape("within_brackets").sub(r"\1", line).rpartition("：")
    return label + rest if region_of(label) and is_name(label) else rest


def table_titles(front: Sequence[str]) -> list[str]:
    """The lines that are titles of tables: they tell the year where no other title does."""
    return [line for line in front if not is_sentence(line) and _is_table(line)]


@lru_cache(maxsize=KEPT)
def is_sentence(line: str) -> bool:
    """Whether a line is running text, not a title."""
    return len(line) > LONGEST_TITLE or cover_shape("sentence").search(line) is not None


def _stands_for_other(line: str) -> bool:
    """Whether a line belongs to a contents list or is a numbered part."""
    return line in load_patterns().layout.contents or _any("parts").match(line) is not None


def _is_table(line: str) -> bool:
    """Whether a line is the title of one of the nine tables: a workbook begins with one, not with a cover."""
    return line.endswith(load_covers().table_end) and names_statement(line)


@lru_cache(maxsize=KEPT)
def digits_in_years(text: str) -> str:
    """`text` with 二〇二三年 as 2023年; same length."""
    return cover_shape("chinese_year").sub(lambda match: with_digits(match.group()), text)


def without_part(line: str) -> str:
    """A line without the number that leads it (第一部分, 一、)."""
    return _any("parts").sub("", line)


def without_leads(title: str) -> str:
    """A title without the year, the brackets, the words of publishing that lead it."""
    return _any("leads").sub("", title)


def named_in_titles(lines: Sequence[str]) -> str | None:
    """The name that title lines tell, one of them or several put together; None where none ends as names do."""
    joined = ["".join(lines[i : i + n]) for i in range(len(lines)) for n in range(2, _TITLE_LINES + 1)]
    whole = (told_name(line) for line in (*_whole_names(lines), *joined))
    return next((name for name in whole if name), None) or next(
        (n for n in map(_trimmed, lines) if _stands_alone(n)), None
    )


def _whole_names(lines: Sequence[str]) -> Iterator[str]:
    """Each line, together with the one before it where a name seems to be broken between the two."""
    for before, line in pairwise(("", *lines)):
        name = told_name(line)
        broken = name and before and not region_of(name) and _is_beginning(before)
        yield before + line if broken else line


def _is_beginning(line: str) -> bool:
    """Whether a line may be the beginning of a name: it begins with a place and does not end as names do."""
    return is_name(line, ends=False) and not line.endswith(load_covers().unit_ends) and bool(region_of(line))


def _stands_alone(line: str) -> bool:
    return len(line) in _ALONE and is_name(line)


def told_name(title: str, *, ends: bool = True) -> str | None:
    """The name that a title or the beginning of a sentence says; None where it says none.

    `ends` asks that it end as names of public bodies do.

    >>> told_name("2017年云岭市委宣传部“三公”经费决算")
    '云岭市委宣传部'
    """
    text = without_leads(title)
    cuts = sorted({m.start() for m in _any("name_followers").finditer(text, overlapped=True)})
    # Words of a disclosure may be part of a name (政府采购中心): the longest name is the whole of it.
    names = [_trimmed(text[:cut]) for cut in cuts]
    told = [_once(name) for name in names if is_name(name, ends=ends)]
    if not told:
        return _behind_place(text) if ends else None
    return max(told, key=len) if ends else told[0]


def _behind_place(title: str) -> str | None:
    """The name behind a place and a year (东屏市2019年度云岭县司法局部门决算), with that place where it has none."""
    match = _places().match(title)
    behind = without_leads(title[match.end() :]) if match else title
    name = told_name(behind) if match and behind != title[match.end() :] else None
    if name is None or match is None or region_of(name):
        return name
    return None if name.endswith(load_covers().inner_ends) else match.group() + name


def after_place(title: str) -> str | None:
    """What follows the places that a title begins with; None where it begins with none.

    >>> after_place("2018年云岭市“三公”经费决算"), after_place("云岭局2018年决算")
    ('“三公”经费决算', None)
    """
    text = without_leads(title)
    match = _places().match(text)
    return text[match.end() :] if match else None


def _trimmed(name: str) -> str:
    """A name without what may stand between it and what it discloses (某某局部门, 某某局（汇总）)."""
    tail = cover_shape("name_tail").search(name)
    if tail and _without_bracket(name[: tail.start()]).endswith(load_covers().unit_ends):
        return name[: tail.start()]
    return name


def is_name(text: str, *, ends: bool = True) -> bool:
    """Whether words may be a body's name; `ends` asks that they end as such names do."""
    if len(text) not in _NAME or not cover_shape("name").fullmatch(text) or _any("no_name").search(text):
        return False
    if _any("no_name_begin").match(text) and not region_of(text):
        return False
    return not ends or _without_bracket(text).endswith(load_covers().unit_ends)


def _without_bracket(name: str) -> str:
    """A name without the other name that it bears in brackets."""
    return cover_shape("bracketed").sub("", name)


def _once(name: str) -> str:
    """A name that the cover's first two lines both say, said once."""
    half = len(name) // 2
    return name[:half] if name[:half] == name[half:] else name


@cache
def _places() -> regex.Pattern[str]:
    return regex.compile(f"(?:{load_covers().place})+")


@cache
def _any(
    shapes: Literal["parts", "leads", "name_followers", "no_name", "no_name_begin"],
) -> regex.Pattern[str]:
    """What finds any of those shapes of patterns/covers.yaml."""
    return regex.compile(either(getattr(load_covers(), shapes)))
