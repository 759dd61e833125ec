"""How documents are broken: bytes, and what formats are made of – numbers, tags, keys, entries of archives.

Every change takes the random numbers that it needs from the generator given, so that a document is broken the same way
each time.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Mapping, Sequence

import regex

from corpus.mutations.bases import Packed, packed, unpacked

Change = Callable[[bytes, random.Random], bytes]

_LONGEST_PIECE = 400  # bytes that are cut, doubled or put elsewhere at once
_MOST_TIMES = 300  # that a piece is repeated
_DEEPEST = 3_000  # tags inside of one another
# Numbers that programs choke on: too large for an integer, a float or a Decimal's context; negative; not ASCII; none.
NUMBERS = (
    "-1", "0", "-0", "2147483648", "4294967296", "18446744073709551616", "-99999999999", "1e400", "-1e999999",
    "9" * 29, "9" * 60, "9" * 5_000, "0." + "0" * 60 + "1", "NaN", "Infinity", "1_000", "²", "١٢", "１２", "1,2,3.4.5",
    "99999999999999999.99", "1" + "0" * 310, "0x7fffffff", "1.5", "", "½", "〇", "-", ".", "1.",
)  # fmt: skip
_TOKENS = (
    b"<<", b">>", b"[", b"(", b"endobj", b"stream\n", b"endstream", b"%%EOF", b"0 R", b"xref", b"trailer",
    b"</table>", b"<table>", b"<tr>", b"<td>", b"<!--", b"<![CDATA[", b"]]>", b"&#x0;", b"&#99999999;", b"&lol;",
    b"\x00", b"\xff\xfe", b"<w:tbl>", b"<w:p/>", b"<!DOCTYPE a [<!ENTITY a 'b'>]>", "\u202e".encode(),
    b"\xed\xa0\x80", b"PK\x05\x06",
)  # fmt: skip
_DIGITS = regex.compile(rb"-?\d+(?:\.\d+)?")
_TAG = regex.compile(rb"<[/?!]?[A-Za-z][^<>]{0,200}>")
_ELEMENT = regex.compile(rb"<([A-Za-z][\w:]*)(?=[\s>])[^<>]*>(?:[^<]|<(?!/\1>)){0,2000}</\1>")
_NAME = regex.compile(rb"/[A-Za-z]{1,20}")


def _place(data: bytes, rng: random.Random) -> slice:
    start = rng.randrange(len(data) + 1)
    return slice(start, start + rng.randrange(1, _LONGEST_PIECE))


def flip(data: bytes, rng: random.Random) -> bytes:
    """Single bits turned."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 4, 30, 300)) if out else 0):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def cut_end(data: bytes, rng: random.Random) -> bytes:
    """The end is missing."""
    return data[: rng.randrange(len(data) + 1)]


def take_out(data: bytes, rng: random.Random) -> bytes:
    """Pieces are missing."""
    for _ in range(rng.choice((1, 5, 20))):
        place = _place(data, rng)
        data = data[: place.start] + data[place.stop :]
    return data


def repeat(data: bytes, rng: random.Random) -> bytes:
    """A piece stands there many times."""
    place = _place(data, rng)
    return data[: place.start] + data[place] * rng.randrange(2, _MOST_TIMES) + data[place.start :]


def move(data: bytes, rng: random.Random) -> bytes:
    """Pieces stand in each other's place."""
    for _ in range(rng.choice((1, 5, 20))):
        place = _place(data, rng)
        rest = data[: place.start] + data[place.stop :]
        at = rng.randrange(len(rest) + 1)
        data = rest[:at] + data[place] + rest[at:]
    return data


def blank(data: bytes, rng: random.Random) -> bytes:
    """A piece is nothing but one byte."""
    place = _place(data, rng)
    return data[: place.start] + bytes([rng.randrange(256)]) * len(data[place]) + data[place.stop :]


def insert(data: bytes, rng: random.Random) -> bytes:
    """Words of formats stand where they do not belong."""
    for _ in range(rng.choice((1, 5, 40))):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(_TOKENS) + data[at:]
    return data


def numbers(data: bytes, rng: random.Random) -> bytes:
    """Numbers are others: huge, negative, none at all."""
    spans = [match.span() for match in _DIGITS.finditer(data)]
    chosen = rng.sample(spans, min(len(spans), rng.choice((1, 1, 5, 40))))
    for start, end in sorted(chosen, reverse=True):
        data = data[:start] + rng.choice(NUMBERS).encode() + data[end:]
    return data


