"""docs/python.md and the notebook: their code runs, and computes what is so."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.test_docs import blocks

NOTEBOOK = REPOSITORY / "docs" / "notebooks" / "first_steps.ipynb"


def run(code: str, folder: Path) -> str:
    """What the code prints, run in a folder that knows the samples."""
    (folder / "corpus").symlink_to(REPOSITORY / "corpus")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=folder, timeout=120,
        env={"PYTHONPATH": str(REPOSITORY), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_examples_run_and_their_figures_are_so(tmp_path: Path) -> None:
    """In one process, for loading what reads takes longest."""
    shown = [code for runs, kind, code in blocks("docs/python.md") if runs and kind == "python"]
    assert len(shown) == 3
    cells = [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    own = "import json\nprint(json.dumps([str(final['totals.income']), str(difference), len(failed)]))"
    told = run("\n".join([*shown, *("".join(cell["source"]) for cell in cells), own]), tmp_path)
    assert "决算.pdf | " in told
    assert "amounts that are accepted unseen" in told
    income, difference, failed = json.loads(told.splitlines()[-1])
    golden = json.loads((REPOSITORY / "corpus/samples/sample.digital.golden.json").read_text(encoding="utf-8"))
    right = next(f for f in golden["facts"] if f["concept"] == "totals.income" and f["measure"] == "final")
    assert (Decimal(income), Decimal(difference)) == (Decimal(right["value"]), 0)
    checks = json.loads((tmp_path / "sample.json").read_text(encoding="utf-8"))["checks"]
    assert failed == sum(check["outcome"] == "fail" for check in checks)
