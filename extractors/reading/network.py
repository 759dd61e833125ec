"""What a network is to the OCR, whatever computes it (computing.py): arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from extractors.model.arrays import Float32s
from extractors.reading.computing import Computing, threads
from extractors.reading.network_onnxruntime import OnnxRuntimeNetwork
from extractors.reading.network_openvino import OpenVinoNetwork


class Network(Protocol):
    """A model: arrays of any shape it takes in, its first output out. One thread at a time calls it."""

    def told(self, key: str) -> str:
        """What the model's file says under `key`; raises KeyError where it does not."""
        ...

    def __call__(self, array: Float32s) -> Float32s:
        """The output for one array; it is the caller's own."""
        ...

    def each(self, arrays: Iterable[Float32s]) -> Iterable[Float32s]:
        """The outputs for `arrays`, in their order; an output is valid until the next one is asked for."""
        ...


def network(model: Path, by: Computing, *, at_once: int = 1) -> Network:
    """The network of an ONNX model, computed `by`; `at_once` arrays side by side, on `threads / at_once` threads each.

    What comes out does not depend on how many threads there are. Raises CannotCompute.
    """
    if by.backend == "openvino":
        return OpenVinoNetwork(model, by.precision, max(at_once, threads()), at_once)
    return OnnxRuntimeNetwork(model, max(at_once, threads()), at_once)
