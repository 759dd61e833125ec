"""How many answers about texts a process keeps: the same labels, figures and headings stand in a document many times.

Kept are only answers that follow from the text alone (and from the knowledge files, which are read once): which texts
are asked for before, or how many, changes none of them.
"""

KEPT = 4096  # texts: those of a document that are asked about more than once are fewer
