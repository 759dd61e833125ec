"""What the words of a text bring: cases read with and without them, and what they cost at the start.

    python -m benchmarks.tokens [--show]

Three ways: terms found anywhere (every character a word), on borders of the words that jieba's own dictionary knows,
and as it is, with names of functions and patterns/words.yaml besides. Read are the cases of tests/cases, which say
every figure that is to be told, and the sentences of wordings.yaml and words.yaml in tests/extractors/binding, which
say every fact; those of words.yaml were made for this: their words hold cues.
"""

from __future__ import annotations

import argparse
import io
import logging
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jieba
import yaml

from corpus.field.page import FieldPage
from corpus.field.score import Score, add_score
from extractors.language import annotated, lexicon
from extractors.language.tokens import Tokens, tokens, user_words
from tests.extractors.binding.pinned import CASES as WORDINGS
from tests.extractors.binding.test_words import CASES as SENTENCES
from tests.reading import read, told

_CASES = Path("tests/cases")

Words = Callable[[str], Tokens]


def main() -> None:
    """Measures each way and prints it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--show", action="store_true", help="what each way misses or tells wrongly that another does not"
    )
    options = parser.parse_args()
    start_up()
    ways = {"terms anywhere": characters, "jieba's words": own_words(), "jieba's and ours": tokens}
    shown = {name: compare(name, words) for name, words in ways.items()}
    for name, amiss in shown.items() if options.show else ():
        others = set.intersection(*(set(other) for other in shown.values()))
        print(name, *sorted(set(amiss) - others), sep="\n    ")


def characters(text: str) -> Tokens:
    """Every character a word: a term is found wherever it stands."""
    return Tokens(tuple(text))


def own_words() -> Words:
    """Words as jieba's own dictionary knows them."""
    plain = jieba.Tokenizer()
    plain.initialize()
    return lru_cache(maxsize=64)(lambda text: Tokens(tuple(plain.lcut(text, HMM=False))))


@contextmanager
def segmented_by(words: Words) -> Iterator[None]:
    """Texts are read by these words."""
    with patch.object(lexicon, "tokens", words), patch.object(annotated, "tokens", words):
        yield


def compare(name: str, words: Words) -> list[str]:
    """Prints how much is read that way; gives what is amiss, a line each."""
    score = Score()
    with segmented_by(words):
        for case in all_cases():
            document = {"kind": case.get("document", {}).get("kind", "final_accounts")}
            page = FieldPage.model_construct(
                id=case["id"], document=document, facts=case.get("facts", []), may=case.get("may", []), reasons=()
            )
            add_score(score, page, "\n".join([case["title"], *case["body"]]))
        usual, usual_amiss = facts_of(WORDINGS)
        made, made_amiss = facts_of(SENTENCES)
    print(f"{name:17} cases {score.found}/{score.asked}, wrong {score.wrong}   wordings {usual}   words {made}")
    return [*score.show, *usual_amiss, *made_amiss]


def facts_of(sentences: Sequence[Mapping[str, Any]]) -> tuple[str, list[str]]:
    """How many of their facts are read and how many others, and what is amiss."""
    asked, missed, wrong = 0, [], []
    for sentence in sentences:
        facts = told(read(sentence["text"], sentence["section"]))
        asked += len(sentence["facts"])
        missed += [f"{sentence['name']}: missed {f}" for f in sentence["facts"] if f not in facts]
        wrong += [f"{sentence['name']}: wrong  {f}" for f in facts if f not in sentence["facts"]]
    return f"{asked - len(missed)}/{asked}, wrong {len(wrong)}", [*missed, *wrong]


def all_cases() -> Iterator[dict[str, Any]]:
    """Every case of tests/cases."""
    for path in sorted(_CASES.glob("*.yaml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))


def start_up() -> None:
    """Prints what words cost a process once, in seconds of CPU."""
    jieba.setLogLevel(logging.WARNING)
    lines = "\n".join(f"{word} 100000 n" for word in sorted(set(user_words())))
    with tempfile.TemporaryDirectory() as folder:
        steps = {}
        for name in ("jieba's dictionary, first time on a machine", "jieba's dictionary, from its cache"):
            tokenizer = jieba.Tokenizer()
            tokenizer.tmp_dir = folder
            begun = time.process_time()
            tokenizer.initialize()
            steps[name] = time.process_time() - begun
        begun = time.process_time()
        tokenizer.load_userdict(io.StringIO(lines))
        steps["words of patterns/"] = time.process_time() - begun
    begun = time.process_time()
    annotated.annotated("公务接待费支出5.00万元。", "three_public", 2023)
    steps["the first text annotated, all of it"] = time.process_time() - begun
    begun = time.process_time()
    annotated.annotated("公务接待费支出6.00万元。", "three_public", 2023)
    steps["the second text"] = time.process_time() - begun
    for name, seconds in steps.items():
        print(f"{seconds:7.3f} s  {name}")


if __name__ == "__main__":
    main()
