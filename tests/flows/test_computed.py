"""What computes the networks is asked for by the environment, and refused in one line where it cannot be had."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.watching import COMMAND, Places


def refused(places: Places, **asked: str) -> str:
    """What is told; the command must end as one that is used wrongly, and have written nothing."""
    done = subprocess.run(
        [*COMMAND, "extract", "a.pdf", "-o", "out"], capture_output=True, text=True, check=False, timeout=120,
        env=places.environment(PYTHONUTF8="1", **asked), cwd=places.current,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert not places.left()
    return done.stderr


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"JUESUAN_BACKEND": "torch"}, "JUESUAN_BACKEND is torch; there are openvino, onnxruntime\n"),
        (
            {"JUESUAN_BACKEND": "onnxruntime", "JUESUAN_PRECISION": "bf16"},
            "JUESUAN_PRECISION is bf16; onnxruntime computes in f32 here\n",
        ),
        (
            {"JUESUAN_BACKEND": "torch", "JUESUAN_LANG": "zh"},
            "JUESUAN_BACKEND为torch，只能是openvino, onnxruntime\n",
        ),
    ],
    ids=["backend", "precision", "Chinese"],
)
def test_what_cannot_be_had_is_refused_in_one_line(asked: dict[str, str], told: str, tmp_path: Path) -> None:
    assert refused(Places(tmp_path), **asked) == told
