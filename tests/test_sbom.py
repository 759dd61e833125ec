"""`make sbom` writes a CycloneDX bill of materials that names every locked package with its hashes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY
from tests.locks import locked


@pytest.fixture(scope="module")
def command() -> list[str]:
    """What make runs, but for the program and the file that it writes."""
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not installed")
    told = subprocess.run(
        [make, "--dry-run", "--no-print-directory", "sbom", "VENV=/nowhere", "-o", "/nowhere/.made-dev"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},  # of the make around it
    )  # fmt: skip
    line = told.stdout.replace("\\\n", " ").splitlines()[-1].split()
    return line[line.index("requirements") : line.index("--output-file")]


@pytest.fixture(scope="module")
def written(command: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("cyclonedx_py", reason="cyclonedx-bom is not installed: make lint installs what is locked")
    path = tmp_path_factory.mktemp("sbom") / "sbom.json"
    subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", *command, "--output-file", str(path)], cwd=REPOSITORY, check=True
    )
    return path


def test_bill_is_of_the_lock_file(command: list[str]) -> None:
    assert command[:2] == ["requirements", "requirements.lock"]


def test_bill_is_valid(written: Path) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = written.read_text(encoding="utf-8")
    version = SchemaVersion.from_version(json.loads(text)["specVersion"])
    assert JsonStrictValidator(version).validate_str(text) is None


def test_every_locked_package_is_named_with_its_hashes(written: Path) -> None:
    bill: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "juesuan")
    named = {
        (c["name"], c["version"]): {h["content"] for r in c["externalReferences"] for h in r.get("hashes", ())}
        for c in bill["components"]
    }
    assert named == {(p.name, p.version): set(p.hashes) for p in locked("requirements.lock")}
    assert all(c["purl"].startswith("pkg:pypi/") for c in bill["components"])
