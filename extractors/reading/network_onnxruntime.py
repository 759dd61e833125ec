"""The one file that knows ONNX Runtime: an ONNX model in single precision, on CPUs and systems of any kind.

OpenVINO has no wheel for ARM64 with a glibc below 2.35 (Kunpeng under Kylin V10, openEuler), ONNX Runtime has one.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from extractors.model.arrays import Float32s

_ERRORS = 3  # of its log's levels: 0 is what is said most often, 4 what ends the process


@cache
def _runtime() -> Any:
    # From 1.29 on it tells its maker of each process and each model, and keeps an id in the home folder, unless this is
    # said before it is imported; what its own function then turns off is not all of it.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.set_default_logger_severity(_ERRORS)
    return onnxruntime


def _options(threads: int) -> Any:
    options = _runtime().SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait for work turn round and round otherwise, and take the CPU from other workers.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Memory laid out by the shapes that came before serves those that come again only: lines are of many.
    options.enable_mem_pattern = False
    options.log_severity_level = _ERRORS
    return options


class OnnxRuntimeNetwork:
    """A Network (network.py): `at_once` arrays are computed side by side, on `threads` threads together.

    There is one session, which any number of threads may run: with one array at a time it has all the threads itself,
    with several each is computed on a thread of ours alone.
    """

    def __init__(self, model: Path, threads: int, at_once: int) -> None:
        options = _options(max(1, threads // at_once))
        self._session = _runtime().InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        self._output = [self._session.get_outputs()[0].name]
        self._at_once = at_once
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="network")  # its threads start when they are needed

    def told(self, key: str) -> str:
        """What the model's file says under `key`; raises KeyError where it does not."""
        return str(self._session.get_modelmeta().custom_metadata_map[key])

    def __call__(self, array: Float32s) -> Float32s:
        """The output for one array; it is the caller's own."""
        output: Float32s = self._session.run(self._output, {self._input: array})[0]
        return output

    def each(self, arrays: Iterable[Float32s]) -> Iterable[Float32s]:
        """The outputs for `arrays`, in their order; an output is valid until the next one is asked for."""
        waiting = deque[Future[Float32s]]()
        for array in arrays:
            if len(waiting) == self._at_once:
                yield waiting.popleft().result()
            waiting.append(self._pool.submit(self, array))
        while waiting:
            yield waiting.popleft().result()
