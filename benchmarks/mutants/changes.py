"""Single-place changes of a source, as mutation testing makes them, and a seeded sample of them.

Most operators are cosmic-ray's; those at the end are ours, in its form, for what it leaves alone: tolerances written
as `Decimal("0.01")`, fractions and large numbers (it adds 1 to them, which asks nothing), membership, guards of
comprehensions, `min` and `max`, dropped terms of a condition. A place is drawn first, then one of its changes, so that
a place that can be changed in many ways is not drawn more often.

Left out by rule, never by hand, because nothing that runs could tell the difference or because no test should:
- signatures but for their default values, and annotations of variables: annotations aren't evaluated;
- decorators: caches and slots change speed only, and without @property nothing runs at all;
- `__all__`, `__slots__`, blocks under TYPE_CHECKING and under `__name__ == "__main__"`;
- what is raised, and messages of asserts: how an error is worded; docstrings have no operator;
- `strict=` of zip, which only says that the lengths are known to be equal;
- a change after which the file doesn't compile, or compiles to the same tree or the same code;
- `==` made `is`, and operators that don't fit the operands (`a + b` made `a << b`): equal or noticed by anything.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import CodeType

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.number_replacer import NumberReplacer
from cosmic_ray.operators.operator import Operator
from cosmic_ray.operators.provider import OperatorProvider
from parso.python import tree as parsed

Position = tuple[int, int]  # line from 1, column from 0 in characters
Span = tuple[Position, Position]

# Names of cosmic-ray's operators: signs, comparisons, boundaries, conditions, loops, handlers.
_TAKEN = (
    *(f"ReplaceBinaryOperator_{pair}" for pair in (
        "Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_Mul", "BitOr_BitAnd", "BitAnd_BitOr",
    )),
    *(f"ReplaceComparisonOperator_{pair}" for pair in (
        "Eq_NotEq", "NotEq_Eq", "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt",
        "Is_IsNot", "IsNot_Is",
    )),
    "ReplaceUnaryOperator_USub_UAdd", "ReplaceUnaryOperator_Delete_Not",
    "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ExceptionReplacer", "ZeroIterationForLoop",
)  # fmt: skip


# Whole numbers from here on are measures (percent, lengths, budgets) rather than counts of things: one more or less of
# them is no question. Set by eye on what stands in the code.
_MEASURE = 10


class _Count(NumberReplacer):  # type: ignore[misc]
    """cosmic-ray's numbers, small whole ones only: one more, one less."""

    def mutation_positions(self, node: parsed.PythonNode) -> Iterator[Span]:
        if isinstance(node, parsed.Number) and _is_count(node):
            yield from super().mutation_positions(node)


class _Ours(Operator):  # type: ignore[misc]
    """An operator told by one method: the texts that may stand for a node."""

    def texts(self, node: parsed.PythonNode) -> list[str]:
        raise NotImplementedError

    def mutation_positions(self, node: parsed.PythonNode) -> Iterator[Span]:
        for _ in self.texts(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: parsed.PythonNode, index: int) -> parsed.PythonNode:
        return parsed.Name(self.texts(node)[index], node.start_pos, prefix=node.get_first_leaf().prefix or " ")

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


