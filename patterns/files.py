"""Reads a knowledge file into its model; what is wrong in it becomes one line: file, line, entry, cause.

    patterns/texts.yaml:12: offices: unknown section "organization" (did you mean organisation?)

Lines cost a second parse and are looked for only where something is wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from string import Formatter
from typing import Any, NoReturn, TypeVar, get_args

import regex
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from patterns.causes import cause_of
from patterns.marks import (
    CONCEPT_GROUP,
    Defines,
    IsExpression,
    IsMessage,
    IsTerm,
    IsWording,
    Mark,
    Place,
    Refers,
    marked_texts,
)
from patterns.measure import Measure
from patterns.nearest import nearest
from patterns.wording import wording_fault

FOLDER = Path(__file__).parent

Known = Mapping[str, Collection[str]]  # kind of a name → the names of that kind
_TEXT = "tag:yaml.org,2002:str"
_NAMING_KEYS = ("id", "code", "of", "say")  # by the first of these that it has an entry is named in an error
_MEASURES: tuple[str, ...] = get_args(Measure)
_LONGEST_NAME = 40  # characters of an entry's name in an error, which is to stay one line
_YAML: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PatternError(ValueError):
    """A knowledge file that cannot be used; the message names file, line, entry and cause in one line."""


class Entry(BaseModel):
    """An entry of a knowledge file: a key that is not declared is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Source:
    """The file, or for each field of the model the file, that a model is loaded from."""

    folder: Path
    files: str | Mapping[str, str]

    def read(self) -> Any:
        """What the files hold, as the parser gives it. Raises PatternError."""
        if isinstance(self.files, str):
            return _read(self.folder / self.files)
        return {field: _read(self.folder / file) for field, file in self.files.items()}

    def fail(self, place: Place, cause: str) -> NoReturn:
        """Raises the PatternError that tells what is wrong at a place of the model."""
        if isinstance(self.files, str):
            path = self.folder / self.files
        else:
            path, place = self.folder / self.files[str(place[0])], place[1:]
        entry = _entry_at(_read(path), place)
        key = entry.rpartition(".")[2]  # which need not be said again
        cause = cause.removeprefix(f"{key}: ").removeprefix(f"{key} ") if key else cause
        raise PatternError(f"{shown(path)}:{_line_of(path, place)}: {f'{entry}: ' if entry else ''}{cause}")


def load_file(model: type[Model], file: str, folder: Path, known: Known | None = None) -> Model:
    """A knowledge file of one model; `known` are the names of other files that it may refer to. Raises PatternError."""
    return load_files(model, Source(folder, file), known)[0]


def load_files(model: type[Model], source: Source, known: Known | None = None) -> tuple[Model, Known]:
    """A validated model, and all names that may be referred to after it: `known` and its own. Raises PatternError."""
    try:
        value = model.model_validate(source.read())
    except ValidationError as error:
        place, cause = cause_of(error, model)
        source.fail(place, cause)
    return value, _checked(value, source, known or {})


def _checked(value: BaseModel, source: Source, known: Known) -> Known:
    """The known names with those that a file defines. Raises PatternError where a marked text of it is wrong."""
    texts = marked_texts(value)
    defined: dict[str, set[str]] = {kind: set(names) for kind, names in known.items()}
    for place, mark, text in texts:
        if isinstance(mark, Defines):
            names = defined.setdefault(mark.kind, set())
            if mark.once and text in names:
                source.fail(place, f'a second {mark.kind} "{text}"')
            names.add(text)
    defined[CONCEPT_GROUP] = {name[:i] for name in defined.get("concept", ()) for i in _dots(name)}
    for place, mark, text in texts:
        if (fault := _fault(mark, text, defined)) is not None:
            source.fail(place, fault)
    return defined


def _dots(name: str) -> Iterator[int]:
    return (i for i, char in enumerate(name) if char == ".")


def _fault(mark: Mark, text: str, known: Known) -> str | None:
    """What is wrong with a marked text; None where nothing is."""
    if isinstance(mark, IsWording):
        return wording_fault(text) if text or mark.empty else "an empty wording"
    if isinstance(mark, Refers):
        return _reference_fault(text, mark.kinds, known)
    if isinstance(mark, IsTerm):
        return _term_fault(text, mark.alone, known)
    if isinstance(mark, IsMessage):
        return _message_fault(text, mark.slots)
    return _expression_fault(text, mark.groups) if isinstance(mark, IsExpression) else None


