"""Every package that the lock files name is under a licence that goes together with AGPL-3.0-or-later."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata

import pytest
import regex

from tests.locks import LOCKS, locked

# SPDX ids that the FSF's list of licences counts as compatible with version 3 of the (A)GPL, or whose text asks no more
# than they do.
ALLOWED = frozenset(
    {
        "0BSD", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0",
        "CC0-1.0", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "ISC", "LGPL-2.1-or-later",
        "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Python-2.0",
        "Unlicense", "Zlib", "Apache-2.0 WITH LLVM-exception",
    }
)  # fmt: skip
# What packages say that do not speak SPDX, by the id that is meant: classifiers, and the field License.
MEANT = {
    "Apache Software License": "Apache-2.0", "BSD License": "BSD-3-Clause", "ISC License (ISCL)": "ISC",
    "MIT License": "MIT", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0", "The Unlicense (Unlicense)": "Unlicense",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "3-Clause BSD License": "BSD-3-Clause", "BSD": "BSD-3-Clause", "BSD-3": "BSD-3-Clause",
    "BSD 3-Clause": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0", "Apache License 2.0": "Apache-2.0",
    "Dual Licensed - GNU AFFERO GPL 3.0 or Artifex Commercial License": "AGPL-3.0-or-later",
}  # fmt: skip
# Said beside a licence, they are none.
_NO_LICENCE = frozenset({"OSI Approved", "GNU General Public License (GPL)"})
# By package: why it is used all the same. Each is looked at by a person before it is put here.
EXCEPTIONS = {
    "regex": "parts are CPython's own, under CNRI's licence, as in every Python; it is installed beside, not handed on",
    "text-unidecode": "under the Artistic License or, at the user's choice, GPL-2.0-or-later, which is the choice here",
}
_NAMES = {package.name for lock in LOCKS for package in locked(lock)}


def may_be_used(expression: str) -> bool:
    """Whether an SPDX expression leaves a choice that is allowed.

    >>> may_be_used("MPL-2.0 AND (Apache-2.0 OR Proprietary)"), may_be_used("MIT AND Proprietary")
    (True, False)
    """
    while inner := regex.search(r"\(([^()]*)\)", expression):
        expression = expression.replace(inner[0], "MIT" if may_be_used(inner[1]) else "no")
    choices = regex.split(r"\s+OR\s+", expression.strip())
    return any(all(part in ALLOWED for part in regex.split(r"\s+AND\s+", choice)) for choice in choices)


def licence_of(name: str) -> str:
    """The licence that an installed package states, as an SPDX expression; what cannot be read of it, as it is."""
    told = metadata(name)
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or () if c.startswith("License ::")]
    stated = [c for c in classifiers if c not in _NO_LICENCE]
    if not stated:
        stated = [str(told.get("License") or "").strip().partition("\n")[0]]
    return " AND ".join(MEANT.get(one, one) for one in stated)


@pytest.mark.parametrize("name", sorted(_NAMES))
def test_licence_goes_with_that_of_this_project(name: str) -> None:
    try:
        licence = licence_of(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed on this machine")
    assert name in EXCEPTIONS or may_be_used(licence), f"{name}: {licence or 'states no licence'}"


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True), ("Apache-2.0 OR Proprietary", True), ("MIT AND Proprietary", False), ("", False),
        ("GPL-2.0-only", False), ("SSPL-1.0", False), ("MIT AND (Proprietary OR ISC)", True), ("BUSL-1.1", False),
        ("(MIT OR no) AND (no OR no)", False), ("CC-BY-NC-4.0", False), ("Other/Proprietary License", False),
    ],
)  # fmt: skip
def test_what_may_be_used(expression: str, allowed: bool) -> None:
    assert may_be_used(expression) is allowed


def test_exceptions_are_needed() -> None:
    installed = []
    for name in EXCEPTIONS:
        assert name in _NAMES, f"{name} is locked no longer"
        installed.append(licence_of(name))
    assert not [licence for licence in installed if may_be_used(licence)]


def test_package_without_a_licence_is_out_of_the_locks() -> None:
    assert not _NAMES & {"pymupdf", "pymupdf-layout", "pymupdf4llm"}
