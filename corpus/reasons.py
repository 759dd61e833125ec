"""Gives a reason for a figure that rose, fell or stayed, from corpus/reasons.yaml; the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "reasons.yaml"
_SIGNS = {1: "rise", -1: "fall", 0: "flat"}
_NUMERALS = "一二三四五"


@cache
def reasons() -> Mapping[str, Any]:
    """The file as it stands."""
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def reason(concept: str, sign: int, year: int, rng: random.Random, several: float) -> str:
    """A reason for a figure of `concept` that changed by `sign`; with chance `several` one that lists two or three."""
    which = _SIGNS[sign]
    pool = list(_own(concept).get(which, reasons()["general"][which]))
    if sign and rng.random() < several:
        picked = rng.sample(pool, min(len(pool), rng.choice((2, 2, 3))))
        return "；".join(f"{_NUMERALS[i]}是{_filled(text, year, rng)}" for i, text in enumerate(picked))
    return _filled(rng.choice(pool), year, rng)


def _own(concept: str) -> Mapping[str, Any]:
    """The reasons of the concept, or of the nearest above it."""
    known = reasons()["concepts"]
    while concept:
        if concept in known:
            return known[concept]  # type: ignore[no-any-return]
        concept = concept.rpartition(".")[0]
    return {}


def _filled(text: str, year: int, rng: random.Random) -> str:
    return text.format(
        n=rng.randint(1, 9), year=year, prior=year - 1, nextyear=year + 1,
        project=rng.choice(reasons()["projects"]), expense=rng.choice(reasons()["expenses"]),
    )  # fmt: skip
