"""What a document holds and nobody sees: it is counted, told in a warning, and never read.

Readers put marks into what they give on: `APART` where something was left out that keeps apart what stands beside it,
`raised` around raised text. `Unseen.text` makes of that what a person reads.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

# What is left out between two digits leaves this character (Unicode's for an object in text): no figure holds it
APART = "\ufffc"
_RAISED, _LEVEL = "\ufdd0", "\ufdd1"  # around raised text; Unicode has no characters there, for uses like this
_FAINT = 16  # of 255: shades that differ by less are one to the eye, as in reading/picture.py
SMALLEST = 1.5  # points: smaller text is a speck, whatever sets it

Colour = tuple[int, int, int]  # red, green, blue, of 255
WHITE: Colour = (255, 255, 255)

_NO_WIDTH = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_TURNED = regex.compile(r"\u202e(?P<turned>[^\u202c\u202e]*+)")  # set from the right: "43.21" shows 12.34
_NO_LETTER = regex.compile(rf"[\s\p{{M}}{APART}{_RAISED}{_LEVEL}]|\p{{Default_Ignorable_Code_Point}}")
_STRUCK = regex.compile(r"(?:[\w.,][\u0335-\u0338]+)+")  # strokes laid over each character
# A note's number or mark beside a figure, which would be digits of it: 12.34¹, 12.34[1]
_MARK = rf"{_RAISED}[\d\s,，、\-–\[\]()（）〔〕【】*＊※†‡①-⑳]*{_LEVEL}"
_NOTE = regex.compile(rf"(?<=[\d%％]){_MARK}|{_MARK}(?=[\d.])")
_NO_LEVEL = regex.compile(f"[{_RAISED}{_LEVEL}]")
_BETWEEN = regex.compile(rf"(?<=[\d.,．，])\s*{APART}[\s{APART}]*(?=[\d.,．，])")


def raised(text: str) -> str:
    """Raised text, to be put into a line: it is a note's mark where it stands at a figure."""
    return f"{_RAISED}{text}{_LEVEL}"


def blends(colour: Colour | None, behind: Colour | None) -> bool:
    """Whether text of a colour cannot be told from what lies behind it; not where either is unknown."""
    if colour is None or behind is None:
        return False
    return max(abs(a - b) for a, b in zip(colour, behind, strict=True)) <= _FAINT


def colour_of(digits: str) -> Colour | None:
    """The colour that six hexadecimal digits name; None for anything else."""
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return None
    return red, green, blue


@dataclass
class Unseen:
    """How many characters of a document, or of a page of it, are not displayed, and how many are struck out."""

    hidden: int = 0
    struck: int = 0

    def hide(self, text: str) -> None:
        """Counts text that is not displayed."""
        self.hidden += _letters(text)

    def strike(self, text: str) -> str:
        """Counts text that is struck out; what stands in its place."""
        self.struck += _letters(text)
        return APART

    def text(self, said: str) -> str:
        """What a person reads of a text: nothing of no width, of notes' marks at figures, of what was left out.

        >>> Unseen().text("1\u200b2.34"), Unseen().text("收入\u202e43.21\u202c"), Unseen().text("1\ufffc2和\ufffc3")
        ('12.34', '收入12.34', '1\ufffc2和3')
        """
        if said.isascii() and said.isprintable():
            return said
        said = _NO_WIDTH.sub("", _TURNED.sub(lambda found: found["turned"][::-1], said))
        said = _STRUCK.sub(lambda found: self.strike(found[0]), said)
        said = _NO_LEVEL.sub("", _NOTE.sub(APART, said))
        parts = _BETWEEN.split(said)
        return APART.join(part.replace(APART, "") for part in parts)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out and why, a line each."""
        hidden = f"{self.hidden} characters of the document are not displayed; not read"
        struck = f"{self.struck} characters of the document are struck out; not read"
        return (*([hidden] if self.hidden else []), *([struck] if self.struck else []))


def _letters(text: str) -> int:
    return len(_NO_LETTER.sub("", text))
