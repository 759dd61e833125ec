"""Whose disclosure it is, and of which year: read from the cover, checked against the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.model.paragraph import Paragraph
from patterns.loader import load_patterns
from patterns.statements import statement_of

_YEAR = regex.compile(r"(20\d\d)年?度?(?:[一-龥（）]{0,30}?)(?:部门|单位)?决算")
_NO_DATE = regex.compile(r"(20\d\d)年(?!\d{1,2}月)")
_TITLE_LINES, _LONGEST_TITLE = 4, 40
_ANY_YEAR = regex.compile(r"(20\d\d)年度")
_TITLE_WORDS = regex.compile(
    r"(?:20\d\d年?度?)|(?:部门|单位|本级|汇总)*决算(?:公开)?(?:情况)?(?:说明)?(?:报告)?|公开(?:说明|报告|文本)?|说明$|^关于|的$|目录$|附件\d*[：:]?"
)
_CHINESE_YEAR = regex.compile(r"二[零0O○〇][一二三四五六七八九零0O○〇]{2}(?=年)")
_DIGITS = str.maketrans("零O○〇一二三四五六七八九", "0000123456789")
_PART = regex.compile(r"^第[一二三四五六七八九十]+部分|^[一二三四五六七八九十]+、")
_UNIT_END = regex.compile(
    r"(?:局|委员会|委|办公室|办|厅|院|中心|政府|所|站|队|会|校|园|馆|处|科|部|社|镇|乡|街道|办事处|大学|学院|医院|中学|小学|集团|公司|总站|支队|大队|法院|检察院|（本级）|本级|机关|单位)$"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The unit's name as on the cover, the fiscal year, and what contradicts them."""

    unit_name: str | None
    fiscal_year: int | None
    warnings: tuple[str, ...] = ()


def identify(paragraphs: Sequence[Paragraph]) -> Identity:
    """The identity of a document, from its first page and the years that its text speaks of."""
    if not paragraphs:
        return Identity(None, None)
    front = [_with_digits(p.text) for p in paragraphs if p.page == paragraphs[0].page][:12]
    year = _cover_year(front) or _commonest_year(paragraphs)
    name = _cover_name(_title_lines(front)) or _repeated_name(paragraphs)
    warnings = []
    spoken = _commonest_year(paragraphs)
    if year and spoken and spoken != year:
        warnings.append(f"the cover says {year}, the text mostly {spoken}")
    return Identity(name, year, tuple(warnings))


def _with_digits(text: str) -> str:
    """`text` with 二〇二三年 as 2023年; same length."""
    return str(_CHINESE_YEAR.sub(lambda match: match.group().translate(_DIGITS), text))


def _title_lines(front: Sequence[str]) -> list[str]:
    """The lines of the first page that stand for themselves: no contents list, no numbered parts, no labels."""
    contents = load_patterns().layout.contents
    # Covers and tables print 部门：某某局, 附件1：某某局….
    own = [line for line in front if line not in contents and not _PART.match(line) and not _titles_table(line)]
    return [line.rpartition("：")[2] for line in own]


def _titles_table(line: str) -> bool:
    """Whether a line is the title of one of the nine tables (a workbook begins with one, not with a cover)."""
    return line.endswith("表") and statement_of(line) is not None


def _cover_year(cover: Sequence[str]) -> int | None:
    """The year of the titles; else of what the first page says of final accounts. No date of publication."""
    titles = [line for line in cover[:_TITLE_LINES] if len(line) <= _LONGEST_TITLE]
    named = (_YEAR.search(line) or _NO_DATE.search(line) for line in titles)
    text = "".join(cover)
    match = next((m for m in named if m), None) or _YEAR.search(text) or _NO_DATE.search(text)
    return int(match.group(1)) if match else None


def _commonest_year(paragraphs: Sequence[Paragraph]) -> int | None:
    years = Counter(m.group(1) for p in paragraphs for m in _ANY_YEAR.finditer(p.text))
    return int(years.most_common(1)[0][0]) if years else None


def _cover_name(cover: Sequence[str]) -> str | None:
    joined = "".join(cover[:4])
    before = regex.match(r"(?P<name>[一-龥（）、]{4,50}?)(?:20\d\d年?度?|(?:部门|单位)决算)", joined)
    after = regex.match(r"20\d\d年度?(?P<name>[一-龥（）、]{4,50}?)(?:部门|单位)?决算", joined)
    for match in (before, after):
        if match:
            name = _TITLE_WORDS.sub("", match["name"])
            if len(name) >= 3:
                return _once(name)
    for line in cover:
        name = _TITLE_WORDS.sub("", line)
        if 4 <= len(name) <= 40 and _UNIT_END.search(name):
            return name
    return None


def _once(name: str) -> str:
    """A name that the cover's first two lines both say, said once."""
    half = len(name) // 2
    return name[:half] if name[:half] == name[half:] else name


def _repeated_name(paragraphs: Sequence[Paragraph]) -> str | None:
    """The name that the text's own sentences begin with, where the cover tells none."""
    names = Counter(
        m["name"]
        for p in paragraphs
        for m in regex.finditer(r"(?P<name>[一-龥（）]{4,40}?)20\d\d年度", _PART.sub("", _with_digits(p.text)))
        if _UNIT_END.search(m["name"])
    )
    return names.most_common(1)[0][0] if names else None
