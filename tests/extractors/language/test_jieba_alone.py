"""jieba's tables for guessing are loaded when they are asked for, and guess as ever."""

from __future__ import annotations

import subprocess
import sys

_SAID = """
import sys
from extractors.language.tokens import tokens
from extractors.language.jieba_alone import jieba
print(tokens("公务接待费支出").words, "jieba.finalseg.prob_emit" in sys.modules)
print("/".join(jieba.finalseg.cut("他来到了网易杭研大厦")), "jieba.finalseg.prob_emit" in sys.modules)
"""


def test_jieba_guesses_only_when_it_is_asked_to() -> None:
    done = subprocess.run([sys.executable, "-c", _SAID], capture_output=True, text=True, check=True, timeout=300)
    read, guessed = done.stdout.splitlines()
    assert read.endswith(" False")
    assert "/网易/" in guessed
    assert guessed.endswith(" True")
