"""What joins the members of a list: names (A、B和C), figures (1万元和2万元), and what else a comma or nothing joins.

The joints themselves are those of patterns/shapes.yaml. A comma joins figures, as the last of several or of all:
`分别增加1.57万元，1.28万元`. Names may also stand right beside one another, as an OCR and careless writers leave them:
`购置数保有量分别为…`.
"""

from __future__ import annotations

from functools import cache

from patterns.shapes import load_shapes

_COMMAS = ("，", ",")  # the second stands where figures without a blank are read as one run: 400.00,410.00


def joins_closely(gap: str) -> bool:
    """Whether the text between two names or figures is one of the joints of a list, and nothing else."""
    return gap in _joints()


def joins_figures(gap: str) -> bool:
    """Whether the text between two figures makes them members of one list."""
    return gap in _joints() or gap in _COMMAS


def joins_names(gap: str) -> bool:
    """Whether the text between two names, or between what was counted and what else is, makes them one list."""
    return gap in ("", *_COMMAS) or gap in _joints()


def begins_with_joint(words: str) -> bool:
    """Whether a joint was taken for the beginning of what it joins: `与年初预算|和上年决算数` are two anchors."""
    return words.startswith(load_shapes().list_joints)


@cache
def _joints() -> frozenset[str]:
    return frozenset(load_shapes().list_joints)
