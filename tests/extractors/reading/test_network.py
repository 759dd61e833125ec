"""Reading tells nobody: the networks load and read without a call to anyone, and without a file in the home folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from extractors.model.geometry import UPRIGHT
from extractors.pipeline import extract
from extractors.reading.computing import BACKEND_VARIABLE, PRECISIONS
from extractors.reading.ocr import OCR
from tests.conftest import REPOSITORY

# Every process that is started imports this by its name: what would reach for the network is written down and refused.
_WATCHING = """
import os, socket

def refused(name, place):
    def called(*arguments, **named):
        with open(os.environ["ASKED"], "a") as file:
            print(name, arguments[place], file=file)
        raise OSError("there is no network here")
    return called

for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
    setattr(socket, name, refused(name, 0))
for name in ("connect", "connect_ex"):
    setattr(socket.socket, name, refused(name, 1))
"""


def read(sample: Path) -> None:
    """Reads a small image and a document, in the process that is watched."""
    page = np.full((120, 400, 3), 255, np.uint8)
    cv2.putText(page, "2024", (40, 80), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 4)
    print(*(line.text for line in OCR.recognise(page, UPRIGHT)))
    print(extract(sample.read_bytes(), sample.name).document.pages > 0)


@pytest.mark.parametrize("backend", PRECISIONS)
def test_reading_calls_nobody_and_leaves_the_home_folder_alone(backend: str, tmp_path: Path, samples: Path) -> None:
    sample = samples / "sample.digital.pdf"
    home, watching, asked = tmp_path / "home", tmp_path / "watching", tmp_path / "asked"
    home.mkdir()
    watching.mkdir()
    asked.touch()
    (watching / "sitecustomize.py").write_text(_WATCHING, encoding="utf-8")
    # Nothing else of this environment is handed on: variables that say "this is CI" keep a sender silent.
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "ASKED": str(asked),
        BACKEND_VARIABLE: backend,
        "PYTHONPATH": f"{watching}{os.pathsep}{REPOSITORY}",
    }
    code = f"import sys, pathlib; from {__name__} import read; read(pathlib.Path(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, sample],
        capture_output=True, text=True, check=False, cwd=tmp_path, env=environment, timeout=300,
    )  # fmt: skip
    assert done.stdout.split() == ["2024", "True"], done.stderr
    assert done.stderr == ""
    assert asked.read_text(encoding="utf-8") == ""
    assert list(home.rglob("*")) == []
