"""Slips of the OCR mended where arithmetic leaves one explanation."""
