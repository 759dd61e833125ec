"""Code run in a process of its own, which can be ended: a search that goes on for ever inside of pytest cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.conftest import REPOSITORY

_SECONDS = 120  # what takes milliseconds where it ends at all


def answers(module: str, function: str, given: list[str]) -> list[Any]:
    """What a function of one text answers to each of these texts; raises TimeoutExpired where it does not."""
    code = (
        f"import json, sys\nfrom {module} import {function}\n"
        f"print(json.dumps([{function}(text) for text in json.load(sys.stdin)]))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(given), capture_output=True, text=True, timeout=_SECONDS, check=True, cwd=REPOSITORY,
    )  # fmt: skip
    found: list[Any] = json.loads(told.stdout)
    return found
