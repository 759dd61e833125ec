"""Checks every knowledge file of a folder: `python -m patterns.check [FOLDER]` says what is wrong in one line.

Programs load the files that they need when they need them; who edits one wants to know at once about all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from patterns.acceptance import load_acceptance
from patterns.across import load_across
from patterns.arithmetic import load_identities
from patterns.audit import load_audit
from patterns.audit_rules import load_rules
from patterns.calibration import load_calibration
from patterns.confusions import load_confusions
from patterns.files import FOLDER, PatternError
from patterns.forms import load_forms
from patterns.function_names import load_function_names
from patterns.kind_words import load_kind_words
from patterns.kinds import load_kinds
from patterns.labels import load_labels
from patterns.loader import FILES, load_patterns
from patterns.misbinding import load_misbinding
from patterns.money import load_money
from patterns.nearest import nearest
from patterns.openness import load_openness
from patterns.outliers import load_outliers
from patterns.parts import load_parts
from patterns.plainness import load_plainness
from patterns.register import load_register
from patterns.sets import load_sets
from patterns.shapes import (
    load_cell_shapes,
    load_characters,
    load_covers,
    load_headings,
    load_number_shapes,
    load_shapes,
)
from patterns.sites import load_sites
from patterns.small_tables import load_small_tables
from patterns.statements import load_planned, load_statements
from patterns.unit_names import load_unit_names
from patterns.usual import load_usual
from patterns.words import load_field_words

# Every knowledge file, with what loads it
LOADERS: Mapping[str, Callable[[Path], object]] = {
    **dict.fromkeys(FILES.values(), load_patterns),
    "acceptance.yaml": load_acceptance,
    "across.yaml": load_across,
    "outliers.yaml": load_outliers,
    "audit.yaml": load_audit,
    "audit_rules.yaml": load_rules,
    "budget_tables.yaml": load_planned,
    "calibration.yaml": load_calibration,
    "cells.yaml": load_cell_shapes,
    "characters.yaml": load_characters,
    "confusions.yaml": load_confusions,
    "covers.yaml": load_covers,
    "forms.yaml": load_forms,
    "function_names.yaml": load_function_names,
    "headings.yaml": load_headings,
    "identities.yaml": load_identities,
    "kind_words.yaml": load_kind_words,
    "kinds.yaml": load_kinds,
    "labels.yaml": load_labels,
    "misbinding.yaml": load_misbinding,
    "money.yaml": load_money,
    "numbers.yaml": load_number_shapes,
    "openness.yaml": load_openness,
    "parts.yaml": load_parts,
    "plainness.npz": load_plainness,
    "plainness.yaml": load_plainness,
    "register.yaml": load_register,
    "sets.yaml": load_sets,
    "shapes.yaml": load_shapes,
    "sites.yaml": load_sites,
    "small_tables.yaml": load_small_tables,
    "statements.yaml": load_statements,
    "titles.yaml": load_statements,  # which loads titles.yaml and checks the kinds that they name
    "unit_names.yaml": load_unit_names,
    "usual.npz": load_usual,
    "words.yaml": load_field_words,
}


def knowledge_files(folder: Path = FOLDER) -> list[str]:
    """The names of the YAML and CSV files in a folder, and of those of fitted numbers, sorted."""
    return sorted(path.name for path in folder.iterdir() if path.suffix in (".yaml", ".csv", ".npz"))


def check_patterns(folder: Path = FOLDER) -> None:
    """Loads every knowledge file of a folder. Raises PatternError for the first thing that is wrong in one."""
    for file in knowledge_files(folder):
        if file not in LOADERS:
            raise PatternError(f"{folder.name}/{file}: no knowledge file has this name{nearest(file, LOADERS)}")
    for load in dict.fromkeys(LOADERS.values()):
        load(folder)


def main() -> None:
    """Exit code 0 where all is well, 2 where a file is wrong."""
    try:
        check_patterns(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else FOLDER)
    except PatternError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
