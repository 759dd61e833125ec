"""Files that are small and claim, or become, far more than any reader has memory or time for."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from tests.extractors.opening.shown_sheets import shared_workbook, with_part, workbook
from tests.extractors.opening.shown_word import p, r, tbl, tc, tr, word_document
from tests.flows.monitor.documents import archive

_LARGE = 2_100_000_000  # bytes: what a packed file of 2 MB may become
_PIECE = 1_000_000
_BOOK, _SHEET, _STRINGS = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_WORD = "word/document.xml"
_VARIETY = 60_000  # bytes: more than zlib looks back
_PLAIN = bytes(b"0123456789"[k % 10] for k in range(256))  # digits, wherever random bytes are
_LAUGHS = b"<!DOCTYPE z [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (k + 1, b"&a%d;" % k * 10) for k in range(12)
)
_FETCHED = b"<!DOCTYPE z [<!ENTITY x SYSTEM 'http://127.0.0.1:9/x'><!ENTITY y SYSTEM 'file:///etc/passwd'>"


def packed(size: int, told: int, before: bytes = b"", behind: bytes = b"") -> tuple[bytes, int]:
    """Many blanks, deflated, and the checksum of as many bytes as are told of."""
    first, piece, last = (zlib.compressobj(9, zlib.DEFLATED, -15) for _ in range(3))
    blanks = piece.compress(b" " * _PIECE) + piece.flush(zlib.Z_FULL_FLUSH)  # each stands for itself
    begin = first.compress(before) + first.flush(zlib.Z_FULL_FLUSH)
    content = begin + blanks * (size // _PIECE) + last.compress(behind) + last.flush()
    return content, zlib.crc32((before + b" " * told)[:told])


def lying(name: str, content: bytes, check: int, told: int, others: dict[str, bytes] | None = None) -> bytes:
    """A zip whose file `name` is of `content` as it is deflated, and says that it is of `told` bytes."""
    out, lines = BytesIO(), b""
    files = [(name.encode(), content, check, told)]
    for other, data in (others or {}).items():
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        files.append((other.encode(), packer.compress(data) + packer.flush(), zlib.crc32(data), len(data)))
    for raw, deflated, checksum, size in files:
        common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, checksum, len(deflated), size, len(raw), 0)
        lines += b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, out.tell()) + raw
        out.write(b"PK\x03\x04" + common + raw + deflated)
    start = out.tell()
    out.write(lines + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(lines), start, 0))
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def lying_part(data: bytes, name: str, size: int = _LARGE, told: int = 9_000) -> bytes:
    """A package with blanks put into one of its parts, which says that it is small."""
    others = parts(data)
    own = others.pop(name)
    end = own.index(b">", own.index(b"<", 2)) + 1
    return lying(name, *packed(size, told, own[:end], own[end:]), told, others)


def cells(rows: int, columns: int) -> bytes:
    """The XML of many cells that hold a figure each."""
    row = b"<c><v>1</v></c>" * columns
    return b"".join(b'<row r="%d">%s</row>' % (k + 9, row) for k in range(rows))


def varied(piece: bytes, times: int) -> bytes:
    """A piece of XML many times over, with digits between that keep it from being packed as only bombs are."""
    between = random.Random(7).randbytes(_VARIETY).translate(_PLAIN)
    block = b"".join(piece + between[k : k + 4] for k in range(0, _VARIETY, 4))
    return block * (times * 4 // _VARIETY)


def word(inside: str) -> bytes:
    """A Word document of a body."""
    return word_document(inside)


def image(width: int, height: int) -> bytes:
    """A PNG of one shade; packed it takes next to nothing."""
    rows, _ = packed_image(width, height)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def packed_image(width: int, height: int) -> tuple[bytes, int]:
    """The rows of an image of one bit a pixel, packed."""
    packer, row = zlib.compressobj(9), b"\x00" * (1 + (width + 7) // 8)
    return b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()]), height


def zips(depth: int, width: int, inner: bytes) -> bytes:
    """Archives in archives."""
    for _ in range(depth):
        inner = archive({f"{k}.zip": inner for k in range(width)})
    return inner


def entries(count: int) -> bytes:
    """A zip of so many files without anything in them."""
    line = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0x21, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<HHHHIIH", 0, 0, count % 65_536, count % 65_536, len(line) * count, 4, 0)
    return b"PK\x03\x04" + line * count + b"PK\x05\x06" + end


_SPAN = '<w:gridSpan w:val="{}"/>'
_FAR = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
_END = b"</sheetData>"
_OVER = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % (k + 1) for k in range(30_000))

BOMBS: dict[str, Callable[[], bytes]] = {
    "zip that lies about its size": lambda: lying("a.pdf", *packed(_LARGE, 9_000), 9_000),
    "Word that lies about its size": lambda: lying_part(word(p(r("一段"))), _WORD),
    "workbook that lies about its size": lambda: lying_part(workbook(), _SHEET),
    "workbook whose strings lie about their size": lambda: lying_part(shared_workbook(), _STRINGS),
    "Word of laughs": lambda: with_part(
        with_part(word(p(r("甲"))), _WORD, b"<w:document", _LAUGHS + b"]><w:document"), _WORD, b"</w:t>", b"&a12;</w:t>"
    ),
    "strings of laughs": lambda: with_part(
        with_part(shared_workbook(), _STRINGS, b"<sst", _LAUGHS + b"]><sst"), _STRINGS, b"</t>", b"&a12;</t>"
    ),
    "sheet of laughs": lambda: with_part(workbook(), _SHEET, b"<worksheet", _LAUGHS + b"]><worksheet"),
    "sheet that fetches": lambda: with_part(
        with_part(shared_workbook(), _STRINGS, b"<sst", _FETCHED + b"]><sst"), _STRINGS, b"</t>", b"&x;&y;</t>"
    ),
    "Word that fetches": lambda: with_part(word(p(r("甲"))), _WORD, b"<w:document", _FETCHED + b"]><w:document"),
    "merged to the end": lambda: with_part(workbook(), _SHEET, _END, _END + _FAR),
    "merged over and over": lambda: with_part(
        workbook(), _SHEET, _END, _END + b"<mergeCells>" + _OVER + b"</mergeCells>"
    ),
    "cell at the end": lambda: with_part(
        workbook(), _SHEET, _END, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + _END
    ),
    "row of no number": lambda: with_part(
        workbook(), _SHEET, _END, b'<row r="999999999999"><c><v>1</v></c></row>' + _END
    ),
    "columns without end": lambda: with_part(
        workbook(), _SHEET, b"<sheetData>", b'<cols><col min="1" max="2000000000" hidden="1"/></cols><sheetData>'
    ),
    "far dimension": lambda: with_part(shared_workbook(), _SHEET, b'ref="A1:C4"', b'ref="A1:XFD1048576"'),
    "a million cells": lambda: with_part(workbook(), _SHEET, _END, cells(1_000, 1_000) + _END),
    "many cells": lambda: with_part(workbook(), _SHEET, _END, cells(700, 100) + _END),
    "digits without end": lambda: with_part(
        workbook(), _SHEET, _END, b"<row><c><v>" + varied(b"9", 3_000_000) + b"</v></c></row>" + _END
    ),
    "style of no number": lambda: with_part(workbook(), _SHEET, _END, b'<row><c s="999999"><v>1</v></c></row>' + _END),
    "span of columns": lambda: word(tbl(tr(tc(p(r("甲")), look=_SPAN.format(10**9)), tc(p(r("1")))))),
    "spans in every row": lambda: word(tbl(*[tr(*[tc(p(r("1")), look=_SPAN.format(10**9))] * 30)] * 300)),
    "columns left out": lambda: word(tbl(tr(tc(p(r("1"))), look='<w:gridBefore w:val="1000000000"/>'))),
    "merged down": lambda: word(tbl(*[tr(tc(p(r("1")), look="<w:vMerge/>"), tc(p(r("2"))))] * 4_000)),
    "tables in tables": lambda: word("<w:tbl><w:tr><w:tc>" * 60 + p(r("1")) + "</w:tc></w:tr></w:tbl>" * 60),
    "controls in controls": lambda: word("<w:sdt><w:sdtContent>" * 110 + p(r("1")) + "</w:sdtContent></w:sdt>" * 110),
    "tags without end": lambda: with_part(
        word(p(r("甲"))), _WORD, b"<w:body>", b"<w:body>" + varied(b"<w:p/>", 1_600_000)
    ),
    "attributes without end": lambda: with_part(
        word(p(r("甲"))), _WORD, b"<w:body>", b"<w:body>" + varied(b'<w:p a="" b="" c="" d="" e=""/>', 300_000)
    ),
    "styles without end": lambda: with_part(
        workbook(),
        "xl/styles.xml",
        b"<cellXfs",
        b"<cellStyleXfs>" + varied(b"<xf/>", 500_000) + b"</cellStyleXfs><cellXfs",
    ),
    "strings without end": lambda: with_part(
        shared_workbook(), _STRINGS, b"</sst>", varied(b"<si><t>1</t></si>", 400_000) + b"</sst>"
    ),
    "one string without end": lambda: with_part(
        shared_workbook(), _STRINGS, b"</sst>", b"<si><t>%s</t></si></sst>" % varied(b"1" * 60, 1_000_000)
    ),
    "archives in archives": lambda: zips(9, 3, archive({"a.txt": b"1"})),
    "archives beside archives": lambda: zips(1, 1_500, archive({f"{k}": b"1" for k in range(50)})),
    "files without end": lambda: entries(900_000),
    "image too wide": lambda: image(60_000, 60_000),
    "image too large": lambda: image(9_999, 9_999),
    "image as large as may be": lambda: image(7_016, 9_921),
}
