"""The notation of patterns/ (patterns/wording.py) spoken: each wording in its shortest and its fullest form."""

from __future__ import annotations

_SPOKEN = {"prior": "上年", "year": "本年", "number": "若干", "numeral": "三"}


def shortest(wording: str) -> str:
    """The wording without what may be left out, of alternatives the first."""
    return _said(wording, full=False)


def fullest(wording: str) -> str:
    """The wording with all that may stand there, of alternatives the first."""
    return _said(wording, full=True)


def _said(wording: str, *, full: bool) -> str:
    text, rest = _alternatives(wording, full=full)
    assert not rest, f"{wording!r}: brackets do not close before {rest!r}"
    return text


def _alternatives(rest: str, *, full: bool) -> tuple[str, str]:
    """The first of the alternatives that `rest` begins with, and what stands behind their closing bracket."""
    first: str | None = None
    text = ""
    while rest and rest[0] not in "])":
        char, rest = rest[0], rest[1:]
        if char == "|":
            first, text = text if first is None else first, ""
        elif char == "{":
            name, _, rest = rest.partition("}")
            text += _SPOKEN[name]
        elif char in "[(":
            inner, rest = _alternatives(rest, full=full)
            closing, rest = rest[0], rest[1:]
            repeat = rest[:1] if rest[:1] in ("*", "+", "?") else ""
            rest = rest[len(repeat) :]
            optional = repeat in ("*", "?") or (closing == "]" and not repeat)
            text += "" if optional and not full else inner
        elif char not in "…~<":
            text += char
    return (text if first is None else first), rest
