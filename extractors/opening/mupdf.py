"""PyMuPDF without the layout models that it imports where they are installed: they double the time to start.

Ours is `pymupdf-lite`, the same code without them; the package `pymupdf` brings them, and states no licence for them.

Import it from here: `from extractors.opening.mupdf import pymupdf`.
"""

import sys

# A module that is None in sys.modules cannot be imported; pymupdf does without its optional parts then.
for _optional in ("pymupdf.layout", "pymupdf4llm"):
    sys.modules.setdefault(_optional, None)  # type: ignore[arg-type]

import pymupdf  # noqa: E402

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

__all__ = ["pymupdf"]
