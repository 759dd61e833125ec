"""What computes the networks: chosen and named without loading it, and the same readings whichever it is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.generate import generate
from extractors.model.arrays import Image
from extractors.model.geometry import UPRIGHT
from extractors.opening.pdf import open_document
from extractors.reading import cpu
from extractors.reading.computing import (
    BACKEND_VARIABLE,
    PRECISION_VARIABLE,
    PRECISIONS,
    THREADS_VARIABLE,
    CannotCompute,
    Computing,
    chosen,
)
from extractors.reading.models import models
from extractors.reading.network import network
from extractors.reading.network_onnxruntime import OnnxRuntimeNetwork
from extractors.reading.network_openvino import OpenVinoNetwork, capabilities
from extractors.reading.ocr import OCR, RapidOcr
from extractors.reading.raster import rasterise
from tests.conftest import REPOSITORY

SINGLE = {backend: Computing(backend, "f32") for backend in PRECISIONS}
SINGLE_MODELS = models(SINGLE["onnxruntime"])
# What is rounded otherwise grows through the layers of the two networks: over 134 scanned pages (5,357 lines) the most
# was 1.8e-3, of a character that was read with 0.55; of those read with 0.99 and more it was 2e-5.
MOST_APART, SURE, MOST_APART_WHERE_SURE = 4e-3, 0.99, 1e-4
OLDEST, OLD = frozenset({"avx"}), frozenset({"avx", "avx2"})
NEW = frozenset({"avx2", "avx512f", "avx512_vnni", "avx512_bf16"})
BOTH, NEITHER = frozenset({"openvino", "onnxruntime"}), frozenset[str]()


@pytest.mark.parametrize(
    ("installed", "having", "backend", "precision", "wanted"),
    [
        (BOTH, NEW, "", "", "openvino bf16"),
        (BOTH, OLD, "", "int8", "openvino int8"),
        (BOTH, OLD, "", "", "onnxruntime f32"),
        (BOTH, OLDEST, "", "", "onnxruntime f32"),
        ({"openvino"}, OLD, "", "", "openvino f32"),
        (BOTH, OLD, "openvino", "", "openvino f32"),
        (BOTH, NEW, "", "int8", "openvino int8"),
        (BOTH, NEW, "", "f32", "onnxruntime f32"),
        (BOTH, NEW, "openvino", "f32", "openvino f32"),
        (BOTH, NEW, "onnxruntime", "", "onnxruntime f32"),
        ({"onnxruntime"}, NEW, "", "", "onnxruntime f32"),
        ({"onnxruntime"}, OLD, "onnxruntime", "f32", "onnxruntime f32"),
        (BOTH, NEW, "onnx", "", "JUESUAN_BACKEND is onnx; there are openvino, onnxruntime"),
        (
            {"openvino"}, NEW, "onnxruntime", "",
            "JUESUAN_BACKEND is onnxruntime, not installed: pip install onnxruntime",
        ),
        (BOTH, OLD, "", "bf16", "JUESUAN_PRECISION is bf16; openvino computes in f32, int8 here"),
        (BOTH, NEW, "", "f16", "JUESUAN_PRECISION is f16; openvino computes in bf16, f32, int8 here"),
        (BOTH, NEW, "onnxruntime", "bf16", "JUESUAN_PRECISION is bf16; onnxruntime computes in f32 here"),
        (
            NEITHER, NEW, "", "",
            "neither openvino nor onnxruntime is installed: pip install onnxruntime",
        ),
    ],
)  # fmt: skip
def test_what_computes_follows_from_what_is_installed_what_the_cpu_has_and_who_asks(
    installed: frozenset[str], having: frozenset[str], backend: str, precision: str, wanted: str
) -> None:
    asked = {BACKEND_VARIABLE: backend, PRECISION_VARIABLE: precision}
    try:
        by = chosen(asked, installed.__contains__, having)
        told = f"{by.backend} {by.precision}"
    except CannotCompute as error:
        told = str(error)
    assert told == wanted


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("processor\t: 0\nflags\t\t: fpu avx2 avx512_vnni avx512_bf16\n", True),
        ("processor\t: 0\nflags\t\t: fpu avx2 avx_vnni avx_vnni_int8 avx_ne_convert\n", True),
        ("processor\t: 0\nflags\t\t: fpu avx2 avx512f avx512_vnni\nbugs\t: avx512_bf16\n", False),
        # OpenVINO computes in single precision on ARM64, whatever it has.
        ("processor\t: 0\nBogoMIPS\t: 200.00\nFeatures\t: fp asimd sve i8mm bf16\n", False),
        ("processor\t: 0\n", False),
    ],
    ids=["avx512", "avx2", "none", "arm", "nothing told"],
)
def test_bfloat16_is_told_by_what_linux_says(told: str, wanted: bool, tmp_path: Path) -> None:
    file = tmp_path / "cpuinfo"
    file.write_text(told, encoding="utf-8")
    assert cpu.computes_bf16(cpu.features(file)) == wanted


def test_a_system_that_tells_nothing_has_nothing(tmp_path: Path) -> None:
    assert cpu.features(tmp_path / "cpuinfo") == frozenset()


def test_what_linux_says_is_what_openvino_says() -> None:
    assert cpu.computes_bf16(cpu.features()) == ("BF16" in capabilities())


def test_a_precision_that_openvino_would_not_keep_to_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.reading.network_openvino.capabilities", lambda: frozenset({"FP32"}))
    with pytest.raises(CannotCompute, match="does not compute in bf16 here: set JUESUAN_PRECISION to f32"):
        OpenVinoNetwork(SINGLE_MODELS.recogniser, "bf16", 1, 1)


def named_and_loaded(sample: Path) -> None:
    """Reads a digital document; prints what computes by its Record, and what of it was loaded."""
    from extractors.pipeline import extract

    print(extract(sample.read_bytes(), sample.name).produced.ocr.split(", ")[-1])
    print(*(name for name in PRECISIONS if name in sys.modules))


def test_a_digital_document_names_what_computes_and_loads_none_of_it(samples: Path) -> None:
    code = f"import sys, pathlib; from {__name__} import named_and_loaded; named_and_loaded(pathlib.Path(sys.argv[1]))"
    asked = {BACKEND_VARIABLE: "onnxruntime", PRECISION_VARIABLE: "f32"}
    done = subprocess.run(
        [sys.executable, "-c", code, samples / "sample.digital.pdf"], capture_output=True, text=True, check=False,
        env={**os.environ, **asked, "PYTHONPATH": str(REPOSITORY)}, timeout=300,
    )  # fmt: skip
    assert done.stdout.splitlines() == [str(SINGLE["onnxruntime"]), ""], done.stderr


@pytest.mark.parametrize("backend", PRECISIONS)
def test_many_arrays_come_out_in_order_the_same_however_many_threads(
    backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(1)
    lines = [rng.uniform(-1, 1, (1, 3, 48, width)).astype(np.float32) for width in (96, 64, 160, 64, 320, 96)]
    page = rng.uniform(-1, 1, (1, 3, 96, 160)).astype(np.float32)
    told = []
    for count in (1, 3):
        monkeypatch.setenv(THREADS_VARIABLE, str(count))
        recogniser = network(SINGLE_MODELS.recogniser, SINGLE[backend], at_once=count)
        each = [np.array(output) for output in recogniser.each(iter(lines))]
        assert all(np.array_equal(output, recogniser(line)) for output, line in zip(each, lines, strict=True))
        told.append([*each, network(SINGLE_MODELS.detector, SINGLE[backend])(page)])
    assert all(map(np.array_equal, *told))


def test_threads_of_onnx_runtime_sleep_while_they_wait() -> None:
    options = OnnxRuntimeNetwork(SINGLE_MODELS.detector, 2, 1)._session.get_session_options()
    assert options.intra_op_num_threads == 2
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_what_a_models_file_says_is_told() -> None:
    told = {network(SINGLE_MODELS.recogniser, by).told("character") for by in SINGLE.values()}
    assert len(told) == 1
    assert "万" in told.pop()
    for by in SINGLE.values():
        with pytest.raises(KeyError):
            network(SINGLE_MODELS.recogniser, by).told("no such thing")


def pages(pdf: bytes, most: int | None = None) -> Iterator[Image]:
    with open_document(pdf, "made.pdf") as opened:
        yield from (rasterise(page).pixels for page in list(opened.pdf)[:most])


def same(image: Image) -> None:
    """Asserts that both read the same: every character, where it stands, and nearly how surely."""
    one, other = (RapidOcr(by).recognise(image, UPRIGHT) for by in SINGLE.values())
    assert [(line.text, line.boxes) for line in one] == [(line.text, line.boxes) for line in other]
    confidences = ([c for line in lines for c in line.confidences] for lines in (one, other))
    for a, b in zip(*confidences, strict=True):
        assert abs(a - b) <= (MOST_APART_WHERE_SURE if min(a, b) >= SURE else MOST_APART)


def test_both_read_a_scanned_page_alike() -> None:
    (image,) = (page for i, page in enumerate(pages(generate("mof", 11, "jpeg25")[0], 2)) if i == 1)
    same(image)


@pytest.mark.slow
@pytest.mark.parametrize("condition", ["office200", "fax", "jpeg25", "phone", "grey150", "seal"])
def test_both_read_scans_alike(condition: str) -> None:
    for image in pages(generate("lakes", 3, condition)[0], 6):
        same(image)


@pytest.mark.slow
def test_both_read_the_scans_of_these_tests_alike(samples: Path) -> None:
    for file in (samples / "sample.scan.pdf", *sorted((REPOSITORY / "tests" / "layouts").glob("*-s.pdf"))):
        for image in pages(file.read_bytes(), 3):
            same(image)


def test_the_engine_names_what_it_was_given() -> None:
    assert RapidOcr(SINGLE["onnxruntime"]).name.endswith(str(SINGLE["onnxruntime"]))
    assert OCR.name.split(", ")[0] == RapidOcr(SINGLE["onnxruntime"]).name.split(", ")[0]
