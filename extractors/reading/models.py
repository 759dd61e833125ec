"""Which files the networks are read from: PP-OCRv6 small out of rapidocr's wheel, or ours of it in eight bits."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from extractors.reading.computing import Computing

QUANTISED = Path(__file__).parent / "quantised"  # made by `python -m corpus.quantise`
_DETECTOR, _RECOGNISER = "PP-OCRv6_det_small", "PP-OCRv6_rec_small"


class Models(NamedTuple):
    """The files of the detector and the recogniser; `scores`: the recogniser tells logits, not probabilities."""

    detector: Path
    recogniser: Path
    scores: bool = False

    def files(self) -> list[Path]:
        """All files that the networks are read from; OpenVINO's own format keeps weights in one beside each."""
        beside = [model.with_suffix(".bin") for model in (self.detector, self.recogniser)]
        return [self.detector, self.recogniser, *filter(Path.exists, beside)]


def models(by: Computing) -> Models:
    """The files to compute `by`. Raises ImportError where rapidocr is not installed."""
    if by.precision == "int8":
        return Models(QUANTISED / f"{_DETECTOR}.xml", QUANTISED / f"{_RECOGNISER}.xml", scores=True)
    from importlib.util import find_spec

    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise ImportError("rapidocr is not installed")
    folder = Path(spec.origin).parent / "models"
    return Models(folder / f"{_DETECTOR}.onnx", folder / f"{_RECOGNISER}.onnx")
