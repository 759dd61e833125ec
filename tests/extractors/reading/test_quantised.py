"""The networks in eight bits: the same pages read the same, and made from the same networks."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from corpus.generate import generate
from corpus.quantise import _with_gelu, _without_softmax
from corpus.scan import scanned
from extractors.model.arrays import Image
from extractors.model.geometry import UPRIGHT
from extractors.model.page import Line
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import open_document
from extractors.reading import ocr
from extractors.reading.computing import Computing
from extractors.reading.engine import Reading
from extractors.reading.models import models
from extractors.reading.network import network
from extractors.reading.ocr import RapidOcr
from extractors.reading.raster import rasterise

EIGHT, SINGLE = Computing("openvino", "int8"), Computing("openvino", "f32")


def page_of(condition: str, seed: int) -> tuple[Image, Counter[str]]:
    """A page with many figures, scanned, and what of digits is printed on it."""
    with pymupdf.open(stream=generate("mof", seed)[0], filetype="pdf") as pdf:
        texts = [pdf[n].get_text() for n in range(pdf.page_count)]
        number = max(range(len(texts)), key=lambda n: sum(digits(texts[n]).values()))
        pdf.select([number])
        data = scanned(bytes(pdf.tobytes()), condition, seed)
    with open_document(data, "scan.pdf") as opened:
        return rasterise(opened.pdf[0]).pixels, digits(texts[number])


def digits(text: str) -> Counter[str]:
    return Counter("".join(c if c in "0123456789,.%" else " " for c in text).split())


def text_of(lines: tuple[Line, ...]) -> str:
    return " ".join(line.text for line in lines)


def test_its_files_are_its_own_and_know_the_same_characters() -> None:
    ours, theirs = models(EIGHT), models(SINGLE)
    assert len(ours.files()) == 4
    assert not set(ours.files()) & set(theirs.files())
    told = {network(m.recogniser, by).told("character") for m, by in ((ours, EIGHT), (theirs, SINGLE))}
    assert len(told) == 1


@pytest.mark.parametrize("condition", ["office200", pytest.param("fax", marks=pytest.mark.slow),
                                       pytest.param("jpeg25", marks=pytest.mark.slow)])  # fmt: skip
def test_a_page_reads_as_well_as_in_single_precision(condition: str) -> None:
    pixels, printed = page_of(condition, 31)
    eight, single = (RapidOcr(by).recognise(pixels, UPRIGHT) for by in (EIGHT, SINGLE))
    told, before = digits(text_of(eight)), digits(text_of(single))
    assert (before & printed).total() > 30
    assert (told & printed).total() >= (before & printed).total()
    assert (told - printed).total() <= (before - printed).total()
    sure = [c for line in eight for c in line.confidences]
    assert all(0 < c <= 1 for c in sure)
    assert np.mean(sure) == pytest.approx(np.mean([c for line in single for c in line.confidences]), abs=0.01)


def test_a_figure_in_doubt_is_read_again_in_single_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    recognisers = {by: ocr._recogniser(by) for by in (EIGHT, SINGLE)}
    doubt = np.full(5, 0.5)
    readings = [
        Reading("12.30", np.linspace(0.1, 0.9, 5), np.full(5, 0.99), 0.1),
        Reading("12.80", np.linspace(0.1, 0.9, 5), np.append(np.full(4, 0.99), 0.94), 0.1),
        Reading("收入合计数", np.linspace(0.1, 0.9, 5), doubt, 0.1),
    ]
    asked: list[int] = []

    def again(crops: list[Image]) -> list[Reading]:
        asked.extend(crop.shape[1] for crop in crops)
        return [Reading("12.60", np.linspace(0.1, 0.9, 5), np.full(5, 0.97), 0.1)] * len(crops)

    monkeypatch.setattr(recognisers[EIGHT], "_read", lambda crops: list(readings))
    monkeypatch.setattr(recognisers[SINGLE], "_read", again)
    crops = [np.zeros((48, width, 3), np.uint8) for width in (100, 200, 300)]
    assert [r.text for r in recognisers[EIGHT](crops)] == ["12.30", "12.60", "收入合计数"]
    assert asked == [200]


def test_what_is_put_together_before_quantising_changes_no_number() -> None:
    openvino = pytest.importorskip("openvino")
    core, file = openvino.Core(), models(SINGLE).recogniser
    array = np.random.default_rng(3).uniform(-1, 1, (1, 3, 48, 96)).astype(np.float32)

    def told(model: object) -> np.ndarray:
        compiled = core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        return np.array(compiled([array])[0])

    changed = core.read_model(file)
    _with_gelu(changed)
    _without_softmax(changed)
    kinds = {node.get_type_name() for node in changed.get_ops()}
    assert "Erf" not in kinds
    assert "Gelu" in kinds
    scores = told(changed).astype(np.float64)
    odds = np.exp(scores - scores.max(axis=2, keepdims=True))
    assert odds / odds.sum(axis=2, keepdims=True) == pytest.approx(told(core.read_model(file)), abs=1e-4)
