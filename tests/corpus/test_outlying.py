"""Made counties of figures: what was planted is found, and steady years are told of nothing."""

from __future__ import annotations

import sys

import pytest

from corpus import outlying


def test_planted_figures_are_found_and_steady_years_are_not_noted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["outlying", "--units", "20", "--first-seed", "4001"])
    monkeypatch.setattr(outlying, "_SPREADS", (0.1, None))
    outlying.main()
    steady, _, anew = capsys.readouterr().out.partition("every year drawn anew")
    assert "own years        0 of 98 documents noted; planted 2 of 2" in steady
    assert "own years        0 of 98" not in anew, "years that resemble nothing before them are told of"
