"""Numbers and dates of a workbook's cells as their number formats show them (ECMA-376, part 1, 18.8.31).

Blanks that only align are left out; a negative number keeps its sign where its format shows it by brackets or in red.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise

import regex

_LONGEST = 255  # characters of a format, by Excel's limits
_PRECISION = 15  # digits that a sheet keeps of a number; what binary fractions add beyond is none of it
_MOST_DIGITS = 21  # before the point: longer numbers are shown by their power of ten
_GENERAL_WIDTH = 10  # digits of a number with decimals in the format General, which takes eleven places
_NOON = 12
_KEPT = 1_000  # formats of a workbook that are kept taken apart
_SHORT_DATES = {"mm-dd-yy": "yyyy/m/d", "m/d/yy h:mm": "yyyy/m/d h:mm"}  # 14 and 22, which go by the country
_SIGNS = regex.compile(r"[-−△▲∆Δ()（）]")
_TOKEN = regex.compile(
    r'"(?P<literal>[^"]*)"?|[\\!](?P<literal>.)|[_*].|\[(?P<bracket>[^\[\]]*+)\]|(?P<general>general)|(?P<power>e[+-])'
    r"|(?P<half>am/pm|a/p)|(?P<date>y+|m+|d+|h+|s+|e+|aaaa?)|(?P<digit>[0#?])|(?P<comma>,)|(?P<point>\.)"
    r"|(?P<percent>%)|(?P<slash>/)|(?P<text>@)|(?P<end>;)|(?P<literal>.)",
    regex.IGNORECASE | regex.DOTALL,
)
_CONDITION = regex.compile(r"(?P<sign><=|>=|<>|<|>|=)(?P<bound>-?\d+(?:\.\d+)?)")
_CURRENCY = regex.compile(r"\$(?P<sign>[^-]*)(?:-[0-9a-f]*)?", regex.IGNORECASE)
_ELAPSED = regex.compile(r"h+|m+|s+", regex.IGNORECASE)
_BLANKS_OF_DATES = regex.compile(r"(?<!\d)\s+|\s+(?!\d)")
_POINT_ALONE = regex.compile(r"(?<=\d)\.(?!\d)")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(frozen=True)
class _Section:
    """A part of a format, for numbers of one kind: what it is made of, and on which condition it is taken."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None = None

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)

    def takes(self, number: Decimal) -> bool:
        assert self.condition is not None
        sign, bound = self.condition
        order = (number > bound) - (number < bound)
        return {"<": order < 0, ">": order > 0, "=": order == 0}.get(sign, False) or (
            {"<=": order <= 0, ">=": order >= 0, "<>": order != 0}.get(sign, False)
        )


def displayed(value: object, code: str) -> str:
    """A cell's value as the sheet shows it in a format.

    >>> displayed(2114.8100000000004, "#,##0.00"), displayed(-0.0613, "0.00%"), displayed(123456, r"0\\.0,")
    ('2,114.81', '-6.13%', '12.3')
    """
    code = "General" if len(code) > _LONGEST else _SHORT_DATES.get(code, code)
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, time):
        value = datetime.combine(date.min, value)
    if isinstance(value, (date, timedelta)):
        return _shown_date(value, _sections(code)[0])
    if not isinstance(value, (int, float, Decimal)):
        return "".join(_shown_text(str(value), _sections(code)).split())
    try:
        number = Context(prec=_PRECISION).create_decimal(repr(value) if isinstance(value, float) else value)
    except InvalidOperation:
        return ""
    if not number.is_finite():
        return ""
    return "".join(_shown_number(number, _sections(code)).split()) if not is_date(code) else _shown_serial(number, code)


def is_date(code: str) -> bool:
    """Whether a format shows numbers as dates or times."""
    section = _sections(code)[0]
    return section.has("date") and not section.has("digit", "general")


def _shown_serial(number: Decimal, code: str) -> str:
    from openpyxl.utils.datetime import from_excel

    try:
        return _shown_date(from_excel(float(number)), _sections(code)[0])
    except (ValueError, OverflowError, TypeError):
        return ""


@lru_cache(maxsize=_KEPT)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[_Token]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or "blank"
        if kind == "end":
            parts.append([])
            conditions.append(None)
        elif kind == "bracket":
            said = found["bracket"]
            if condition := _CONDITION.fullmatch(said):
                conditions[-1] = (condition["sign"], Decimal(condition["bound"]))
            elif currency := _CURRENCY.fullmatch(said):
                parts[-1].append(_Token("literal", currency["sign"]))
            elif _ELAPSED.fullmatch(said):
                parts[-1].append(_Token("date", said.lower()))
        else:
            parts[-1].append(_Token(kind, found[kind] if kind != "blank" else ""))
    return tuple(_Section(tuple(part), condition) for part, condition in zip(parts, conditions, strict=True))


