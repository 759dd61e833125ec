"""A folder as people have them: seventy-one files of all sorts, each in a Record or in a line that says why not."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from corpus.generate import generate
from corpus.ofd import ofd_of_pdf, ofd_of_pictures
from extractors.model.record import Record
from tests.conftest import REPOSITORY
from tests.flows.monitor import documents
from tests.hostile_pdfs import HOSTILE, plain

HANG = 900.0
REFUSED = [name for name in HOSTILE if name not in ("html", "zipped")]  # those are read as what they are


def tiff(*pages: bytes) -> bytes:
    first, *others = (Image.open(io.BytesIO(page)).convert("L") for page in pages)
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others)
    return out.getvalue()


def blank(pages: int) -> bytes:
    with pymupdf.open(stream=documents.pdf("长河县长局", "9.00"), filetype="pdf") as pdf:
        for _ in range(pages - len(pdf)):
            pdf.new_page()
        return bytes(pdf.tobytes())


def read_files() -> Iterator[tuple[str, bytes]]:
    """Files that give a Record, by their paths."""
    for n in range(12):
        unit = f"青岭县第{n}局"
        yield f"{'甲乙丙丁'[n % 4]}镇/{unit}.pdf", documents.pdf(unit, f"{n + 1}.00")
        if n < 6:
            yield f"文档/{unit}2023年度决算.docx", documents.word(unit, f"{n + 20}.00")
    for n in range(3):
        yield f"表/表{n}.xlsx", documents.workbook(f"云岭市{n}处", f"{n + 30}.00")
        yield f"表/旧表{n}.xls", documents.old_workbook(f"云岭市旧{n}处", f"{n + 40}.00")
        yield (
            f"网页/{n}.html",
            documents.article(f"云岭市{n}办2023年度部门决算", documents.paragraphs(f"云岭市{n}办", "5.00")),
        )
        yield f"{n}/部门决算.pdf", documents.pdf(f"同名县{n}局", f"{n + 50}.00")  # three of one name
    made = generate("terse", 3)[0]
    yield "版式/文.ofd", ofd_of_pdf(documents.pdf("版式县文局", "6.00"))
    yield "版式/图.ofd", ofd_of_pictures(documents.pdf("版式县图局", "7.00"))
    yield "图/一.png", documents.image("图片县一局", "8.00")
    yield "图/二.tif", tiff(documents.image("图片县二局", "8.10"), documents.image("图片县二局", "8.20"))
    yield "长.pdf", blank(300)
    yield "没有后缀", made
    yield "名不副实.doc", documents.pdf("云岭市实局", "1.50")
    yield "twin.pdf", made
    yield (
        "通知.html",
        documents.article("关于开展2023年度部门决算公开工作的通知", "<p>各单位：请按时公开。</p>"),
    )
    yield (
        "预算.html",
        documents.article("预算县预算局2024年部门预算", "<p>收入预算100.00万元。</p>"),
    )
    yield "压缩.zip", documents.archive({"内/a.pdf": documents.pdf("包内县局", "2.00")})


def left_files() -> Iterator[tuple[str, bytes]]:
    """Files that are no documents."""
    yield "说明.txt", "请查收".encode()
    yield "目录.xml", b"<?xml version='1.0'?><a/>"
    yield "数据.json", b"{}"
    yield "~$表.xlsx", b"owner"
    yield "._图.png", b"fork"
    yield "Thumbs.db", b"\x00" * 64
    yield "程序.exe", b"MZ" + b"\x00" * 64


def filled(folder: Path) -> tuple[int, int, int]:
    """Writes the files; how many are to be read, refused and left out."""
    read, left = list(read_files()), list(left_files())
    refused = [(f"坏/{name}.pdf", HOSTILE[name][0]()) for name in REFUSED]
    more = [(f"空/{n}.pdf", plain()[: 40 * n]) for n in range(71 - len(read) - len(left) - len(refused))]
    for name, data in (*read, *left, *refused, *more):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert sum(1 for path in folder.rglob("*") if path.is_file()) == 71
    return len(read), len(refused) + len(more), len(left)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["extract", "batch"])
def test_each_file_is_in_a_record_or_in_a_line(tmp_path: Path, command: str) -> None:
    folder, out = tmp_path / "来 件", tmp_path / "结 果"
    read, refused, left = filled(folder)
    done = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", command, str(folder), "-o", str(out)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, capture_output=True, text=True, check=False,
        timeout=HANG,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    records = [Record.model_validate_json(path.read_bytes()) for path in out.glob("*.json")]
    failures = [json.loads(line) for line in (out / "failures.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [line for line in done.stderr.splitlines() if ": " in line]
    assert (len(records), len(failures)) == (read, refused), done.stderr
    for name, _ in left_files():
        assert any(name in line for line in told), name
    assert f"{left} files left out" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert {"青岭县第0局", "版式县文局", "版式县图局", "图片县一局", "图片县二局", "包内县局"} <= {
        record.document.unit_name for record in records
    }
    assert any("twin.pdf" in line for line in told)  # the same bytes as another
