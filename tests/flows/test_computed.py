"""What computes the networks is asked for by the environment, and refused in one line where it cannot be had."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from flows.records import read_record
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


def test_a_scan_is_read_where_openvino_is_not_installed(tmp_path: Path) -> None:
    places = Places(tmp_path)
    page = np.full((120, 500, 3), 255, np.uint8)
    cv2.putText(page, "1,024.50", (40, 80), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 4)
    assert cv2.imwrite(str(places.current / "a.png"), page)
    code = (
        "import sys; sys.modules['openvino'] = None; sys.argv = ['juesuan', 'extract', 'a.png', '-o', 'out'];"
        "from flows.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300,
        env=places.environment(), cwd=places.current,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    record = read_record(places.current / "out" / "a.json")
    assert ", onnxruntime " in record.produced.ocr
    assert record.document.coverage.printed == 1
    assert not list(places.home.iterdir())
