"""The encoding that a page of a site is written in, whatever it says of itself."""

from __future__ import annotations

import codecs

import regex

_CHARSET = regex.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", regex.IGNORECASE)
_OTHER_CHARSETS = ("gb2312", "gbk", "utf-8", "ascii", "iso8859-1", "cp1252")
# Encodings that pages are written in, by Python's names. Python knows others that are none of text (zlib, base64), or
# none of pages (idna, unicode_escape): a page that names one of these is hostile, or means another.
# fmt: off
_PAGE_ENCODINGS = frozenset({
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312", "hz", "big5", "big5hkscs", "ascii",
    "euc_jp", "euc_kr", "shift_jis", "cp932", "iso2022_jp", "koi8-r", "koi8-u", "cp866", "cp874", "mac-roman",
    "mac-cyrillic", *(f"cp{number}" for number in range(1250, 1259)), *(f"iso8859-{part}" for part in range(1, 17)),
})
# fmt: on
_DECLARED_WITHIN = 4096  # bytes in which a page names its charset; the standard asks for the first 1024


def decoded(data: bytes) -> str:
    """The text of an HTML page; characters that cannot be are replaced."""
    for bom, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(bom):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    return data.decode(encoding_of(data), "replace")


def encoding_of(data: bytes) -> str:
    """The Python name of the encoding that the bytes are in."""
    try:
        # A page cut off in the middle of a character is still UTF-8.
        codecs.getincrementaldecoder("utf-8")().decode(data)
        return "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:_DECLARED_WITHIN])
    try:
        named = codecs.lookup(declared.group(1).decode("ascii")).name if declared else "gb18030"
    except LookupError:
        named = "gb18030"
    # Pages that say GB2312 hold characters of GBK and GB18030; bytes that are not UTF-8 are not, whatever is said.
    return "gb18030" if named in _OTHER_CHARSETS or named not in _PAGE_ENCODINGS else named
