"""Bytes to an opened document: PDF, archive, HTML, Word, workbook; what a document may cost."""
