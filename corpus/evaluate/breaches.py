"""`python -m corpus.evaluate.breaches`: rules of the audit by planted breaches, one a document, and by right documents.

    python -m corpus.evaluate.breaches [--families F,G] [--seeds N] [--first-seed N]

By rule: how many documents carried a breach, in how many the rule told what it did not tell of the document without,
and what else was told (errors and warnings); and what is told of the documents without breaches, by rule.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass, field

from corpus.breaches import breaches, told_by
from corpus.compose import Composed, compose, family_names
from corpus.render import render
from extractors.audit.audit import audit
from extractors.audit.finding import Finding
from extractors.pipeline import extract


@dataclass
class _Rule:
    """What became of a rule's breaches; `beside` counts what else was told with them."""

    planted: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    beside: Counter[str] = field(default_factory=Counter)


def audited(document: Composed) -> tuple[Finding, ...]:
    """What an audit tells of a document as it is set and read."""
    return audit([extract(render(document), f"{document.name}.pdf")])


def _counted(findings: tuple[Finding, ...]) -> Counter[tuple[str, str, str]]:
    """By rule, severity and message: a breach must tell one more than the document without it."""
    return Counter((f.rule, f.severity, f.message_zh) for f in findings)


def _tried(document: Composed, rules: dict[str, _Rule]) -> Counter[str]:
    """Each breach that the document can carry, counted; what is told of the document as it is, but notes."""
    plain = _counted(audited(document))
    for name, breach in breaches().items():
        made = breach(document, random.Random(f"juesuan breach {name} {document.name}"))
        if made is None:
            continue
        more = _counted(audited(made)) - plain
        rule = rules[name]
        rule.planted += 1
        found = any(told in told_by(name) for told, *_ in more)
        rule.found += found
        rule.missed += [] if found else [document.name]
        rule.beside.update(told for told, severity, _ in more if told not in told_by(name) and severity != "note")
    grave = ((told, severity) for told, severity, _ in plain.elements() if told in rules or severity == "error")
    return Counter(f"{told} ({severity})" for told, severity in grave)


def main() -> None:
    """The command: plants, reads, audits and counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=lambda text: text.split(","), default=list(family_names()))
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first-seed", type=int, default=9301)
    options = parser.parse_args()
    rules, plain, documents = {name: _Rule() for name in breaches()}, Counter[str](), 0
    for family in options.families:
        for seed in range(options.first_seed, options.first_seed + options.seeds):
            plain += _tried(compose(family, seed), rules)
            documents += 1
    for name, rule in rules.items():
        beside = ", ".join(f"{count} {told}" for told, count in rule.beside.most_common())
        print(f"{name:<20} found {rule.found:>3} of {rule.planted:<3} beside: {beside or '-'}")
        if rule.missed:
            print(f"    missed in {', '.join(rule.missed)}")
    print(f"{documents} documents without breaches: {dict(plain) or 'nothing'}")


if __name__ == "__main__":
    main()