def _shown_text(text: str, sections: Sequence[_Section]) -> str:
    """A text, by the fourth section, or the last that is made for texts; as it is where there is none."""
    fourth = 3
    section = sections[fourth] if len(sections) > fourth else sections[-1] if sections[-1].has("text") else None
    if section is None:
        return text
    return "".join(
        text if token.kind == "text" else token.text if token.kind == "literal" else "" for token in section.tokens
    )


def _shown_number(number: Decimal, sections: Sequence[_Section]) -> str:
    section, signed = _chosen(number, sections)
    if section.has("text") or not (section.tokens or len(sections) > 1):
        shown = _general(abs(number))  # a number in a cell of text, or of no format
    elif section.has("general"):
        shown = "".join(_general(abs(number)) if t.kind == "general" else _literal(t) for t in section.tokens)
    elif abs(number) >= Decimal(10) ** _MOST_DIGITS and section.has("digit"):
        shown = _general(abs(number))
    elif section.has("slash") and section.has("digit"):
        shown = _general(abs(number))  # a fraction, which has no decimals of its own
    else:
        shown = _by_places(abs(number), section)
    return _with_sign(shown, below=number < 0 and (signed or section.has("digit", "general", "text")))


def _chosen(number: Decimal, sections: Sequence[_Section]) -> tuple[_Section, bool]:
    """The section that a number is shown by, and whether its sign is put before what that shows."""
    of_numbers = [s for s in sections[:3] if not (s.has("text") and len(sections) > 1)] or list(sections[:1])
    if any(section.condition for section in of_numbers):
        met = (s for s in of_numbers if s.condition is None or s.takes(number))
        return next(met, _Section((_Token("general", ""),))), True
    if len(of_numbers) > 2 and number == 0:
        return of_numbers[2], False
    return (of_numbers[1], False) if len(of_numbers) > 1 and number < 0 else (of_numbers[0], True)


def _with_sign(shown: str, *, below: bool) -> str:
    """A number's sign as a minus before its first digit, whatever shows it: brackets, red, a triangle."""
    if not below or not any(char.isdigit() for char in shown):
        return shown
    plain = _SIGNS.sub("", shown)
    if not any(char.isdigit() and char != "0" for char in plain):
        return plain  # rounded to nothing
    return str(regex.sub(r"(?=[\d.])", "-", plain, count=1))


def _literal(token: _Token) -> str:
    return token.text if token.kind in ("literal", "percent", "slash", "point", "comma") else ""


def _general(number: Decimal) -> str:
    """A number, not negative, in the format General: what eleven places hold of it.

    >>> _general(Decimal("123456789.12")), _general(Decimal("0.30")), _general(Decimal("1E+30"))
    ('123456789.1', '0.3', '1E+30')
    """
    if number >= Decimal(10) ** _MOST_DIGITS:
        return f"{number.normalize():.5E}".replace(".00000", "")
    before = len(str(int(number)))
    text = format(_rounded(number, max(0, _GENERAL_WIDTH - before)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(number: Decimal, places: int) -> Decimal:
    """As a sheet rounds what it shows: halves up."""
    precision = max(number.adjusted(), 0) + places + 2
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=precision + _PRECISION))


@dataclass(frozen=True)
class _Places:
    """Where in a section digits stand: before the point, behind it, of a power of ten."""

    kinds: tuple[str, ...]

    @property
    def point(self) -> int:
        return self._first("point")

    @property
    def power(self) -> int:
        return self._first("power")

    @property
    def all(self) -> list[int]:
        return [i for i, kind in enumerate(self.kinds) if kind == "digit"]

    @property
    def before(self) -> list[int]:
        return [i for i in self.all if i < min(self.point, self.power)]

    @property
    def behind(self) -> list[int]:
        return [i for i in self.all if self.point < i < self.power]

    def _first(self, kind: str) -> int:
        return self.kinds.index(kind) if kind in self.kinds else len(self.kinds)


