"""Python's searches for garbage, as seldom as reading documents needs them: at Python's own pace they take a sixth of
the CPU of digital documents, and find next to nothing."""

from __future__ import annotations

import gc

_YOUNG = 100_000  # objects made between two searches among the young: ten pages make as many; Python's own is 700


def search_seldom() -> None:
    """Looks for garbage less often: for a process that reads documents, before it loads what it needs for that."""
    gc.set_threshold(_YOUNG)


def keep_what_is_loaded() -> None:
    """Leaves what is loaded out of all later searches: it stays. To be called when a first document was read, for much
    of what is known is loaded when that asks for it."""
    gc.collect()
    gc.freeze()
