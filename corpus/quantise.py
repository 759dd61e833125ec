"""The networks in eight bits, for who asks for them: `python -m corpus.quantise [FOLDER]` makes them again.

PP-OCRv6 small as rapidocr brings it, quantised after training by NNCF (package nncf, needed only here): weights and
inputs of convolutions, each channel by itself, ranges taken from pages generated and scanned as below. What stays in
single precision, and why, is told beside `_AS_THEY_ARE`. Weights use seven of their eight bits: where a CPU has no
VNNI, two products are added up in 16 bits, which eight would overflow, so that other CPUs would read otherwise.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.compose import family_names, measure_only
from corpus.generate import generate
from corpus.scan import CONDITIONS, scanned
from extractors.model.arrays import Float32s, Image
from extractors.opening.mupdf import pymupdf
from extractors.opening.pdf import open_document
from extractors.reading.computing import Computing
from extractors.reading.models import QUANTISED, models
from extractors.reading.ocr import inputs_of
from extractors.reading.raster import is_blank, rasterise
from extractors.reading.seals import without_seals

_DOCUMENTS, _PAGES, _SEED = 27, 2, 9000  # three documents of each condition, two pages of each
_LINES = 300  # of those pages, drawn by chance: ranges no longer change with more
_F32 = Computing("openvino", "f32")
# Sums of branches, means and what is multiplied by them have ranges too wide for eight bits (with them quantised more
# than half of 350 lines read otherwise, without 5), convolutions of single channels gain nothing, and matrix products
# are no faster in eight bits where there is no VNNI.
_AS_THEY_ARE = (
    "Add", "Multiply", "GroupConvolution", "ReduceMean", "AvgPool", "MaxPool", "Concat", "Interpolate",
    "ConvolutionBackpropData", "MatMul",
)  # fmt: skip


def main() -> None:
    """Writes both networks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=QUANTISED)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    pages, lines = samples()
    ours = models(_F32)
    for file, inputs in ((ours.detector, pages), (ours.recogniser, lines)):
        written = folder / f"{file.stem}.xml"
        quantised(file, inputs, written)
        print(f"{written}: {written.with_suffix('.bin').stat().st_size / 1e6:.1f} MB, of {len(inputs)} inputs")


def samples() -> tuple[list[Float32s], list[Float32s]]:
    """What the detector and the recogniser take in of the pages that ranges are taken from."""
    pages: list[Float32s] = []
    lines: list[Float32s] = []
    for image in _images():
        page, crops = inputs_of(image, _F32)
        if page is not None:
            pages.append(page)
        lines.extend(crops)
    return pages, random.Random(_SEED).sample(lines, _LINES)


def _images() -> Iterator[Image]:
    families = [name for name in family_names() if name not in measure_only()]
    chance = random.Random(_SEED)
    for i in range(_DOCUMENTS):
        data = generate(families[i * 5 % len(families)], _SEED + i)[0]
        with pymupdf.open(stream=data, filetype="pdf") as pdf:
            pdf.select(sorted(chance.sample(range(pdf.page_count), min(_PAGES, pdf.page_count))))
            data = scanned(bytes(pdf.tobytes()), list(CONDITIONS)[i % len(CONDITIONS)], _SEED + i)
        with open_document(data, "scan.pdf") as opened:
            rasters = [rasterise(opened.pdf[n]) for n in range(opened.page_count)]
        yield from (without_seals(raster).pixels for raster in rasters if not is_blank(raster.pixels))


def quantised(file: Path, inputs: Sequence[Float32s], written: Path) -> None:
    """Writes the network of an ONNX file in eight bits, as OpenVINO's .xml and .bin."""
    import nncf
    import openvino
    from nncf.quantization.advanced_parameters import AdvancedQuantizationParameters, OverflowFix

    model = openvino.Core().read_model(file)
    told = dict(model.get_rt_info().items()).get("framework", {})
    _with_gelu(model)
    _without_softmax(model)
    made = nncf.quantize(
        model,
        nncf.Dataset(inputs),
        subset_size=len(inputs),
        preset=nncf.QuantizationPreset.PERFORMANCE,
        target_device=nncf.TargetDevice.CPU,
        fast_bias_correction=True,
        advanced_parameters=AdvancedQuantizationParameters(overflow_fix=OverflowFix.ENABLE),
        ignored_scope=nncf.IgnoredScope(types=list(_AS_THEY_ARE), validate=False),
    )
    for key in told:
        made.set_rt_info(told[key].value, ["framework", key])
    openvino.save_model(made, written)  # what is not quantised is kept in 16 bits: half of the file, the same readings


def _with_gelu(model: Any) -> None:
    """Puts one operation for the five that ONNX spells GELU in: apart they would be quantised apart, and be slow."""
    from openvino import opset13

    for erf in [node for node in model.get_ops() if node.get_type_name() == "Erf"]:
        divided = erf.input_value(0).get_node()
        last = _only_user(_only_user(_only_user(erf)))
        last.output(0).replace(opset13.gelu(divided.input_value(0), "erf").output(0))
    model.validate_nodes_and_infer_types()


def _without_softmax(model: Any) -> None:
    """Ends the network before its softmax, where it ends in one: 18,000 exponentials a step, of which one is asked."""
    for result in model.get_results():
        last = result.input_value(0).get_node()
        if last.get_type_name() == "Softmax":
            result.input(0).replace_source_output(last.input_value(0))
    model.validate_nodes_and_infer_types()


def _only_user(node: Any) -> Any:
    (user,) = node.output(0).get_target_inputs()
    return user.get_node()


if __name__ == "__main__":
    main()
