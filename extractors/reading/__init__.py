"""A page to lines: text layer, picture, OCR, rulings."""
