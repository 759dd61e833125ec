"""Pages that units really published, as far as they may be kept: where each was found and what its figures are.

Never their sentences: a page is named by its address and the digest of its text, its figures are facts, a reason is
where it stands in the text. Who has the texts scores a reading of them: `python -m corpus.field TEXTS`.
"""
