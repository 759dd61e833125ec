"""What this machine's CPU can, as Linux tells it: asked without loading what computes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")
_NAMES = ("model name", "Model Name")
_FEATURES = ("flags", "Features")  # as x86-64 and ARM64 call them
# Where OpenVINO says that it computes in bfloat16 (its CPU plugin's capabilities: oneDNN's avx512_core_bf16 and
# avx2_vnni_2). It never does on ARM64, whatever the CPU has, nor with amx_bf16 alone, which no CPU has alone.
_BF16 = (frozenset({"avx512_vnni", "avx512_bf16"}), frozenset({"avx_vnni", "avx_vnni_int8", "avx_ne_convert"}))


@cache
def features(cpuinfo: Path = _CPUINFO) -> frozenset[str]:
    """What the first core has, in Linux' words ("avx2", "asimd"); nothing where the system does not tell."""
    return frozenset(_told(cpuinfo, _FEATURES).split())


def name(cpuinfo: Path = _CPUINFO) -> str:
    """What the first core is called; "" where the system does not tell, as of many ARM64."""
    return _told(cpuinfo, _NAMES)


def _told(cpuinfo: Path, keys: Sequence[str]) -> str:
    try:
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    told = (line.partition(":") for line in lines)
    return next((value.strip() for key, _, value in told if key.strip() in keys), "")


def computes_bf16(having: frozenset[str]) -> bool:
    """Whether a CPU with such features computes in bfloat16, as OpenVINO has it."""
    return any(needed <= having for needed in _BF16)


def gains_by_int8(having: frozenset[str]) -> bool:
    """Whether OpenVINO computes faster in eight bits than in f32 on a CPU with such features: measured with AVX2 on."""
    return "avx2" in having
