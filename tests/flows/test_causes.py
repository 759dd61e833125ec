"""Whatever can be the cause that a document is not read is told in Chinese, too: found in the code, not listed."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

from extractors.model.errors import EncryptedDocument, OversizedDocument, UnreadableDocument
from flows.causes import load_causes, told
from flows.words import VARIABLE
from tests.conftest import REPOSITORY

HAN = regex.compile(r"\p{Han}")
# Whose text people are told; what is raised as another is caught by us, or is an error of ours.
TOLD = {
    *(kind.__name__ for kind in UnreadableDocument.__subclasses__()), "UnreadableDocument", "damaged", "UnreadKind",
    "OversizedSheet", "OversizedText", "NestedTooDeep", "BrokenValue", "OSError", "FileNotFoundError", "SourceError",
    "ManifestError", "WorkerDoesNotStart", "ServerDoesNotStart", "FolderInUse", "QueryError", "CorpusInUse",
    "FetchFailed", "_Again", "OutOfTime", "SourcesError", "AlreadyRunning", "LaterVersion",
    "NoPage", "NotThere", "CannotCompute",
}  # fmt: skip
ROOMS = (
    "extractors/opening", "extractors/reading", "extractors/verdict", "flows/batch", "flows/monitor", "flows/publish",
    "flows/query", "flows/report", "flows/review",
)  # fmt: skip
RAISED_IN = (
    REPOSITORY / "extractors" / "formats.py",
    *sorted((REPOSITORY / "flows").glob("*.py")),
    *(path for room in ROOMS for path in sorted((REPOSITORY / room).rglob("*.py"))),
)
# Functions whose result is the cause, or a part of one.
ADDS = regex.compile(r"(left_out|remarks)\.append$|\._leave$")
SAID_BY = {"oversized", "_what_it_looks_like", "_how_it_ended", "_left_out", "_odd"}


def template(node: ast.AST) -> str | None:
    """A text with {} where something is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def texts(node: ast.AST) -> Iterator[str]:
    """All whole texts in an expression; parts of them, and what is put in, are none."""
    text = template(node)
    if text is not None:
        yield text
        return
    for child in ast.iter_child_nodes(node):
        yield from texts(child)


def cause_of(text: str) -> str:
    """The cause of a line that tells the file, and the place in it, before."""
    return regex.sub(r"(\{\})+", "{}", regex.sub(r"^\{\}(, (line|page) (\{\}|\d+))?(: | (?=is open))", "", text))


