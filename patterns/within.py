"""How ids of concepts lie within each other: three_public.vehicles is a part of three_public."""

from __future__ import annotations


def is_within(part: str, whole: str) -> bool:
    """Whether a concept is another or a part of it."""
    return part == whole or part.startswith(f"{whole}.")