def tags(data: bytes, rng: random.Random) -> bytes:
    """Tags are doubled, dropped or exchanged, or stand inside of themselves thousands of times."""
    for _ in range(rng.choice((1, 4, 20))):
        spans = [match.span() for match in _TAG.finditer(data)]
        if not spans:
            return data
        start, end = rng.choice(spans)
        other = slice(*rng.choice(spans))
        tag = data[start:end]
        times = rng.choice((0, 2, 2, 2, _DEEPEST)) if rng.random() < 0.7 else 1
        put = data[other] if times == 1 else tag * times
        data = data[:start] + put + data[end:]
    return data


def elements(data: bytes, rng: random.Random) -> bytes:
    """Elements stand there many times, or in another's place."""
    spans = [match.span() for match in _ELEMENT.finditer(data)]
    if not spans:
        return data
    start, end = rng.choice(spans)
    other = slice(*rng.choice(spans))
    put = data[start:end] * rng.randrange(2, _MOST_TIMES) if rng.random() < 0.5 else data[other]
    return data[:start] + put + data[end:]


def names(data: bytes, rng: random.Random) -> bytes:
    """Keys of a PDF's dictionaries are others'."""
    spans = [match.span() for match in _NAME.finditer(data)]
    for start, end in sorted(rng.sample(spans, min(len(spans), rng.choice((1, 6, 40)))), reverse=True):
        data = data[:start] + data[slice(*rng.choice(spans))] + data[end:]
    return data


def entries(data: bytes, rng: random.Random) -> bytes:
    """Entries of an archive are renamed, dropped, exchanged, or hold what another holds."""
    try:
        files = unpacked(data)
    except (zipfile.BadZipFile, OSError, ValueError):
        return data
    for _ in range(rng.choice((1, 1, 3))):
        files = _entry_changed(files, rng)
    return packed(files)


def _entry_changed(files: Packed, rng: random.Random) -> Packed:
    if not files:
        return files
    name, other = rng.choice(list(files)), rng.choice(list(files))
    kept = {key: value for key, value in files.items() if key != name}
    how = rng.randrange(4)
    if how == 0:
        return kept
    if how == 1:
        strange = rng.choice(("../../a.xml", "a" * 4_000, "\x01\n.xml", "", name.upper(), name + "/", "甲" * 60))
        return {**kept, strange: files[name]}
    if how == 2:
        return {**files, name: files[other], other: files[name]}
    return {**files, name: files[other]}


def inside(changes: Sequence[Change]) -> Change:
    """A change of what an archive holds: of one of its files, mostly of those that carry the content."""

    def change(data: bytes, rng: random.Random) -> bytes:
        files = unpacked(data)
        largest = sorted(files, key=lambda name: (len(files[name]), name), reverse=True)
        name = rng.choice(largest[:3] if rng.random() < 0.7 else largest)
        return packed({**files, name: rng.choice(changes)(files[name], rng)})

    return change


BYTES: tuple[Change, ...] = (flip, cut_end, take_out, repeat, move, blank, insert)
_MARKED_UP: tuple[Change, ...] = (numbers, tags, elements, insert, repeat)
_PACKED: tuple[Change, ...] = (inside(_MARKED_UP), inside(_MARKED_UP), inside(_MARKED_UP), inside(BYTES), entries)
# By kind of document; the changes of bytes are for all.
OWN: Mapping[str, tuple[Change, ...]] = {
    "pdf": (numbers, numbers, names, elements), "scan": (numbers, numbers, names), "docx": _PACKED, "xlsx": _PACKED,
    "ofd": _PACKED,
    "zip": (entries, inside(BYTES), inside((entries,))), "html": _MARKED_UP, "xml": _MARKED_UP, "json": (numbers,),
    "txt": (numbers,), "xls": (flip, blank), "image": (),
}  # fmt: skip


def spliced(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """The beginning of one document and the end of another, or a piece of another within."""
    at, start = rng.randrange(len(data) + 1), rng.randrange(len(other) + 1)
    if rng.random() < 0.5:
        return data[:at] + other[start:]
    return data[:at] + other[start : start + rng.randrange(1, 20 * _LONGEST_PIECE)] + data[at:]
