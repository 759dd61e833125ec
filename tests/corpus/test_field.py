"""Field pages: what is kept of them, and how a reading of them is scored."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from corpus.field import __main__ as command
from corpus.field import keep
from corpus.field.page import HELD_OUT, FieldPage, Reason, digest, rounds
from corpus.field.score import Score, add_score

TITLE = "云岭市水利局2023年度部门决算"
BODY = (
    "七、“三公”经费支出决算情况说明",
    "“三公”经费支出5.00万元，比上年减少1.00万元，下降16.67%，主要原因是压减接待。公务接待费支出2.00万元。",
)


def draft(**more: Any) -> dict[str, Any]:
    return {
        "id": "r9-01", "address": "unknown", "query": "三公", "province": "安徽", "title": TITLE, "body": list(BODY),
        "document": {"kind": "final_accounts", "unit_name": "云岭市水利局", "fiscal_year": 2023},
        "facts": ["three_public final 50000 CNY", "three_public change -10000 CNY", "three_public prior 60000 CNY"],
        "may": ["three_public change_rate -16.67 percent"],
        "texts": [["three_public", "reason_change", "压减接待"]], **more,
    }  # fmt: skip


def scored(**more: Any) -> Score:
    page, text = keep.kept(draft(**more))
    score = Score()
    add_score(score, page, text)
    return score


def test_no_sentence_of_a_page_is_kept() -> None:
    page, text = keep.kept(draft())
    kept = yaml.safe_dump(page.model_dump(mode="json"), allow_unicode=True)
    assert page.digest == digest(text)
    assert not any(words in kept for words in ("压减接待", "公务接待费支出", "比上年"))


def test_pages_of_held_out_provinces_are_refused() -> None:
    with pytest.raises(ValueError, match="held out"):
        keep.kept(draft(province=HELD_OUT[0]))


def test_reason_that_is_not_on_the_page_is_refused() -> None:
    with pytest.raises(ValueError, match="r9-01: its text does not hold the reason of three_public"):
        keep.kept(draft(texts=[["three_public", "reason_change", "别的原因"]]))


def test_figures_asked_for_and_allowed_are_told_from_wrong_ones() -> None:
    score = scored()
    assert (score.asked, score.found, score.told, score.wrong) == (3, 2, 4, 1)
    missed, wrong = (line.partition(" ")[2] for line in score.show)
    assert missed == "missed three_public prior 60000 CNY"
    assert wrong.startswith("wrong  three_public.reception final 20000 CNY 0.9")


def test_any_of_several_readings_will_do() -> None:
    score = scored(facts=["three_public|meetings final|prior 50000 CNY", "three_public.reception final 20000 CNY"])
    assert (score.asked, score.found, score.wrong) == (2, 2, 1)


def test_reasons_are_found_by_where_they_stand() -> None:
    assert (scored().reasons, scored().reasons_found) == (1, 1)
    other = scored(texts=[["meetings|training", "reason_change", "压减接待"]])
    assert (other.reasons, other.reasons_found) == (1, 0)


def test_identity_is_scored_where_it_is_known() -> None:
    score = scored(document={"kind": "budget|final_accounts", "fiscal_year": 2022})
    assert score.document == {"kind": (1, 1), "fiscal_year": (0, 1)}


def test_figures_of_what_is_no_final_accounts_are_wrong_unless_it_is_told_so() -> None:
    assert scored(facts=[], may=[], document={"kind": "budget"}).wrong == 4


def test_texts_that_are_missing_or_others_are_named(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [keep.kept(draft(id=f"r9-0{n}"))[0] for n in range(1, 5)]
    pages[3] = pages[3].model_copy(update={"garbled": True})
    monkeypatch.setattr(command, "rounds", lambda: [("r9", pages)])
    for n, text in ((1, "\n".join([TITLE, *BODY])), (2, "另一页"), (4, "\n".join([TITLE, *BODY]))):
        (tmp_path / f"r9-0{n}.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["corpus.field", str(tmp_path)])
    assert command.main() == 0
    out = capsys.readouterr()
    assert out.out.splitlines()[0].startswith("r9  pages 1  recall 0.667  precision 0.750  reason recall 1.000")
    assert out.out.splitlines()[1].startswith("r9 garbled copies  pages 1")
    assert out.err.splitlines() == ["r9-02: another text", "r9-03: no text"]


def test_what_is_kept_is_well_formed_and_of_no_province_that_is_held_out() -> None:
    pages = [page for _, round_ in rounds() for page in round_]
    assert len({page.address for page in pages if page.address != "unknown"}) == sum(
        p.address != "unknown" for p in pages
    )
    assert len({page.digest for page in pages}) == len(pages)
    assert not {page.province for page in pages} & set(HELD_OUT)
    assert all(isinstance(page, FieldPage) and all(isinstance(r, Reason) for r in page.reasons) for page in pages)
