"""Lines to paragraphs, sections, unit, year and kind."""
