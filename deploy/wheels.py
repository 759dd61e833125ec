"""`python deploy/wheels.py FOLDER`: the wheels in a folder as a lock file, each with its version and hash.

What pip downloaded was held against requirements.lock; this says the same of what lies there now, and of what was built
from source (jieba, Juesuan), so that nothing else can be installed from the folder.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path


def entries(folder: Path) -> list[str]:
    """A line for each wheel, in the order of their names. Raises ValueError where something else lies there."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.name == "requirements.lock":
            continue
        if path.suffix != ".whl":
            raise ValueError(f"{path}: no wheel")
        name, version = path.name.split("-")[:2]  # as the names of wheels are made: name-version-tags.whl
        found.append(
            f"{name.replace('_', '-')}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        )
    return found


if __name__ == "__main__":
    print("\n".join(entries(Path(sys.argv[1]))))