def _reference_fault(text: str, kinds: tuple[str, ...], known: Known) -> str | None:
    if any(text in known.get(kind, ()) for kind in kinds):
        return None
    names = {name for kind in kinds for name in known.get(kind, ())}
    return f'unknown {" or ".join(kinds)} "{text}"{nearest(text, names)}'


def _term_fault(term: str, alone: bool, known: Known) -> str | None:
    if alone and term.startswith("§"):
        return _reference_fault(term[1:], ("section",), known)
    concept, at, measure = term.partition("@")
    if not at and not alone:
        return f'"{term}" is no concept@measure'
    if at and measure not in _MEASURES:
        return f'unknown measure "{measure}" in "{term}"{nearest(measure, _MEASURES)}'
    return _reference_fault(concept, ("concept",), known)


def _message_fault(message: str, slots: tuple[str, ...]) -> str | None:
    try:
        left_open = [slot for _, slot, _, _ in Formatter().parse(message) if slot is not None]
    except ValueError:
        return f'a brace without its counterpart in "{message}"'
    unknown = next((slot for slot in left_open if slot not in slots), None)
    return None if unknown is None else f"nothing is filled in for {{{unknown}}}{nearest(unknown, slots)}"


def _expression_fault(expression: str, groups: tuple[str, ...]) -> str | None:
    try:
        has = regex.compile(expression).groupindex
    except regex.error as error:
        return f'no regular expression, "{expression}": {error}'
    missing = [group for group in groups if group not in has]
    return f'no group "{missing[0]}" in "{expression}"' if missing else None


def _read(path: Path) -> Any:
    """What a file holds, texts as they are written. Raises PatternError."""
    try:
        text = path.read_text(encoding="utf-8")
        return _rows(text) if path.suffix == ".csv" else _yaml(text)
    except OSError as error:
        raise PatternError(f"{shown(path)}: {error.strerror}") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f":{mark.line + 1}" if mark else ""
        raise PatternError(f"{shown(path)}{line}: {error.problem or error.context}") from None
    except (yaml.YAMLError, csv.Error, RecursionError, ValueError) as error:
        raise PatternError(f"{shown(path)}: {' '.join(str(error).split())}") from None


def _rows(text: str) -> list[dict[str, str]]:
    names, *rows = csv.reader(text.splitlines())
    return [dict(zip_longest(names, row, fillvalue="")) for row in rows]


def _yaml(text: str) -> Any:
    """A YAML document's data. A parser of its own would keep the last of two equal keys without a word."""
    parser = _YAML(text)
    try:
        node = parser.get_single_node()
        return None if node is None else _data_of(node, parser)
    finally:
        parser.dispose()


def _data_of(node: yaml.Node, parser: yaml.SafeLoader) -> Any:
    # Written out, as most of a start's time for knowledge files would go into PyYAML's general way of doing this.
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.tag == _TEXT else parser.construct_object(node)
    if isinstance(node, yaml.SequenceNode):
        return [_data_of(item, parser) for item in node.value]
    data = {}
    for key, value in node.value:
        name = _data_of(key, parser)
        if isinstance(name, list | dict) or name in data:
            raise yaml.MarkedYAMLError(problem=f'the key "{key.value}" comes twice', problem_mark=key.start_mark)
        data[name] = _data_of(value, parser)
    return data


def shown(path: Path) -> str:
    """How errors name a knowledge file: `patterns/kinds.yaml`."""
    return f"{path.parent.name}/{path.name}"


def _entry_at(data: Any, place: Place) -> str:
    """How the entry that a place lies in is called: by its id or what it says, else by the keys that lead there."""
    name, keys = "", []
    for step in place:
        if isinstance(step, str):
            keys.append(step)
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(data, dict) and (not name or "id" in data):
            name = _name_of(data) or name
    name = name or ".".join(keys)
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _name_of(entry: Mapping[Any, Any]) -> str:
    """What an entry calls itself; "" where it has no name of its own."""
    told = next((entry[key] for key in _NAMING_KEYS if entry.get(key)), "")
    name = str(told[0] if isinstance(told, list) else told)
    return "" if "{code}" in name else name  # the message on a code, in a row of messages


def _line_of(path: Path, place: Place) -> int:
    """The line, from 1, on which what a place points at begins; of what encloses it where it is not there."""
    if path.suffix == ".csv":
        return int(place[0]) + 2 if place else 1  # the first row stands below the names of the columns
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_YAML)
    line = node.start_mark.line if node else 0
    for step in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line
        elif isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if pair is None:
                break
            node, line = pair[1], pair[0].start_mark.line
    return line + 1
