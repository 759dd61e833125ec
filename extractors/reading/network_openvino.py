"""The one file that knows OpenVINO: an ONNX model compiled for this machine's CPU.

A network that is asked for several arrays computes as many at once as it has threads, each on one of them, so that
what comes out does not depend on how many threads there are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from extractors.model.arrays import Float32s
from extractors.reading.computing import PRECISION_VARIABLE, CannotCompute

_SHAPES_KEPT = 24  # compiled shapes that a network holds; each costs some memory


@cache
def _core() -> Any:
    # OpenVINO tells an analytics service that it was imported and writes to the home folder, through a module that no
    # variable keeps silent. A module that is None cannot be imported: OpenVINO takes a stub of its own then.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    from openvino import Core

    return Core()


def capabilities() -> frozenset[str]:
    """What OpenVINO says that this CPU computes in, in its own words ("BF16", "FP32")."""
    return frozenset(_core().get_property("CPU", "OPTIMIZATION_CAPABILITIES"))


class OpenVinoNetwork:
    """A Network (network.py): `at_once` arrays are computed side by side, on `threads` threads together.

    `precision` is OpenVINO's own word, or int8, which is in the model's file: the rest of it computes in f32. Raises
    CannotCompute where OpenVINO would take another one in silence.
    """

    def __init__(self, model: Path, precision: str, threads: int, at_once: int) -> None:
        if precision == "bf16" and "BF16" not in capabilities():
            # A Record would say that it was read in bfloat16, and was not.
            raise CannotCompute(f"OpenVINO does not compute in {precision} here: set {PRECISION_VARIABLE} to f32")
        settings = {
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": at_once,
            "INFERENCE_PRECISION_HINT": "f32" if precision == "int8" else precision,
            "ENABLE_CPU_PINNING": False,
            "CPU_RUNTIME_CACHE_CAPACITY": _SHAPES_KEPT,
        }
        read = _core().read_model(model)
        self._told = dict(read.get_rt_info().items()).get("framework", {})
        compiled = _core().compile_model(read, "CPU", settings)
        self._requests = [compiled.create_infer_request() for _ in range(at_once)]

    def told(self, key: str) -> str:
        """What the model's file says under `key`; raises KeyError where it does not."""
        return str(self._told[key].value)

    def __call__(self, array: Float32s) -> Float32s:
        """The output for one array; it is the caller's own."""
        request = self._requests[0]
        request.infer([array], share_inputs=True)
        return np.array(request.get_output_tensor().data)

    def each(self, arrays: Iterable[Float32s]) -> Iterable[Float32s]:
        """The outputs for `arrays`, in their order; an output is valid until the next one is asked for."""
        waiting: list[tuple[Any, Float32s]] = []  # an array lasts as long as its request computes
        for i, array in enumerate(arrays):
            request = self._requests[i % len(self._requests)]
            if len(waiting) == len(self._requests):
                yield _finished(waiting.pop(0)[0])
            request.start_async([array], share_inputs=True)
            waiting.append((request, array))
        for request, _ in waiting:
            yield _finished(request)


def _finished(request: Any) -> Float32s:
    request.wait()
    output: Float32s = request.get_output_tensor().data
    return output
