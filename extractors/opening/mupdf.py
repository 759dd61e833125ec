"""PyMuPDF without the layout models that its package imports on its own: they double the time to start.

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
