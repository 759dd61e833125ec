"""The one file that knows OpenVINO: an ONNX model compiled for this machine's CPU.

OpenVINO is used where ONNX Runtime would do because it computes in bfloat16 where the CPU can (docs/performance.md):
the same readings in little more than half the time. Elsewhere it computes in single precision, as fast as the other.
A network that is asked for several arrays computes as many at once as it has threads, each on one of them, so that
what comes out does not depend on how many threads there are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from extractors.model.arrays import Float32s

THREADS_VARIABLE = "JUESUAN_THREADS"
_SHAPES_KEPT = 24  # compiled shapes that a network holds; each costs some memory


def threads() -> int:
    """How many threads this process computes with: JUESUAN_THREADS, else one for each core it may run on."""
    told = os.environ.get(THREADS_VARIABLE, "")
    return int(told) if told.isdigit() and int(told) > 0 else len(os.sched_getaffinity(0))


@cache
def _core() -> Any:
    # OpenVINO tells an analytics service that it was imported and writes to the home folder, through a module that no
    # variable keeps silent. A module that is None cannot be imported: OpenVINO takes a stub of its own then.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    from openvino import Core

    return Core()


@cache
def precision() -> str:
    """What networks compute in on this machine: "bf16" where the CPU has it, else "f32"."""
    return "bf16" if "BF16" in _core().get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"


class Network:
    """A model: arrays of any shape it takes in, its first output out.

    `at_once` is how many arrays are computed side by side, each on `threads / at_once` threads.
    """

    def __init__(self, model: Path, *, at_once: int = 1) -> None:
        settings = {
            "INFERENCE_NUM_THREADS": max(at_once, threads()),
            "NUM_STREAMS": at_once,
            "INFERENCE_PRECISION_HINT": precision(),
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
