"""Pages whose tables were collected flat, a row a line with `|` between its cells, with their tables restored.

A search's text keeps the cells of a published table and loses which of them span several columns or rows. Cells of a
row with fewer than the table's are spread over it; one that the row below leaves out reaches down into that.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

_PARTED, _ENDED = " | ", " |"
_MOSTLY = 0.8  # of a table's rows: the last may be cut off


def page_with_tables(text: str) -> bytes:
    """A collected text (a title, then a paragraph or a row a line) as the page it was."""
    title, *lines = text.split("\n")
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'
    return f"{head}<h1>{html.escape(title)}</h1>{body_of(lines)}</body></html>".encode()


def body_of(lines: Sequence[str]) -> str:
    """Lines as a page has them: rows of tables as tables, others as paragraphs."""
    return "".join(_table(list(some)) if rows else _paragraphs(some) for rows, some in groupby(lines, _is_row))


def _is_row(line: str) -> bool:
    return not line.startswith("<table") and (_PARTED in line or line.endswith(_ENDED) or line.startswith("| "))


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(p if p.startswith("<table") else f"<p>{html.escape(p, quote=False)}</p>" for p in lines)


def _table(lines: Sequence[str]) -> str:
    ended = sum(line.endswith("|") for line in lines)
    closed = ended >= _MOSTLY * len(lines)  # then the last sign closes a row, and is no blank cell
    rows = [[cell.strip() for cell in (line.removesuffix("|") if closed else line).split("|")] for line in lines]
    wide = Counter(len(row) for row in rows if len(row) > 1)
    width = max(wide, key=lambda cells: (wide[cells], cells), default=1)
    told: list[str] = []
    for row, below in zip(rows, [*map(len, rows[1:]), 0], strict=True):
        reaches_down = 1 < len(row) < width and below == width - 1
        told.append(f"<tr>{''.join(_cells(row, width, reaches_down=reaches_down))}</tr>")
    return f"<table border='1'>{''.join(told)}</table>"


def _cells(row: Sequence[str], width: int, *, reaches_down: bool) -> list[str]:
    """The cells of a row, spread over `width` columns where there are fewer."""
    first, rest = (row[:1], row[1:]) if reaches_down else (row[:0], row)
    each, over = divmod(width - len(first), max(1, len(rest)))
    span = f" colspan='{each}'" if each > 1 and not over else ""
    down = [f"<td rowspan='2'>{html.escape(cell, quote=False)}</td>" for cell in first]
    return [*down, *(f"<td{span}>{html.escape(cell, quote=False)}</td>" for cell in rest)]
