"""`python deploy/every_command.py BIN FOLDER`: every command of an installed Juesuan, once, as `make test-wheel` does.

BIN is the folder of its commands, FOLDER an empty one. It needs nothing but the standard library, and no repository:
what is read is made by what is installed. Ends with 1 where a command failed, or where one is not tried.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

SECONDS = 300  # what a command may take at most, on a slow machine
PORT = 8791
SEEDS = range(1, 9)  # enough documents that calibrate has some to fit on and some to hold out


class Tried:
    """The commands that ran, and those that failed."""

    def __init__(self, bin_folder: Path, folder: Path) -> None:
        self._bin, self._folder = bin_folder.absolute(), folder
        self.ran: set[str] = set()
        self.failed: list[str] = []

    def __call__(self, *arguments: object, program: str = "juesuan") -> None:
        """Runs a command in the folder."""
        words = [str(self._bin / program), *map(str, arguments)]
        began = time.monotonic()
        done = subprocess.run(words, cwd=self._folder, capture_output=True, text=True, check=False, timeout=SECONDS)
        self._note(words[1:], done.returncode == 0, done.stdout + done.stderr, time.monotonic() - began)

    def served(self, path: str, *arguments: object) -> None:
        """Runs a command that serves until it is stopped, and asks it for a page."""
        words = [str(self._bin / "juesuan"), *map(str, arguments)]
        began = time.monotonic()
        with subprocess.Popen(words, cwd=self._folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
            page = _asked(f"http://127.0.0.1:{PORT}{path}", server)
            server.send_signal(signal.SIGINT)
            told = server.communicate(timeout=SECONDS)[0].decode()
        self._note(words[1:], b"<html" in page, told, time.monotonic() - began)

    def _note(self, words: list[str], well: bool, told: str, seconds: float) -> None:
        self.ran.add(words[0])
        print(f"{'ok    ' if well else 'FAILED'} {seconds:6.1f} s  {' '.join(words)}", flush=True)
        if not well:
            self.failed.append(words[0])
            print(told)


def _asked(address: str, server: subprocess.Popen[bytes]) -> bytes:
    """The page at an address, once it answers; nothing where the server ends before or does not answer."""
    until = time.monotonic() + SECONDS
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError):
            return bytes(urllib.request.urlopen(address, timeout=10).read())
        time.sleep(0.2)
    return b""


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Says nothing of what was asked for."""


@contextlib.contextmanager
def _site(folder: Path) -> Iterator[str]:
    """The address of a list page of a site on this machine that publishes what lies in a folder."""
    links = "".join(f'<li><a href="{p.name}">{p.stem} 2023年度部门决算公开</a></li>' for p in folder.glob("*.pdf"))
    (folder / "list.html").write_text(f"<html><body><ul>{links}</ul></body></html>", encoding="utf-8")
    handler = functools.partial(_Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/list.html"
        server.shutdown()
        thread.join()


def _read(tried: Tried, folder: Path) -> None:
    """What reads documents, and what shows what was read."""
    for seed in SEEDS:
        tried("-m", "corpus.generate", "--family", "mof", "--seed", seed, "--out", "文件", program="python")
    tried("-c", "import juesuan, pathlib; [juesuan.read(p) for p in sorted(pathlib.Path('文件').glob('*.pdf'))[:1]]",
          program="python")  # fmt: skip
    pdfs = sorted(path.relative_to(folder) for path in (folder / "文件").glob("*.pdf"))
    tried("extract", pdfs[0], "-o", "单份")
    tried("batch", "文件", "-o", "记录")
    record = Path("记录") / f"{pdfs[0].stem}.json"
    for words in (("summary", record), ("explain", record, "f1"), ("schema",), ("try", "收入总计100万元。")):
        tried(*words)
    with _site(folder / "文件") as address:
        told = {"name": "试", "region": "试", "lists": [address], "allow_addresses": ["127.0.0.0/8"]}
        sources = {"manners": {"rate": 50}, "sources": [told]}
        (folder / "来源.yaml").write_text(json.dumps(sources, ensure_ascii=False), encoding="utf-8")  # JSON is YAML
        tried("monitor", "来源.yaml", "-o", "监测")
        tried("monitor", "来源.yaml", "--status", "-o", "监测")
    if not list((folder / "监测").rglob("*.json")):
        tried.failed.append("monitor")
        print("FAILED: the monitor made no Record")


def _used(tried: Tried, folder: Path) -> None:
    """What is made of Records."""
    tried("evaluate", "记录", "文件")
    tried("audit", "记录", "-o", "审核")
    tried("publish", "记录")
    tried("register", "记录", "-o", "名录.csv")
    tried("openness", "记录", "--year", "2023", "-o", "公开度.csv")
    tried("codebook")
    tried("query", "-c", "记录/corpus", "SELECT count(*) FROM facts")
    tried("report", "记录/corpus")
    tried.served("/", "review", "记录", "--port", PORT)
    tried.served("/units", "desk", "记录", "--port", PORT)
    tried("desk-account", "账号.json", "甲", "--no-password")
    tried("review-export", "记录", "-o", "复核")
    for golden in (folder / "文件").glob("*.golden.json"):
        golden.rename(folder / "记录" / golden.name)
    tried("calibrate", "记录", "--only", "figures", "-o", _calibration(tried))


def _calibration(tried: Tried) -> str:
    """A copy of the models that are installed, in the folder: what is not fitted is kept from it."""
    copy = "import patterns, pathlib, shutil; shutil.copy(pathlib.Path(patterns.__path__[0]) / 'calibration.yaml', '.')"
    tried("-c", copy, program="python")
    return "calibration.yaml"


def _commands(bin_folder: Path) -> set[str]:
    listing = "import typer.main, flows.cli; print(*typer.main.get_command(flows.cli.app).commands)"
    told = subprocess.run(
        [str(bin_folder.absolute() / "python"), "-P", "-c", listing], capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def main(bin_folder: Path, folder: Path) -> int:
    """Tries all commands; returns 0 where all went well, else 1."""
    os.environ["PYTHONSAFEPATH"] = "1"
    tried = Tried(bin_folder, folder)
    _read(tried, folder)
    _used(tried, folder)
    left = _commands(bin_folder) - tried.ran
    for command in sorted(left):
        print(f"NOT TRIED  {command}")
    return 1 if tried.failed or left else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
