"""What a page's content paints where, in order, as MuPDF logs it: far cheaper than the images' own data."""

from __future__ import annotations

from collections.abc import Sequence

Painting = Sequence[tuple[str, tuple[float, float, float, float]]]  # kinds in MuPDF's words, boxes before any rotation
IMAGES = ("fill-image", "fill-imgmask")
PATHS = ("fill-path", "stroke-path")
AREAS = (*IMAGES, "fill-shade")
