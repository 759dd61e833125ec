"""What is said again and again: options of commands from a file (juesuan.toml), told again on the command line or not.

    output = "记录"            # of all commands that have the option
    [batch]
    workers = 4
    time-limit = 60

The file is the one named by `--config` or JUESUAN_CONFIG, else juesuan.toml of the current folder. What is said on the
command line holds over it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from patterns.nearest import nearest

VARIABLE = "JUESUAN_CONFIG"
FILE_NAME = "juesuan.toml"


class SettingsError(ValueError):
    """A file of settings that cannot be read, or holds what no command takes; one line that names file and cause."""


def load_settings(named: Path | None, known: Mapping[str, Collection[str]]) -> dict[str, dict[str, Any]]:
    """Options by command, as click's `default_map` takes them; none where no file is named and none is there.

    `known` are the options of each command, as click names them. Raises SettingsError.
    """
    path = named if named is not None else Path(FILE_NAME)
    if named is None and not path.is_file():
        return {}
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    return _by_command(told, known, path)


def _by_command(told: Mapping[str, Any], known: Mapping[str, Collection[str]], path: Path) -> dict[str, dict[str, Any]]:
    own = {name: value for name, value in told.items() if isinstance(value, dict)}
    of_all = {_name(key): value for key, value in told.items() if key not in own}
    anywhere = frozenset(option for options in known.values() for option in options)
    for key in of_all:
        _require(key, anywhere, "option", path)
    for command, options in own.items():
        _require(command, known, "command", path)
        for key in options:
            _require(_name(key), known[command], f"option of {command}", path)
    return {
        command: {key: value for key, value in of_all.items() if key in options}
        | {_name(key): value for key, value in own.get(command, {}).items()}
        for command, options in known.items()
    }


def _name(key: str) -> str:
    """An option as click names it: `time-limit` is time_limit."""
    return key.removeprefix("--").replace("-", "_")


def _require(key: str, known: Collection[str], what: str, path: Path) -> None:
    if key not in known:
        raise SettingsError(f"{path}: {key} is no {what}{nearest(key, known)}")
