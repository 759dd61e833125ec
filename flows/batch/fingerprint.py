"""What the readings of this installation depend on, as one digest: code, knowledge files, models and their engine.

Bytes that were read under the same fingerprint need not be read again.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import extractors
import patterns
from patterns.loader import patterns_sha256


@cache
def fingerprint() -> str:
    """64 hexadecimal digits."""
    from extractors.reading.ocr import OCR

    digest = hashlib.sha256(f"{patterns_sha256()} {OCR.name}".encode())
    for package in (extractors, patterns):
        folder = Path(next(iter(package.__path__)))
        for file in sorted(folder.rglob("*.py")):
            digest.update(f"\n{file.relative_to(folder)}\n".encode() + file.read_bytes())
    for file in OCR.models.files():
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
