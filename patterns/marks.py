"""What a text in a knowledge file is: a name that others refer to, a reference to one, a wording, an expression.

The models of the entries say so in their types, and one walk over a loaded file finds every marked text with its
place. Nothing else in patterns/ checks references or wordings.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

Place = tuple[str | int, ...]  # keys and indices that lead from the top of a file to one text of it


@dataclass(frozen=True)
class Defines:
    """A name of a kind, which may be referred to; `once` where no other entry of the file may have it."""

    kind: str
    once: bool = True


@dataclass(frozen=True)
class Refers:
    """A name of one of `kinds` that is defined elsewhere."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class IsTerm:
    """`concept@measure`; with `alone`, also a mere concept or, behind §, a section."""

    alone: bool = False


@dataclass(frozen=True)
class IsWording:
    """A wording in the notation of patterns/wording.py; `empty` where nothing may be said, too."""

    empty: bool = False


@dataclass(frozen=True)
class IsExpression:
    """A regular expression that has these groups."""

    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class IsMessage:
    """A message that may leave open {these} and nothing else."""

    slots: tuple[str, ...]


Mark = Defines | Refers | IsTerm | IsWording | IsExpression | IsMessage

CONCEPT_GROUP = "group of concepts"  # what ids begin with before a dot, whether that is a concept itself or not

ConceptId = Annotated[str, Refers(("concept",))]
ConceptOrGroup = Annotated[str, Refers(("concept", CONCEPT_GROUP))]
SectionId = Annotated[str, Refers(("section",))]
CategoryId = Annotated[str, Refers(("category",))]
StatementId = Annotated[str, Refers(("statement",))]
KindId = Annotated[str, Refers(("kind of document",))]
Classifier = Annotated[str, Refers(("classifier",))]
EconomicCode = Annotated[str, Refers(("economic class",))]
Term = Annotated[str, IsTerm()]
Wording = Annotated[str, IsWording()]
Expression = Annotated[str, IsExpression()]


class MarkedText(NamedTuple):
    """A text of a file, where it stands and what it is."""

    place: Place
    mark: Mark
    text: str


_Visit = Callable[[Any, Place, list[MarkedText]], None]


def marked_texts(value: BaseModel) -> list[MarkedText]:
    """Every marked text of a loaded file, in the order of the models' fields."""
    found: list[MarkedText] = []
    visit = _visit_of(type(value))
    if visit is not None:
        visit(value, (), found)
    return found


@cache
def _visit_of(annotation: Any) -> _Visit | None:
    """How values of a type are looked through; None where none of its texts is marked."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _visit_of_model(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        mark = next((m for m in arguments[1:] if isinstance(m, Mark)), None)
        return _visit_of_marked(mark) if mark else _visit_of(arguments[0])
    if origin in (Union, types.UnionType):
        return next(filter(None, (_visit_of(a) for a in arguments)), None)
    if origin is tuple:
        return _visit_of_items(arguments)
    return _visit_of_dict(*arguments) if origin is dict else None


def _visit_of_marked(mark: Mark) -> _Visit:
    def visit(value: Any, place: Place, found: list[MarkedText]) -> None:
        if value is not None:
            found.append(MarkedText(place, mark, value))

    return visit


def _visit_of_model(model: type[BaseModel]) -> _Visit | None:
    visits = []
    for name, field in model.model_fields.items():
        mark = next((m for m in field.metadata if isinstance(m, Mark)), None)
        annotation: Any = field.annotation
        visit = _visit_of_marked(mark) if mark else _visit_of(annotation)
        if visit is not None:
            visits.append((name, visit))

    def visit_fields(value: Any, place: Place, found: list[MarkedText]) -> None:
        if value is not None:
            for name, visit in visits:
                visit(getattr(value, name), (*place, name), found)

    return visit_fields if visits else None


def _visit_of_items(items: tuple[Any, ...]) -> _Visit | None:
    each = [_visit_of(item) for item in items if item is not Ellipsis]
    if not any(each):
        return None

    def visit_items(value: Any, place: Place, found: list[MarkedText]) -> None:
        for i, item in enumerate(value or ()):
            visit = each[min(i, len(each) - 1)]
            if visit is not None:
                visit(item, (*place, i), found)

    return visit_items


def _visit_of_dict(keys: Any, values: Any) -> _Visit | None:
    of_key, of_value = _visit_of(keys), _visit_of(values)
    if of_key is None and of_value is None:
        return None

    def visit_items(value: Any, place: Place, found: list[MarkedText]) -> None:
        for key, item in (value or {}).items():
            if of_key is not None:
                of_key(key, (*place, key), found)
            if of_value is not None:
                of_value(item, (*place, key), found)

    return visit_items
