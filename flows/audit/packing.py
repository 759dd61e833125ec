"""JSON as an audit keeps it: packed, a ninth of its size, for a hundredth of what finding it took."""

from __future__ import annotations

import zlib

_FAST = 1


def packed(data: bytes) -> bytes:
    """The data, packed."""
    return zlib.compress(data, _FAST)


def unpacked(data: bytes) -> bytes:
    """What was packed."""
    return zlib.decompress(data)
