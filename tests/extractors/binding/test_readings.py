"""How texts are read now, right or wrong; a change is reviewed as a diff of what is pinned (see readings.py)."""

from __future__ import annotations

import difflib

import pytest

from tests.extractors.binding.readings import loaded, pinned_file, reading, texts

TEXTS = texts()
BATCH = 20  # texts a test: one test each would take longer to set up than to run
BATCHES = [(group, start) for group, named in TEXTS.items() for start in range(0, len(named), BATCH)]
PINNED = {group: loaded(pinned_file(group)) for group in TEXTS}


@pytest.mark.parametrize(("group", "start"), BATCHES, ids=[f"{group} {start}" for group, start in BATCHES])
def test_text_is_read_as_it_was(group: str, start: int) -> None:
    differing = []
    for name in list(TEXTS[group])[start : start + BATCH]:
        pinned, got = PINNED[group].get(name, []), reading(group, name)
        if got != pinned:
            differing += [f"{group}: {name}", *difflib.unified_diff(pinned, got, "pinned", "read", lineterm="", n=0)]
    if differing:
        pytest.fail("\n".join(differing), pytrace=False)


@pytest.mark.parametrize("group", TEXTS)
def test_what_is_pinned_is_of_a_text(group: str) -> None:
    assert list(PINNED[group]) == list(TEXTS[group])
