"""A seal over a table: on its figures, on its head, or on both."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.grid import Grid
from corpus.marks import seal
from corpus.setter import Color, Setter
from extractors.opening.mupdf import pymupdf

# Seals as ink, as photocopies of it, as faint as an old pad leaves them.
COLOURS: dict[str, Color] = {
    "red": (0.82, 0.1, 0.12), "grey": (0.5, 0.5, 0.5), "black": (0.1, 0.1, 0.1), "blue": (0.12, 0.2, 0.72),
    "purple": (0.48, 0.12, 0.55), "faint": (0.96, 0.66, 0.66), "faint_grey": (0.78, 0.78, 0.78),
}  # fmt: skip
_RADIUS = (44.0, 58.0)
_FILLED = 4  # rows with a figure that a column has on which a seal is set
_DPI = 200  # of a seal that is a picture


def stamp(setter: Setter, grid: Grid, unit: str) -> None:
    """The unit's seal below the print that it covers, so that what is under its ink stays dark."""
    assert setter.page is not None
    style = setter.style
    for x, y in _places(grid, style.seal_at):
        radius = grid.rng.uniform(*_RADIUS)
        if style.seal_as == "drawn":
            seal(setter.page, unit, x, y, radius, COLOURS[style.table_seal])
        else:
            _picture(setter.page, unit, x, y, radius, COLOURS[style.table_seal])


def _places(grid: Grid, where: str) -> Iterator[tuple[float, float]]:
    """Centres: in the head, and among the rows, over columns of figures."""
    rulings = grid.rulings
    filled = [sum(any(map(str.isdigit, row[i])) for row in grid.rows) for i in range(len(grid.sheet.columns))]
    values = [i for i, column in enumerate(grid.sheet.columns) if column.role == "value"]
    values = [i for i in values if filled[i] >= min(_FILLED, max(filled[i] for i in values))]
    if where in ("heads", "both"):
        at = grid.rng.choice(values)
        yield sum(grid.between(at, at)) / 2, (rulings.top + rulings.under_head) / 2
    if where in ("figures", "both"):
        at = grid.rng.choice(values)
        height = rulings.bottom - rulings.under_head
        yield grid.edges[at] + grid.rng.uniform(-8, 16), rulings.under_head + height * grid.rng.uniform(0.3, 0.75)


def _picture(page: pymupdf.Page, unit: str, x: float, y: float, radius: float, color: Color) -> None:
    """The seal as a picture with a clear ground."""
    side = 2 * radius + 6
    with pymupdf.open() as blank:
        sheet = blank.new_page(width=side, height=side)
        seal(sheet, unit, side / 2, side / 2, radius, color)
        data = sheet.get_pixmap(dpi=_DPI, alpha=True).tobytes("png")
    page.insert_image(pymupdf.Rect(x - side / 2, y - side / 2, x + side / 2, y + side / 2), stream=data)
