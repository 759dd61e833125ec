"""The confidence models fitted on readings whose truth is known."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from corpus.calibrate import Labelled, calibration_of, labelled, together, written
from extractors.model.evidence import CellEvidence, FactEvidence
from extractors.pipeline import extract
from extractors.verdict.cells import blank_features, cell_features, form_features
from extractors.verdict.facts import features, probability
from flows.cli import app
from patterns.calibration import MODELS, Calibration, load_calibration
from patterns.loader import FOLDER
from tests.conftest import REPOSITORY

SAMPLES = REPOSITORY / "corpus" / "samples"


def weighed(chars: float, model: str = "figures") -> dict[str, float]:
    if model == "cells":
        return cell_features(CellEvidence(page=0.98, chars_min=chars))
    if model == "blanks":
        return blank_features(CellEvidence(page=0.98, shape=0.6 if chars < 0.9 else 1.0))
    if model == "forms":
        return form_features(CellEvidence(page=0.98, chars_min=chars), "30.00")
    return features(FactEvidence(chars_min=chars, chars_mean=chars, page=0.98))


def readings() -> list[Labelled]:
    """Of the blurred readings 6 in 10 are right, of the clear ones nearly all."""
    rng = random.Random(7)
    made = []
    for model in MODELS:
        for chars, right in ((0.995, 0.99), (0.5, 0.6)):
            made += [
                Labelled(f"d{i}", "office200", model, weighed(chars, model), chars, rng.random() < right)
                for i in range(600)
            ]
    return made


def test_models_say_what_is_true_and_the_file_is_readable_data() -> None:
    held = Calibration.model_validate(yaml.safe_load(written(calibration_of(readings()))))
    for model in ("figures", "cells", "forms"):
        clear, blurred = (probability(weighed(c, model), getattr(held, model)) for c in (0.995, 0.5))
        assert abs(clear - 0.99) < 0.02, model
        assert abs(blurred - 0.6) < 0.06, model
    (training,) = held.training
    assert training.held_out["cells_ece"] < 0.04
    assert training.held_out["figures_brier"] < training.held_out["figures_brier_of_ocr_alone"] + 0.05


def test_models_not_asked_for_stay_as_they_are() -> None:
    kept = calibration_of(readings())
    fewer = [r for r in readings() if r.document < "d5"]
    new = calibration_of(fewer, ("cells", "forms"))
    both = together(kept, new)
    assert {name: both[name] for name in ("figures", "texts", "blanks")} == {
        name: kept[name] for name in ("figures", "texts", "blanks")
    }
    assert both["cells"] == new["cells"] != kept["cells"]
    first, second = Calibration.model_validate(both).training
    assert (first.models, second.models) == (("figures", "texts", "blanks"), ("cells", "forms"))
    assert (first.documents, second.documents) == (600, len({r.document for r in fewer}))
    assert {name.partition("_")[0] for name in first.held_out} == {"figures", "texts", "blanks"}


@pytest.mark.parametrize("broken", ["training", "thresholds"])
def test_file_that_does_not_account_for_every_model_is_refused(broken: str) -> None:
    data = calibration_of(readings())
    if broken == "training":
        data["training"][0]["models"].remove("cells")
    else:
        del data["thresholds"]["cells"]
    with pytest.raises(ValueError, match=broken):
        Calibration.model_validate(data)


def test_committed_models_trust_clear_characters_more() -> None:
    for model in ("figures", "cells", "forms"):
        held = getattr(load_calibration(), model)
        confidences = [probability(weighed(c, model), held) for c in (0.3, 0.8, 0.99, 0.9999)]
        assert confidences == sorted(set(confidences)), model
    assert all(training.documents > 0 for training in load_calibration().training)


def test_readings_come_from_records_with_golden_files_beside_them(tmp_path: Path) -> None:
    path = SAMPLES / "sample.digital.pdf"
    record = json.loads(extract(path.read_bytes(), path.name).model_dump_json())
    wrong = next(
        c for s in record["statements"] for r in s["rows"] for c in r["cells"] if c["value"] not in (None, "0")
    )
    wrong["value"] = "12345678.9"
    (tmp_path / "sample.digital.json").write_text(json.dumps(record), encoding="utf-8")
    shutil.copy(SAMPLES / "sample.digital.golden.json", tmp_path)
    found = list(labelled(tmp_path))
    assert {r.model for r in found} == set(MODELS)
    assert [r.model for r in found if not r.right] == ["cells"]
    assert all(r.weighed["certain"] == 1.0 for r in found if r.model in ("cells", "blanks", "forms"))


def test_unknown_model_is_wrong_usage(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "calibration.yaml", tmp_path)
    told = CliRunner().invoke(
        app, ["calibrate", str(tmp_path), "--only", "cell", "-o", str(tmp_path / "calibration.yaml")]
    )
    assert told.exit_code == 2
    assert "no such model" in told.output
