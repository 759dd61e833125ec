"""How the time of every regular expression of the project grows on hostile text: `python -m benchmarks.growth`.

Patterns are taken where they are compiled: all modules are imported, all knowledge is loaded and checked, documents are
read meanwhile. Each is then run over texts made to mislead it: its own words, characters and classes repeated, alone,
in pairs, and cut short by what does not match, and what pages are made of. What takes longer than a floor is run at a
quarter of the length, too; what grows by more than n × log n is told.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
import linecache
import pkgutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType

import regex
from regex import _main as engine

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = ("patterns", "extractors", "flows", "corpus")
LENGTH = 4_000  # characters of the longer text; a quarter of it is the shorter one
FLOOR = 0.004  # seconds at LENGTH: linear patterns take a tenth of it, those that grow with the square many times it
PATIENCE = 0.5  # seconds after which a pattern is given up
# From a quarter of the length n log n grows by 4.7 here, the square by 16; between them with room for noise.
MOST_GROWTH = 8.0
_REPEATS = 2
_LONGEST_END = 200
# What these compile reads knowledge files, or is compiled to see whether it can be: it is given no text of a document.
_NO_DOCUMENT = frozenset({
    "patterns/wording.py: _SOUND", "patterns/wording.py: _SIGNS", "patterns/wording.py: _NEEDLESS",
    "patterns/wording.py: _GROUP", "patterns/files.py: _expression_fault", "patterns/shapes.py: shaped",
})  # fmt: skip
_MOST_ATOMS = 9
# fmt: off
_EVERYWHERE = (
    " ", "1", "1,", "1.", "（", "(", "<", "<!--", "<a ", "[", "年", "元", "，", "、", "主要原因是", "增加", "1.00万元",
    "-", "a", "\n",
)
# fmt: on
_BAD_ENDS = ("", "!")
# What stands for a class of characters.
_CLASSES = {r"\d": "1", r"\s": " ", r"\w": "a", r"\p{Han}": "国", r"\S": "x", r"\D": "x", r"\P{Han}": "x", ".": "x"}
_ASSIGNED = regex.compile(r"(\w+)(?::[^=]++)?+ = ")
_WORD = regex.compile(r"[\p{Han}A-Za-z]++|[^\p{Han}A-Za-z0-9\\\s\[\](){}|^$?*+.]")
_NOTATION = regex.compile(r"\\[pP]\{[^}]*+\}|\\[A-Za-z]|\(\?(?:P?<[^>=!]*+>|P=[^)]*+\)|[a-zA-Z:=!<>&|-]*+)|\{[\d,]*+\}")


@dataclass(frozen=True)
class Compiled:
    """A pattern, the place in the project where it was compiled, how it was used there ("" where that is not known)."""

    pattern: regex.Pattern[str]
    place: str
    use: str


@dataclass(frozen=True)
class Growth:
    """What grew: seconds at a quarter of the length and at the whole; `text` is what was repeated."""

    compiled: Compiled
    use: str
    text: str
    before: float
    after: float

    @property
    def factor(self) -> float:
        """How many times longer the fourfold text took."""
        return self.after / max(self.before, 1e-7)


def patterns() -> list[Compiled]:
    """All patterns over text that the project compiles, each once for a place."""
    found: dict[tuple[str, int, str], Compiled] = {}
    with _watched(found):
        for package in PACKAGES:
            for module in pkgutil.walk_packages([str(REPOSITORY / package)], f"{package}."):
                if not module.name.endswith("__main__"):
                    importlib.import_module(module.name)
        _exercise()
    return [compiled for compiled in found.values() if compiled.place not in _NO_DOCUMENT]


def _exercise() -> None:
    """Makes the patterns that are made when they are first needed."""
    from corpus.generate import generate
    from extractors.formats import extract_document
    from patterns.check import check_patterns

    check_patterns()
    for family in ("terse", "mof"):
        extract_document(generate(family, 1)[0], "made.pdf")
    extract_document("<html><body><p>一、收入支出决算情况说明</p></body></html>".encode(), "made.html")


def named(*packages: str) -> list[Compiled]:
    """The patterns that have a name in the modules of packages, or in modules; nothing is loaded or read for them."""
    found = []
    for package in packages:
        module = importlib.import_module(package)
        inside = pkgutil.walk_packages(getattr(module, "__path__", ()), f"{package}.")
        for name in (package, *(one.name for one in inside)):
            for key, value in vars(importlib.import_module(name)).items():
                if isinstance(value, regex.Pattern) and isinstance(value.pattern, str):
                    found.append(Compiled(value, f"{name.replace('.', '/')}.py: {key}", ""))
    return found


@contextlib.contextmanager
def _watched(found: dict[tuple[str, int, str], Compiled]) -> Iterator[None]:
    real = engine._compile

    def compiling(pattern: object, flags: int, *rest: object) -> object:
        made = real(pattern, flags, *rest)
        if isinstance(pattern, str):
            use, place = _caller()
            if place:
                found.setdefault((pattern, flags, place), Compiled(made, place, use))
        return made

    engine._compile = compiling
    try:
        yield
    finally:
        engine._compile = real


def _caller() -> tuple[str, str]:
    """The function of regex that was called, and where in the project; "" where it was called by others."""
    frame: FrameType | None = sys._getframe(2)
    use = ""
    while frame is not None and Path(frame.f_code.co_filename).parent.name == "regex":
        use, frame = frame.f_code.co_name, frame.f_back
    path = Path(frame.f_code.co_filename) if frame is not None else Path()
    if frame is None or not path.is_relative_to(REPOSITORY) or path.relative_to(REPOSITORY).parts[0] not in PACKAGES:
        return "", ""
    name = frame.f_code.co_name
    if name == "<module>":
        line = linecache.getline(str(path), frame.f_lineno)
        name = found[1] if (found := _ASSIGNED.match(line)) else f"line {frame.f_lineno}"
    return ("" if use == "compile" else use), f"{path.relative_to(REPOSITORY)}: {name}"


def hostile(pattern: str) -> Iterator[str]:
    """What is repeated to mislead a pattern."""
    bare = _NOTATION.sub(" ", pattern)
    words = list(dict.fromkeys(_WORD.findall(bare)))
    classes = [said for notation, said in _CLASSES.items() if notation in pattern]
    atoms = list(dict.fromkeys([*words[:_MOST_ATOMS], *classes]))
    yield from dict.fromkeys([*atoms, *_EVERYWHERE, *(a + b for a, b in itertools.permutations(atoms[:6], 2))])


def _run(pattern: regex.Pattern[str], use: str, text: str) -> float:
    """The seconds of CPU that the pattern takes over the text; PATIENCE where it takes longer."""
    calls: dict[str, Callable[[], object]] = {
        "match": lambda: pattern.match(text, timeout=PATIENCE),
        "fullmatch": lambda: pattern.fullmatch(text, timeout=PATIENCE),
        "search": lambda: [None for _ in pattern.finditer(text, timeout=PATIENCE)],
    }
    began = time.process_time()
    try:
        calls[use]()
    except TimeoutError:
        return PATIENCE
    return time.process_time() - began


def _uses(compiled: Compiled) -> tuple[str, ...]:
    """How a pattern is used: as it was called, or as what is called by its name in the code; in all ways if by none."""
    called = {compiled.use} if compiled.use else _called(compiled.place.rpartition(" ")[2])
    named = {use if use in ("match", "fullmatch") else "search" for use in called}
    return tuple(sorted(named or {"match", "fullmatch", "search"}))


@cache
def _called(name: str) -> frozenset[str]:
    """The methods that are called of what has that name, or of what the function of that name gives."""
    calls = regex.compile(rf"\b{name}\b(?:\([^()]*+\))?+\.(match|fullmatch|search|sub|subn|finditer|findall|split)\(")
    return frozenset(call for text in _sources() for call in calls.findall(text))


@cache
def _sources() -> tuple[str, ...]:
    return tuple(p.read_text(encoding="utf-8") for package in PACKAGES for p in (REPOSITORY / package).rglob("*.py"))


def grown(compiled: Compiled, length: int = LENGTH) -> Growth | None:
    """The first text on which the pattern's time grows faster than it may; None where there is none."""
    said = compiled.pattern.pattern
    # What a pattern cannot do without must stand somewhere, or the engine does not even begin to look for the rest.
    ends = (*_BAD_ENDS, "\0" + "".join(_WORD.findall(_NOTATION.sub(" ", said)))[:_LONGEST_END])
    for piece, end, use in itertools.product(hostile(said), ends, _uses(compiled)):
        long, short = (piece * (size // len(piece)) + end for size in (length, length // 4))
        if _run(compiled.pattern, use, long) < FLOOR:
            continue
        after = min(_run(compiled.pattern, use, long) for _ in range(_REPEATS))
        before = min(_run(compiled.pattern, use, short) for _ in range(_REPEATS))
        growth = Growth(compiled, use, f"{piece!r} × n + {end!r}", before, after)
        if after >= FLOOR and (growth.factor > MOST_GROWTH or after >= PATIENCE):
            return growth
    return None


def main() -> None:
    """Prints the patterns that grow too fast, and how many there are."""
    found = patterns()
    worst = []
    for number, compiled in enumerate(found, 1):
        if sys.stderr.isatty():
            print(f"\r{number}/{len(found)}", end="", file=sys.stderr)
        if (growth := grown(compiled)) is not None:
            worst.append(growth)
            told = growth.compiled.pattern.pattern.replace("\n", " ")
            times = f"{growth.before * 1000:8.1f} {growth.after * 1000:8.1f} {growth.factor:6.1f}"
            print(f"{times}  {growth.use:9} {growth.compiled.place:48} {growth.text:34.34} {told[:90]}", flush=True)
    print(f"{len(worst)} of {len(found)} patterns grow faster than n × log n")


if __name__ == "__main__":
    main()
