"""Reading tells nobody: the networks load and read without a call to anyone, and without a file in the home folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
_READING = """
import sys
from pathlib import Path
import cv2, numpy
from extractors.model.geometry import Turn
from extractors.reading.ocr import recognise
from extractors.pipeline import extract

page = numpy.full((120, 400, 3), 255, numpy.uint8)
cv2.putText(page, "2024", (40, 80), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 4)
print(*(line.text for line in recognise(page, Turn())))
print(extract(Path(sys.argv[1]).read_bytes(), "a.pdf").document.pages > 0)
"""


def test_reading_calls_nobody_and_leaves_the_home_folder_alone(tmp_path: Path, samples: Path) -> None:
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
        "PYTHONPATH": f"{watching}{os.pathsep}{REPOSITORY}",
    }
    done = subprocess.run(
        [sys.executable, "-c", _READING, samples / "sample.digital.pdf"],
        capture_output=True, text=True, check=False, cwd=tmp_path, env=environment, timeout=300,
    )  # fmt: skip
    assert done.stdout.split() == ["2024", "True"], done.stderr
    assert asked.read_text(encoding="utf-8") == ""
    assert list(home.rglob("*")) == []