def raised(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = getattr(node.exc.func, "id", getattr(node.exc.func, "attr", ""))
            for argument in node.exc.args if name in TOLD else ():
                yield from texts(argument)
        elif isinstance(node, ast.Assign | ast.NamedExpr):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id in ("cause", "why"):
                yield from texts(node.value)
        elif isinstance(node, ast.FunctionDef) and node.name in SAID_BY:
            yield from (
                text
                for inner in ast.walk(node)
                if isinstance(inner, ast.Return | ast.Yield) and inner.value is not None
                for text in texts(inner.value)
            )
        elif isinstance(node, ast.Call) and ADDS.search(ast.unparse(node.func)):
            yield from (text for argument in node.args for text in texts(argument))


def causes() -> dict[str, str]:
    """Every cause that can be told, with the file that says it."""
    found = {cause_of(text): path.name for path in RAISED_IN for text in raised(path)}
    return {text: name for text, name in found.items() if " " in regex.sub(r"\{\}:?", "", text).strip()}


# Functions that say what Records warn of, and what a warning is put into before it is said.
WARNS = {
    "warnings", "stale_warnings", "warnings_of", "placeholders_left", "_doubts", "_unread", "_contradictions",
    "_contradicted", "_otherwise", "_refiled", "_told", "_short",
}  # fmt: skip
WARNED_IN = {"warnings", "why_not", "told", "self.warnings", "hidden", "struck", "unkept", "unfollowed"}
PLAIN = regex.compile(r"(?:page \{\}: )?(?:\{\}: )?\p{ASCII}?.*[a-z]{2,} .*[a-z]{2,}.*", regex.DOTALL)


def warned(path: Path) -> Iterator[str]:
    """What a file of the extractors may warn of: texts of several words, in the places where warnings are made."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name in WARNS:
            says = (n.value for n in ast.walk(node) if isinstance(n, ast.Return | ast.Yield) and n.value is not None)
        elif isinstance(node, ast.Assign | ast.AugAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            says = iter([node.value] if ast.unparse(target) in WARNED_IN else [])
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            adds = name == "Trust" or (name.removesuffix(".append") in WARNED_IN and name.endswith(".append"))
            says = iter(node.args if adds else [])
        else:
            continue
        for expression in says:
            yield from (regex.sub(r"^page \{\}: ", "", text) for text in texts(expression) if PLAIN.fullmatch(text))


WARNINGS = {text: path.name for path in sorted((REPOSITORY / "extractors").rglob("*.py")) for text in warned(path)}


KNOWN = {
    "".join(literal + ("{}" if name else "") for literal, name, _, _ in string.Formatter().parse(english)): english
    for english in load_causes()
}


def test_introspection_finds_what_is_known_to_be_there() -> None:
    assert {"the PDF is encrypted and asks for a password", "a link to a folder, which is not followed"} <= set(
        causes()
    )
    assert len(causes()) > 90


def test_every_cause_is_told_in_chinese() -> None:
    assert {text: name for text, name in causes().items() if text not in KNOWN} == {}


def test_every_warning_is_told_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh")
    said = {text.replace("{}", "1"): name for text, name in WARNINGS.items()}
    assert {text: name for text, name in said.items() if told(text) == text} == {}
    assert len(WARNINGS) > 30


@pytest.mark.parametrize("english", load_causes())
def test_both_languages_of_a_cause_hold_the_same(english: str) -> None:
    chinese = load_causes()[english]
    places = [sorted(n for _, n, _, _ in string.Formatter().parse(text) if n) for text in (english, chinese)]
    assert [name for name in places[0] if name != "internal"] == places[1]
    assert HAN.search(chinese)
    assert not HAN.search(english)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            str(EncryptedDocument("a.pdf", "the PDF is encrypted and asks for a password")),
            "a.pdf：PDF已加密，打开需要密码",
        ),
        (
            str(OversizedDocument("a.pdf", "2001 pages, more than the 2000 that are read")),
            "a.pdf：共2001页，超过最多可读的2000页",
        ),
        (
            str(OversizedDocument("a: b.png", "an image of 9 x 10 pixels, more than 8 on a side", place="page 3")),
            "a: b.png，第3页：图片为9×10像素，每边最多8",
        ),
        ("x.ofd, page 1: broken: '1 2' is not 4 numbers", "x.ofd，第1页：已损坏：'1 2'不是4个数值"),
        ("x: the process that read it was ended by SIGSEGV", "x：读取它的进程因SIGSEGV结束"),
        ("m.csv, line 1: there is no column named source", "m.csv，第1行：缺少名为source的列"),
        ("d/a.txt: no document: plain text or unknown bytes", "d/a.txt：不是可读的文件：纯文本或无法识别的数据"),
        ("page 3: 12 0.5万元: the unit is missing", "第3页：12 0.5万元：缺少单位"),
        ("page 2: the text layer is garbage; read by OCR", "第2页：文字层是乱码；由OCR识别"),
        ("page 9: 12.50 was mended to 125000 by total, parts", "第9页：12.50已修正为125000（依据勾稽关系）"),
        (
            "page 2: the text layer does not say what the page shows: 1 in the layer, nothing shown; read by OCR",
            "第2页：文字层与页面所示不符：文字层为1，页面为无；由OCR识别",
        ),
        ("x.pdf: what no one has foreseen", "x.pdf: what no one has foreseen"),
    ],
)  # fmt: skip
def test_lines_are_told_in_the_language_that_people_read(monkeypatch: pytest.MonkeyPatch, line: str, said: str) -> None:
    monkeypatch.setenv(VARIABLE, "zh")
    assert told(line) == said
    monkeypatch.setenv(VARIABLE, "en")
    assert told(line) == line
