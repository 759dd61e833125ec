"""corpus.xlsx: LibreOffice opens it, and what it sums there is what the Records sum to."""

from __future__ import annotations

import json
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from shutil import which

import pytest
import regex
from typer.testing import CliRunner

from extractors.model.record import Record
from flows.cli import app
from flows.publish.workbook import WORKBOOK, sheets
from tests.made_records import made_record, write_records

UNO = Path(__file__).with_name("sum_in_libreoffice.py")
Sums = dict[str, list[tuple[str, float, int]]]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    for path in write_records(12, folder):
        document = folder / "pdfs" / f"{path.stem}.pdf"
        document.parent.mkdir(exist_ok=True)
        document.touch()
    result = CliRunner().invoke(app, ["publish", str(folder), "--pdfs", "../pdfs"])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module")
def sums(records: Path, tmp_path_factory: pytest.TempPathFactory) -> Sums:
    office, python = which("soffice"), which("python3", path="/usr/bin")
    if office is None or python is None or subprocess.run([python, "-c", "import uno"], check=False).returncode:
        pytest.skip("LibreOffice and python3-uno are not here: make system-test-deps")
    profile = tmp_path_factory.mktemp("office")
    pipe = f"juesuan-{profile.name}"
    command = [
        office, "--headless", "--invisible", "--nologo", "--norestore", f"-env:UserInstallation={profile.as_uri()}",
        f"--accept=pipe,name={pipe};urp;",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        try:
            done = subprocess.run(
                [python, str(UNO), str(records / "corpus" / WORKBOOK), pipe],
                capture_output=True, text=True, timeout=120, check=False,
            )  # fmt: skip
        finally:
            running.terminate()
    assert done.returncode == 0, done.stderr
    return {name: [tuple(c) for c in columns] for name, columns in json.loads(done.stdout).items()}


def stated(records: Path, concept: str, *, by_code: bool = False) -> Decimal:
    """What a concept's final figures of the Records come to, in 元."""
    total = Decimal(0)
    for path in records.glob("*.json"):
        record = Record.model_validate_json(path.read_bytes())
        found = [f for f in record.facts if (f.concept, f.measure) == (concept, "final")]
        total += sum((Decimal(f.value) for f in found), Decimal(0)) if by_code else Decimal(found[0].value)
    return total


@pytest.mark.parametrize(
    ("sheet", "heading", "concept"),
    [
        ("主要数字", "收入总计（万元）", "totals.income"),
        ("主要数字", "基本支出（万元）", "expenditure.basic"),
        ("三公经费", "“三公”经费（万元）", "three_public"),
        ("三公经费", "公务接待费（万元）", "three_public.reception"),
    ],
)
def test_libreoffice_sums_to_what_the_records_sum_to(
    records: Path, sums: Sums, sheet: str, heading: str, concept: str
) -> None:
    found = {name: total for name, total, _ in sums[sheet]}
    assert Decimal(found[heading]).quantize(Decimal("0.0001")) == stated(records, concept) / 10000


def test_libreoffice_sums_functions_and_statements(records: Path, sums: Sums) -> None:
    found = {name: total for name, total, _ in sums["功能分类"]}
    expected = stated(records, "general_public.by_function", by_code=True) / 10000
    assert Decimal(found["决算数（万元）"]).quantize(Decimal("0.0001")) == expected
    cells = [
        Decimal(cell["value"])
        for number in range(12)
        for statement in made_record(number)["statements"]
        for row in statement["rows"]
        for cell in row["cells"]
    ]
    found = {name: total for name, total, _ in sums["决算报表"]}
    assert Decimal(found["数值（万元）"]).quantize(Decimal("0.0001")) == sum(cells) / 10000


def test_libreoffice_finds_every_sheet_with_its_rows(sums: Sums) -> None:
    assert list(sums) == ["说明", *(sheet.name for sheet in sheets())]
    assert sums["文件"][0][2] == 12
    assert all(columns[0][2] > 0 for name, columns in sums.items() if name not in ("勾稽不符", "说明"))


def part(records: Path, name: str) -> str:
    with zipfile.ZipFile(records / "corpus" / WORKBOOK) as book:
        return book.read(name).decode()


def test_headings_are_chinese_and_numbers_are_numbers(records: Path) -> None:
    sheet = part(records, "xl/worksheets/sheet2.xml")
    assert "收入总计（万元）" in sheet
    assert len(regex.findall(r'<c r="D\d+" s="\d+"><v>[\d.]+</v></c>', sheet)) == 12


def test_low_confidence_is_shaded_and_only_that(records: Path) -> None:
    low = sum(
        next(f for f in made_record(n)["facts"] if (f["concept"], f["measure"]) == ("totals.income", "final"))[
            "confidence"
        ]
        < 0.9
        for n in range(12)
    )
    sheet = part(records, "xl/worksheets/sheet2.xml")
    styles = regex.findall(r'<c r="D\d+" s="(\d+)"><v>', sheet)
    fills = regex.findall(r"<xf [^>]*fillId=\"(\d+)\"", part(records, "xl/styles.xml").split("<cellXfs")[1])
    assert sum(int(fills[int(style)]) > 1 for style in styles) == low


def test_rows_link_to_their_page(records: Path) -> None:
    links = regex.findall(r'HYPERLINK\(&quot;|HYPERLINK\("([^"]+)"', part(records, "xl/worksheets/sheet4.xml"))
    assert links
    assert all(regex.fullmatch(r"\.\./pdfs/made-\d{6}\.pdf#page=\d+", link) for link in links)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    record = made_record(0)
    record["warnings"] = ['=HYPERLINK("http://example.org")']
    (tmp_path / "a.json").write_text(json.dumps(record), encoding="utf-8")
    assert CliRunner().invoke(app, ["publish", str(tmp_path)]).exit_code == 0
    with zipfile.ZipFile(tmp_path / "corpus" / WORKBOOK) as book:
        sheet = book.read(f"xl/worksheets/sheet{1 + len(sheets())}.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert "<t>=HYPERLINK" in sheet
    assert '<f>HYPERLINK("http' not in sheet
    assert styles.count('quotePrefix="1"') == 1
    look = regex.search(r'<c r="\w+" s="(\d+)" t="inlineStr"><is><t>=HYPERLINK', sheet)
    assert look is not None
    assert 'quotePrefix="1"' in regex.findall(r"<xf [^>]*>", styles.partition("<cellXfs")[2])[int(look[1])]
