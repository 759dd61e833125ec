"""What a Record was made with: the version of Juesuan, its knowledge files, its OCR, and how long it took."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from extractors.model.record import Produced


def produced(ocr: str, patterns_sha256: str, seconds: float) -> Produced:
    """`ocr` names engine and precision, `seconds` is wall time."""
    return Produced(version=own_version(), patterns_sha256=patterns_sha256, ocr=ocr, seconds=round(seconds, 3))


@cache  # looked up in the files of the installed package
def own_version() -> str:
    """The version that is installed; "0+unknown" where none is."""
    try:
        return version("juesuan")
    except PackageNotFoundError:
        return "0+unknown"
