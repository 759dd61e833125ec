"""What computes the networks, and in what: chosen by what is installed, what the CPU has, and who asks.

OpenVINO comes first where the CPU computes in bfloat16 (docs/performance.md): the same readings in little more than
half the time. Elsewhere ONNX Runtime does: in single precision it reads the same as OpenVINO, in less time and with
150 MB less. Eight bits (models.py) are for who asks, as faxes read a little worse in them.
JUESUAN_BACKEND and JUESUAN_PRECISION say otherwise; what is chosen stands in every Record (`produced.ocr`). To choose
and to name it loads neither.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec

from extractors.reading import cpu

THREADS_VARIABLE, BACKEND_VARIABLE, PRECISION_VARIABLE = "JUESUAN_THREADS", "JUESUAN_BACKEND", "JUESUAN_PRECISION"
# What computes, and in what: f32 is what all CPUs compute in.
PRECISIONS: Mapping[str, tuple[str, ...]] = {"openvino": ("bf16", "f32", "int8"), "onnxruntime": ("f32",)}
# The same, the preferred first; int8 only where it is asked for.
_PREFERRED = (("openvino", "bf16"), ("onnxruntime", "f32"), ("openvino", "f32"), ("openvino", "int8"))


class CannotCompute(ValueError):
    """What is asked for is not installed, not known, or not what this machine does; one line."""


@dataclass(frozen=True)
class Computing:
    """What computes ("openvino", "onnxruntime") and in what ("bf16", "int8", "f32")."""

    backend: str
    precision: str

    def __str__(self) -> str:
        return f"{self.backend} {version(self.backend)} {self.precision}"


def threads() -> int:
    """How many threads this process computes with: JUESUAN_THREADS, else one for each core it may run on."""
    told = os.environ.get(THREADS_VARIABLE, "")
    return int(told) if told.isdigit() and int(told) > 0 else len(os.sched_getaffinity(0))


@cache
def computing() -> Computing:
    """What this process computes with, the same from its first question on. Raises CannotCompute."""
    return chosen(os.environ, is_installed, cpu.features())


def is_installed(backend: str) -> bool:
    """Whether a backend can be imported; imports nothing."""
    return find_spec(backend) is not None


def possible(backend: str, having: frozenset[str]) -> list[str]:
    """In what a backend computes on a CPU with the features `having`."""
    without = {"bf16": not cpu.computes_bf16(having), "int8": not cpu.gains_by_int8(having)}
    return [word for word in PRECISIONS[backend] if not without.get(word)]


def better_than(by: Computing) -> Computing | None:
    """By what doubtful figures are read again: single precision where eight bits are not enough; None: by nothing."""
    return Computing(by.backend, "f32") if by.precision == "int8" else None


def chosen(asked: Mapping[str, str], installed: Callable[[str], bool], having: frozenset[str]) -> Computing:
    """What to compute with, by the variables in `asked`, on a CPU with the features `having`. Raises CannotCompute."""
    wanted = asked.get(PRECISION_VARIABLE, "")
    usual = (b for b, p in _PREFERRED if installed(b) and p in possible(b, having) and wanted in ("", p))
    backend = asked.get(BACKEND_VARIABLE) or next(usual, "") or next(filter(installed, PRECISIONS), "")
    if not backend:
        raise CannotCompute("neither openvino nor onnxruntime is installed: pip install onnxruntime")
    if backend not in PRECISIONS:
        raise CannotCompute(f"{BACKEND_VARIABLE} is {backend}; there are {', '.join(PRECISIONS)}")
    if not installed(backend):
        raise CannotCompute(f"{BACKEND_VARIABLE} is {backend}, not installed: pip install {backend}")
    here = possible(backend, having)
    precision = wanted or here[0]
    if precision not in here:
        raise CannotCompute(f"{PRECISION_VARIABLE} is {precision}; {backend} computes in {', '.join(here)} here")
    return Computing(backend, precision)
