"""Where tests find documents that are not in the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The first example loads dictionaries; how long that takes is not what the tests are about.
settings.register_profile("juesuan", deadline=None, derandomize=True)
settings.load_profile("juesuan")

# What commands tell is tested in English, wherever tests run; what is tested in Chinese asks for it.
os.environ["JUESUAN_LANG"] = "en"

REPOSITORY = Path(__file__).resolve().parent.parent
OLDER = REPOSITORY / "tests" / "data" / "older"  # what the code of older commits made, by commit
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the repository; skips where there is none."""
    if not (SHARED / "documents").is_dir():
        pytest.skip("no folder shared/documents beside the repository")
    return SHARED


@pytest.fixture(scope="session")
def samples() -> Path:
    """The samples that are committed."""
    return REPOSITORY / "corpus" / "samples"
