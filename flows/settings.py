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
from typing import Any, NamedTuple

from patterns.nearest import nearest

VARIABLE = "JUESUAN_CONFIG"
FILE_NAME = "juesuan.toml"


class SettingsError(ValueError):
    """A file of settings that cannot be read, or holds what no command takes; one line that names file and cause."""


class Option(NamedTuple):
    """An option as the file may name it: whether it takes several values, and whether the name is an old one."""

    several: bool = False
    old: bool = False


Known = Mapping[str, Mapping[str, Option]]  # the options of each command, by their names as click has them


def load_settings(named: Path | None, known: Known) -> dict[str, dict[str, Any]]:
    """Options by command, as click's `default_map` takes them; none where no file is named and none is there.

    Raises SettingsError.
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


def _by_command(told: Mapping[str, Any], known: Known, path: Path) -> dict[str, dict[str, Any]]:
    own = {name: value for name, value in told.items() if isinstance(value, dict)}
    of_all = {key: value for key, value in told.items() if key not in own}
    _refuse(of_all, own, known, path)
    return {
        command: {**_taken(of_all, _current(options)), **_taken(own.get(command, {}), options)}
        for command, options in known.items()
    }


def _current(options: Mapping[str, Option]) -> dict[str, Option]:
    """Without old names, which may be the new ones of something else: they are taken where the command is named."""
    return {name: option for name, option in options.items() if not option.old}


def _taken(given: Mapping[str, Any], options: Mapping[str, Option]) -> dict[str, Any]:
    named = {_name(key): value for key, value in given.items() if _name(key) in options}
    several = (name for name, value in named.items() if options[name].several and not isinstance(value, list))
    return named | {name: [named[name]] for name in several}


def _refuse(of_all: Collection[str], own: Mapping[str, Collection[str]], known: Known, path: Path) -> None:
    """Raises SettingsError where a name is that of no command or option."""
    anywhere = {name for options in known.values() for name in _current(options)}
    for key in of_all:
        _require(key, anywhere, "option", path)
    for command, options in own.items():
        if command not in known:
            raise SettingsError(f"{path}: {command} is no command{nearest(command, known)}")
        for key in options:
            _require(key, known[command], f"option of {command}", path)


def _name(key: str) -> str:
    """An option as click names it: `time-limit` is time_limit."""
    return key.removeprefix("--").replace("-", "_")


def _require(key: str, known: Collection[str], what: str, path: Path) -> None:
    if _name(key) not in known:
        written = [name.replace("_", "-") for name in known]
        raise SettingsError(f"{path}: {key} is no {what}{nearest(key, written)}")
