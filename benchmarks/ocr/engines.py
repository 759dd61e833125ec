"""The engines that are compared, each with all cores: this pipeline by what computes it, RapidOCR, tesseract.

An engine is loaded in a process of its own (alone.py), so nothing of one stands in another's way, and its memory is its
own. Of none are weights downloaded.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.ocr.pages import Scan
from extractors.reading import cpu
from extractors.reading.computing import (
    BACKEND_VARIABLE,
    PRECISION_VARIABLE,
    PRECISIONS,
    Computing,
    is_installed,
    possible,
)

TUNED = "RapidOCR tuned"  # what the others are told as times of
_KNOBS = {
    "Global.use_cls": False,
    "Det.limit_type": "max",
    "Det.limit_side_len": 960,
    "Rec.rec_batch_num": 1,
}
# Looked at in November 2026: wheels of 43 and 37 KB.
_WITHOUT_WEIGHTS = ("rapid_table 3.0.2", "wired_table_rec 1.2.0")

# What a loaded engine does: reads a whole scan, which is timed; tells the text of each page, which is not.
Loaded = tuple[Callable[[Scan], object], Callable[[Scan], list[str]]]


@dataclass(frozen=True)
class Engine:
    """An engine by its name; `load` makes it, in its own process, out of `told`."""

    name: str
    load: Callable[[dict[str, Any]], Loaded]
    told: dict[str, Any] = field(default_factory=dict)


def engines() -> Iterator[Engine]:
    """All that can be measured here; what cannot is said on standard error."""
    for backend in filter(is_installed, PRECISIONS):
        for precision in possible(backend, cpu.features()):
            by = Computing(backend, precision)
            yield Engine(f"this pipeline, {backend} {precision}", _this_pipeline, {"by": by})
    if find_spec("onnxruntime") is not None:
        yield Engine("RapidOCR default", _rapidocr)
        yield Engine(TUNED, _rapidocr, {"knobs": _KNOBS})
    else:
        _left_out("RapidOCR", "onnxruntime is not installed")
    if find_spec("openvino") is not None:
        yield Engine("RapidOCR tuned, in OpenVINO", _rapidocr, {"knobs": _KNOBS, "in_openvino": True})
    if shutil.which("tesseract"):
        yield Engine("tesseract chi_sim", _tesseract)
    else:
        _left_out("tesseract", "not installed (packages tesseract-ocr, tesseract-ocr-chi-sim)")
    for wheel in _WITHOUT_WEIGHTS:
        _left_out(wheel, "its wheel holds no weights, they would be downloaded when it runs")


def openvinos_word() -> str:
    """What OpenVINO says that the CPU computes in, of which what Linux says may be more."""
    if not is_installed("openvino"):
        return "nothing, it is not installed"
    from extractors.reading.network_openvino import capabilities

    return " ".join(sorted(capabilities()))


def _left_out(name: str, why: str) -> None:
    print(f"{name}: left out, {why}", file=sys.stderr)


def _this_pipeline(told: dict[str, Any]) -> Loaded:
    """The whole extraction, Record included; its text is that of the lines as they were read."""
    by: Computing = told["by"]
    os.environ |= {BACKEND_VARIABLE: by.backend, PRECISION_VARIABLE: by.precision}
    from extractors.model.geometry import UPRIGHT
    from extractors.opening.pdf import open_document
    from extractors.pipeline import extract
    from extractors.reading.ocr import OCR
    from extractors.reading.pages import read_document

    OCR.recognise(np.full((64, 64, 3), 255, np.uint8), UPRIGHT)  # what cannot be computed here is told now

    def text(scan: Scan) -> list[str]:
        with open_document(scan.data, "scan.pdf") as opened:
            return ["\n".join(line.text for line in page.lines) for page in read_document(opened)]

    return lambda scan: extract(scan.data, "scan.pdf"), text


def _paged(read: Callable[[Any], str]) -> Loaded:
    """An engine that reads the image of a page."""

    def text(scan: Scan) -> list[str]:
        return [read(image) for image in scan.images]

    return text, text


def _rapidocr(told: dict[str, Any]) -> Loaded:
    """RapidOCR alone, with its own settings but for the knobs."""
    # What it loads tells its maker of it otherwise (extractors/reading/network_onnxruntime.py).
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    from rapidocr import EngineType, RapidOCR

    used = EngineType.OPENVINO if told.get("in_openvino") else EngineType.ONNXRUNTIME
    kinds = {f"{part}.engine_type": used for part in ("Det", "Cls", "Rec")}
    engine = RapidOCR(params={"Global.log_level": "critical", **kinds, **told.get("knobs", {})})
    return _paged(lambda image: "\n".join(engine(image).txts or ()))


def _tesseract(told: dict[str, Any]) -> Loaded:
    """tesseract with the model of simplified Chinese, a process for each page."""

    def read(image: Any) -> str:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "page.png"
            cv2.imwrite(str(file), image)
            command = ["tesseract", str(file), "-", "-l", "chi_sim", "--dpi", "200"]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        # It sets blanks between Chinese characters and sometimes within figures.
        return re.sub(r"(?<=[\d,.]) (?=[\d,.])", "", said)

    return _paged(read)
