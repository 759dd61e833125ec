"""What is kept in deploy/: units that systemd takes, opt-outs in all of it, wheels held to hashes."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.quiet import OPT_OUTS
from tests.conftest import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def test_units_are_such_as_systemd_takes(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    for unit in UNITS:  # it asks for the programs, too, which are not installed there
        text = unit.read_text(encoding="utf-8").replace("/opt/juesuan/venv/bin/", "/bin/echo ")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if "Failed to initialize manager" in done.stderr:
        pytest.skip(done.stderr.strip().splitlines()[-1])
    assert not [line for line in done.stderr.splitlines() if "juesuan" in line], done.stderr
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_services_may_do_little_and_tell_nobody(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    wanted = {
        "EnvironmentFile=/opt/juesuan/deploy/prefect.env", "User=juesuan", "PrivateTmp=yes", "ProtectSystem=strict",
        "NoNewPrivileges=yes",
    }  # fmt: skip
    assert wanted <= set(lines)
    assert ("IPAddressDeny=any" in lines) == (unit.stem != "juesuan-monitor")


def test_units_and_their_commands_are_told_of() -> None:
    text = (REPOSITORY / "docs" / "deployment.md").read_text(encoding="utf-8")
    for unit in UNITS:
        assert unit.stem in text, unit.name


def test_image_tells_nobody() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    for name, value in OPT_OUTS.items():
        assert f"{name}={value}" in text


def wheels(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(DEPLOY / "wheels.py"), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_wheels_are_listed_with_their_hashes(tmp_path: Path) -> None:
    (tmp_path / "some_package-1.2-py3-none-any.whl").write_bytes(b"wheel")
    (tmp_path / "requirements.lock").touch()
    told = wheels(tmp_path).stdout
    assert told == f"some-package==1.2 --hash=sha256:{hashlib.sha256(b'wheel').hexdigest()}\n"


def test_what_is_no_wheel_is_refused(tmp_path: Path) -> None:
    (tmp_path / "jieba-0.42.1.tar.gz").touch()
    done = wheels(tmp_path)
    assert done.returncode != 0
    assert "jieba-0.42.1.tar.gz: no wheel" in done.stderr


@pytest.mark.slow
def test_every_command_runs_in_a_folder_of_a_strange_name(tmp_path: Path) -> None:
    """As `make test-wheel` has it, but of what is installed here."""
    folder = tmp_path / "空 目录"
    folder.mkdir()
    command = [sys.executable, str(DEPLOY / "every_command.py"), str(Path(sys.executable).parent), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