class _Amount(_Ours):
    """Halves and doubles 0.65, 24 and Decimal("0.0151"); a nought becomes 1."""

    def texts(self, node: parsed.PythonNode) -> list[str]:
        number = isinstance(node, parsed.Number) and not _is_count(node)
        if not number and not (isinstance(node, parsed.String) and _only_argument_of(node) == "Decimal"):
            return []
        quote = "" if number else node.value[0]
        try:
            value = Decimal(node.value.strip(quote or None))
        except InvalidOperation:
            return []
        whole = number and node.value.isdigit()
        return [
            f"{quote}{v:f}{quote}" for v in ([value // 2 if whole else value / 2, value * 2] if value else [value + 1])
        ]


class _Membership(_Ours):
    """`in` becomes `not in`, and back; not that of a loop."""

    def texts(self, node: parsed.PythonNode) -> list[str]:
        if node.parent is None or node.parent.type != "comparison":
            return []
        return {"in": ["not in"], "not in": ["in"]}.get(" ".join(node.get_code().split()), [])


class _Guard(_Ours):
    """The condition of a comprehension, turned round and dropped."""

    def texts(self, node: parsed.PythonNode) -> list[str]:
        if node.parent is None or node.parent.type not in {"comp_if", "old_comp_if"} or node is node.parent.children[0]:
            return []
        return [f"(not ({_code(node)}))", "True"] if node is node.parent.children[1] else []


class _Term(_Ours):
    """A condition without one of its terms: `a and b` becomes `a`, or `b`."""

    def texts(self, node: parsed.PythonNode) -> list[str]:
        if node.type not in {"and_test", "or_test"}:
            return []
        joint, terms = f" {node.children[1].value} ", [_code(term) for term in node.children[::2]]
        return ["(" + joint.join(terms[:i] + terms[i + 1 :]) + ")" for i in range(len(terms))]


class _Extreme(_Ours):
    """`min` becomes `max`, `any` becomes `all`, and back."""

    _SWAPPED = ({"min": "max", "any": "all"}, {"max": "min", "all": "any"})

    def texts(self, node: parsed.PythonNode) -> list[str]:
        if not isinstance(node, parsed.Name):
            return []
        before, after = node.get_previous_leaf(), node.get_next_leaf()
        method = before is not None and before.value == "."
        called = after is not None and after.value == "(" and not method
        return [swap[node.value] for swap in self._SWAPPED if called and node.value in swap]


def _is_count(node: parsed.Number) -> bool:
    return bool(node.value.isdigit() and int(node.value) < _MEASURE)


def _code(node: parsed.PythonNode) -> str:
    return str(node.get_code(include_prefix=False))


def _only_argument_of(node: parsed.PythonNode) -> str:
    """What is called with this node alone: `Decimal` of the string in Decimal("1")."""
    before, after = node.get_previous_leaf(), node.get_next_leaf()
    if before is None or before.value != "(" or after is None or after.value != ")":
        return ""
    called = before.get_previous_leaf()
    return "" if called is None else str(called.value)


OPERATORS: tuple[Operator, ...] = (
    *(OperatorProvider()[name]() for name in _TAKEN),
    *(operator() for operator in (_Count, _Amount, _Membership, _Guard, _Term, _Extreme)),
)


@dataclass(frozen=True)
class Change:
    """One change of one file."""

    path: Path
    span: Span
    source: str  # of the whole file, changed
    before: str  # the lines that differ, in one line
    after: str

    def __str__(self) -> str:
        return f"`{self.before}` → `{self.after}`"


@dataclass(frozen=True)
class _Place:
    path: Path
    span: Span
    ways: tuple[tuple[Operator, int], ...]  # an operator, which of its occurrences in the file


def sample(paths: Iterable[Path], number: int, seed: int) -> list[Change]:
    """So many changes at different places of the files, drawn by the seed; fewer where there are fewer places.

    The same files, number and seed give the same changes, whatever the order of the files.
    """
    places = [place for path in sorted(paths) for place in _places(path)]
    chance = random.Random(seed)
    chance.shuffle(places)
    drawn: list[Change] = []
    for place in places:
        if len(drawn) == number:
            break
        ways = chance.sample(place.ways, len(place.ways))
        drawn.extend(next(([c] for operator, nth in ways if (c := _changed(place, operator, nth))), []))
    return drawn


def _places(path: Path) -> list[_Place]:
    source = path.read_text(encoding="utf-8")
    out, allowed = _ruled_out(source)
    ways: dict[Span, list[tuple[Operator, int]]] = {}
    nodes = list(ast_nodes(get_ast(source)))
    for operator in OPERATORS:
        spans = (span for node in nodes for span in operator.mutation_positions(node))
        for nth, span in enumerate(spans):
            if _within(span, allowed) or not _within(span, out):
                ways.setdefault(span, []).append((operator, nth))
    return [_Place(path, span, tuple(found)) for span, found in sorted(ways.items())]


def _within(span: Span, spans: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _ruled_out(source: str) -> tuple[list[Span], list[Span]]:
    """Spans that are left out, and spans within these that are not: default values."""
    lines = source.encode().split(b"\n")

    def at(line: int, column: int) -> Position:  # ast counts bytes
        return line, len(lines[line - 1][:column].decode())

    def span(node: ast.expr | ast.stmt) -> Span:
        return at(node.lineno, node.col_offset), at(node.end_lineno or 0, node.end_col_offset or 0)

    out: list[Span] = []
    allowed: list[Span] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            out += [span(decorator) for decorator in node.decorator_list]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            out.append((span(node)[0], span(node.body[0])[0]))
            allowed += [span(default) for default in (*node.args.defaults, *node.args.kw_defaults) if default]
        elif isinstance(node, ast.AnnAssign):
            out.append(span(node.annotation))
        elif isinstance(node, ast.Raise):
            out.append(span(node))
        elif isinstance(node, ast.Assert) and node.msg:
            out.append(span(node.msg))
        elif isinstance(node, ast.keyword) and node.arg == "strict":
            out.append(span(node.value))
        elif isinstance(node, ast.Assign | ast.If) and _never_runs_here(node):
            out.append(span(node))
    return out, allowed


def _never_runs_here(node: ast.Assign | ast.If) -> bool:
    if isinstance(node, ast.Assign):
        return bool({"__all__", "__slots__"} & {ast.unparse(target) for target in node.targets})
    return bool({"TYPE_CHECKING", "__name__"} & set(ast.unparse(node.test).split()))


def _changed(place: _Place, operator: Operator, nth: int) -> Change | None:
    """The change, or None where nothing that runs is changed by it."""
    source = place.path.read_text(encoding="utf-8")
    changed = mutate_code(source, operator, nth)
    try:
        same = ast.dump(ast.parse(changed)) == ast.dump(ast.parse(source))
        if same or _runs_as(compile(changed, "", "exec")) == _runs_as(compile(source, "", "exec")):
            return None
    except SyntaxError:
        return None
    old, new = source.splitlines(), changed.splitlines()
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    return Change(place.path, place.span, changed, " ".join(" ".join(old).split()), " ".join(" ".join(new).split()))


def _runs_as(code: CodeType) -> tuple[object, ...]:
    """What of a compiled source decides how it runs: all but places in the file."""
    constants = tuple(_runs_as(c) if isinstance(c, CodeType) else (type(c), repr(c)) for c in code.co_consts)
    return code.co_code, code.co_names, code.co_varnames, code.co_exceptiontable, constants
