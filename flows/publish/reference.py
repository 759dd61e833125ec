"""Reference tables of a corpus, from the knowledge files: concepts, measures, categories of reasons, functions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flows.publish.views import measure_labels
from patterns.acceptance import load_acceptance
from patterns.arithmetic import load_identities, term
from patterns.loader import load_patterns


@dataclass(frozen=True)
class Reference:
    """A table of texts: what one row is in Chinese and English, columns with their words, rows."""

    name: str
    zh: str
    en: str
    columns: dict[str, tuple[str, str]]
    rows: list[tuple[object, ...]]


@cache
def reference_tables() -> tuple[Reference, ...]:
    """All reference tables."""
    patterns = load_patterns()
    concepts = [c.id for c in patterns.concepts]
    wholes = _wholes(concepts)
    return (
        Reference(
            "concepts",
            "概念：数字说的是什么",
            "what figures are of",
            {
                "concept": ("概念号（永久不变）", "id, stable for ever"),
                "label": ("中文名", "Chinese name"),
                "parent": ("上级概念", "the concept above"),
                "whole": ("占比的分母概念", "the concept that shares of it refer to"),
                "kinds": ("数字种类", "kinds of figures"),
            },
            [(c.id, c.label, _parent(c.id, set(concepts)), wholes.get(c.id), " ".join(c.kinds))
             for c in patterns.concepts],
        ),
        Reference(
            "measures",
            "指标：是哪个数",
            "which figure of a concept",
            {"measure": ("指标号", "id"), "label": ("中文名", "Chinese name")},
            list(measure_labels().items()),
        ),
        _figure_groups(),
        Reference(
            "categories",
            "原因类别",
            "categories of causes",
            {"category": ("类别号", "id"), "label": ("中文名", "Chinese name")},
            list(category_labels().items()),
        ),
        Reference(
            "functions",
            "政府收支分类：支出功能分类科目",
            "classification of expenditure by function",
            {"code": ("编码", "code"), "name": ("名称", "name"), "level": ("层级：类、款、项", "level")},
            [(f.code, f.name, f.level) for f in patterns.functions],
        ),
    )  # fmt: skip


@cache
def category_labels() -> dict[str, str]:
    """Chinese names of all categories of reasons."""
    reasons = load_patterns().reasons
    return {**{c.id: c.label for c in reasons.categories}, reasons.other_category: reasons.other_label}


def _figure_groups() -> Reference:
    return Reference(
        "figure_groups",
        "数字组：按同一阈值采用的数字",
        "figures that are accepted by the same thresholds",
        {
            "figure_group": ("组号", "id"),
            "label": ("中文名", "Chinese name"),
            "accept": ("采用阈值：可信度不低于此即采用", "confidence from which on a figure is accepted"),
            "review": ("复核阈值：低于此不宜未经复核使用", "confidence below which it should not be used unseen"),
            "risk": ("承诺风险：采用者中出错的比例上限", "share of accepted figures that may be wrong"),
            "weight": ("权重：改正一处的价值", "what mending one is worth"),
        },
        [
            (g.id, g.label, *map(str, (g.thresholds.accept, g.thresholds.review, g.promised_risk, g.weight)))
            for g in load_acceptance().groups
        ],
    )


def _parent(concept: str, known: set[str]) -> str | None:
    parent = concept.rpartition(".")[0]
    return parent if parent in known else None


def _wholes(concepts: list[str]) -> dict[str, str]:
    """What a share of a concept is a share of, as the identities have it."""
    identities = load_identities()
    out: dict[str, str] = {}
    for rule in identities.shares:
        whole = term(rule.whole)[0]
        out |= {c: whole for c in concepts if c.startswith(rule.of + ".")} | (
            {rule.of: whole} if rule.of != whole else {}
        )
    for rule in identities.shares_of_other:
        out[rule.of] = term(rule.whole)[0]
    return out
