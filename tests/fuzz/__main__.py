"""`make fuzz`: every target by turns until the time is over; what breaks one is told and ends the run with 1.

What was found is kept in .hypothesis and tried first the next time. SECONDS_TO_FUZZ is the time for all targets.
"""

from __future__ import annotations

import os
import sys
import time
import traceback

from hypothesis import HealthCheck, given, settings

from tests.fuzz.targets import TARGETS

_AT_ONCE = 50  # examples of a target before the next has its turn


def main() -> int:
    """Runs the targets; 1 where one was broken."""
    left = float(os.environ.get("SECONDS_TO_FUZZ", "300"))
    until, tried, broken = time.monotonic() + left, dict.fromkeys(TARGETS, 0), []
    how = settings(max_examples=_AT_ONCE, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck))
    while time.monotonic() < until and len(broken) < len(TARGETS):
        for target, inputs in TARGETS.items():
            if target in broken or time.monotonic() >= until:
                continue
            try:
                how(given(inputs)(target))()
            except Exception:  # whatever it is, the others go on
                traceback.print_exc()
                broken.append(target)
            tried[target] += _AT_ONCE
    for target, times in tried.items():
        print(f"{target.__name__}: {times} inputs{', BROKEN' if target in broken else ''}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
