"""What a Record was made with: the version of Juesuan, its knowledge files, its OCR, and how long it took."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from extractors.model.record import Produced


def produced(ocr: str, patterns_sha256: str, seconds: float) -> Produced:
    """`ocr` names engine and precision, `seconds` is wall time."""
    try:
        own = version("juesuan")
    except PackageNotFoundError:
        own = "0+unknown"
    return Produced(version=own, patterns_sha256=patterns_sha256, ocr=ocr, seconds=round(seconds, 3))