def _by_places(number: Decimal, section: _Section) -> str:
    """A number, not negative, digit by digit in the places of a section."""
    places = _Places(tuple(token.kind for token in section.tokens))
    before, behind = places.before, places.behind
    if section.has("power"):
        return _by_power(number, len(behind), sum(i > places.power for i in places.all))
    grouped, thousands = _commas(places.kinds, before, places.all)
    number = number.scaleb(2 * places.kinds.count("percent") - 3 * thousands)
    whole, _, decimals = format(_rounded(number, len(behind)), "f").partition(".")
    whole = whole.lstrip("0")
    shown = dict(zip(before, _whole_part(whole, [section.tokens[i].text for i in before], grouped), strict=True))
    shown |= dict(zip(behind, _decimals(decimals, [section.tokens[i].text for i in behind]), strict=True))
    if behind and not before:
        shown[places.point] = whole + "."
    parts = (shown.get(i, "" if t.kind == "comma" else _literal(t)) for i, t in enumerate(section.tokens))
    text = "".join(parts)
    return str(_POINT_ALONE.sub("", text)) if section.has("point") else text


def _commas(kinds: Sequence[str], before: Sequence[int], places: Sequence[int]) -> tuple[bool, int]:
    """Whether commas part groups of three digits, and by how many thousands those behind the last digits divide."""
    grouped, thousands = False, 0
    for i, kind in enumerate(kinds):
        if kind != "comma" or not any(place < i for place in places):
            continue
        if before and before[0] < i < before[-1]:
            grouped = True
        elif kinds[i - 1] in ("digit", "comma"):
            thousands += 1
    return grouped, thousands


def _whole_part(digits: str, places: Sequence[str], grouped: bool) -> list[str]:
    """The digits before the point, in their places from the left: the first takes all for which there is no other."""
    shown = []
    for k, place in enumerate(places):
        right = len(places) - 1 - k  # places to the right of this one
        stop = len(digits) - right
        own = digits[: max(0, stop)] if k == 0 else digits[stop - 1 : stop] if stop > 0 else ""
        own = own or ("0" if place == "0" else "")
        said = ""
        for j, digit in enumerate(own):
            position = right + len(own) - 1 - j
            said += digit + ("," if grouped and position and position % 3 == 0 else "")
        shown.append(said)
    return shown


def _decimals(digits: str, places: Sequence[str]) -> list[str]:
    """The digits behind the point; in places that are not always shown no noughts at the end."""
    shown = []
    for k, place in enumerate(places):
        shown.append(digits[k] if place == "0" or digits[k:].strip("0") else "")
    return shown


def _by_power(number: Decimal, places: int, digits: int) -> str:
    mantissa, _, power = f"{number:.{places}E}".partition("E")
    return f"{mantissa}E{power[0]}{power[1:].zfill(digits)}"


def _shown_date(value: object, section: _Section) -> str:
    """A date or time by the steps of a section; day by day where that is no date's."""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if not isinstance(value, date):
        return str(value)
    at = value if isinstance(value, datetime) else datetime.combine(value, time())
    return _by_steps(at, section) if section.has("date") else at.date().isoformat()


def _by_steps(at: datetime, section: _Section) -> str:
    steps = [token for token in section.tokens if token.kind == "date"]
    clock = {id(b) for a, b in pairwise(steps) if a.text[0] in "hH" and b.text[0] in "mM"}
    clock |= {id(a) for a, b in pairwise(steps) if b.text[0] in "sS" and a.text[0] in "mM"}
    half = section.has("half")
    said = ""
    for token in section.tokens:
        if token.kind == "date":
            said += _step(at, token.text.lower(), clock=id(token) in clock, half=half)
        elif token.kind == "half":
            said += "PM" if at.hour >= _NOON else "AM"
        else:
            said += _literal(token)
    return str(_BLANKS_OF_DATES.sub("", said))


def _step(at: datetime, step: str, *, clock: bool, half: bool) -> str:
    """One part of a date: `yyyy`, `m`, …"""
    names = {
        "mmm": calendar.month_abbr[at.month], "mmmm": calendar.month_name[at.month],
        "mmmmm": calendar.month_abbr[at.month][:1],
        "ddd": calendar.day_abbr[at.weekday()], "dddd": calendar.day_name[at.weekday()],
    }  # fmt: skip
    if step in names:
        return str(names[step])
    if step[0] in "ye":
        return f"{at.year:04}" if len(step) > 2 or step[0] == "e" else f"{at.year % 100:02}"
    hour = (at.hour % _NOON or _NOON) if half else at.hour
    parts = {"m": at.minute if clock else at.month, "d": at.day, "h": hour, "s": at.second}
    if step[0] not in parts:
        return ""  # weekdays in Chinese, which tell nothing more
    return f"{parts[step[0]]:02}" if len(step) > 1 else str(parts[step[0]])
