"""Says in words what a model refuses in a knowledge file, for whoever wrote the file and knows no Python."""

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Annotated, Any, Union, get_args, get_origin

import regex
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from patterns.marks import Place
from patterns.nearest import nearest

_WANTED = {
    "tuple_type": "a list",
    "string_type": "a text",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "decimal_parsing": "a number in quotes",
    "decimal_type": "a number in quotes",
}


def cause_of(error: ValidationError, model: type[BaseModel]) -> tuple[Place, str]:
    """The place of the first thing that a model refuses, and what is wrong there."""
    first = _telling(error.errors(include_url=False))
    place, kind, given = tuple(first["loc"]), first["type"], first["input"]
    of_key = bool(place) and place[-1] == "[key]"
    if of_key:
        place = place[:-1]
    field = next((step for step in reversed(place) if isinstance(step, str)), "the file")
    if kind == "extra_forbidden":
        return place, f'unknown key "{place[-1]}"{nearest(str(place[-1]), _keys_at(model, place[:-1]))}'
    if kind == "missing":
        return place, f'the key "{place[-1]}" is missing'
    if kind == "literal_error":
        options = regex.findall(r"'([^']*)'", str(first.get("ctx", {}).get("expected", "")))
        what = "key" if of_key else field.removesuffix("s") if isinstance(place[-1], int) else field
        return place, f'unknown {what} "{given}"{nearest(str(given), options)}'
    if kind in _WANTED:
        return place, f"{field} must be {_WANTED[kind]}, not {_told(given)}"
    message = first["msg"].removeprefix("Value error, ")
    return place, message if kind == "value_error" else f"{field}: {message[0].lower()}{message[1:]}"


def _telling(errors: Sequence[ErrorDetails]) -> ErrorDetails:
    """The first error; but where a key is missing, the unknown key beside it, which it was meant to be."""
    first = errors[0]
    unknown = (e for e in errors if e["type"] == "extra_forbidden" and e["loc"][:-1] == first["loc"][:-1])
    return next(unknown, first) if first["type"] == "missing" else first


def _told(given: Any) -> str:
    """What was written, by its kind: `true` and `2018` without quotes are no texts in YAML."""
    if isinstance(given, list):
        return "a list"
    if isinstance(given, dict):
        return "keys with values"
    if given is None:
        return "nothing"
    return f'the text "{given}"' if isinstance(given, str) else f"{str(given).lower()} (put it in quotes)"


def _keys_at(annotation: Any, place: Place) -> list[str]:
    """The keys that the model at a place of another one knows."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not place:
            return list(annotation.model_fields)
        field = annotation.model_fields.get(str(place[0]))
        return _keys_at(field.annotation, place[1:]) if field else []
    if origin is Annotated:
        return _keys_at(arguments[0], place)
    if origin in (Union, types.UnionType):
        return [key for arm in arguments for key in _keys_at(arm, place)]
    if origin is tuple and place:
        return _keys_at(arguments[0], place[1:])
    return _keys_at(arguments[1], place[1:]) if origin is dict and place else []
