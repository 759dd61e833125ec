"""Disclosures of a paragraph or two, in every kind of file that sites offer; every figure is invented."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import openpyxl
import pymupdf
import xlwt


def sentences(unit: str, amount: str, year: int = 2023) -> list[str]:
    """The disclosure of a unit: a title, a section and what it says."""
    return [
        f"{unit}{year}年度部门决算",
        "一、收入支出决算总体情况说明",
        f"{year}年度收入总计{amount}万元，支出总计{amount}万元。与上年相比，收入总计增加1.20万元，增长0.50%。",
        "二、收入决算情况说明",
        f"本年收入合计{amount}万元，其中：财政拨款收入{amount}万元，占100.00%。",
    ]


def pdf(unit: str, amount: str, year: int = 2023) -> bytes:
    with pymupdf.open() as document:
        page = document.new_page()
        for number, text in enumerate(sentences(unit, amount, year)):
            page.insert_text((72, 90 + 40 * number), text[:46], fontname="china-s", fontsize=10)
            page.insert_text((72, 90 + 40 * number + 15), text[46:], fontname="china-s", fontsize=10)
        return bytes(document.tobytes(deflate=True))


def image(unit: str, amount: str) -> bytes:
    with pymupdf.open("pdf", pdf(unit, amount)) as document:
        return bytes(document[0].get_pixmap(dpi=150).tobytes("png"))


def word(unit: str, amount: str) -> bytes:
    document = docx.Document()
    for text in sentences(unit, amount):
        document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def rows(unit: str, amount: str) -> list[list[object]]:
    """The first of the nine tables, as a sheet holds it."""
    return [
        ["收入支出决算总表"],
        [f"部门：{unit}", None, None, "2023年度", None, "单位：万元"],
        ["收入", None, None, "支出", None, None],
        ["项目", "行次", "金额", "项目", "行次", "金额"],
        ["一、一般公共预算财政拨款收入", 1, float(amount), "一、一般公共服务支出", 32, float(amount)],
        ["本年收入合计", 27, float(amount), "本年支出合计", 58, float(amount)],
        ["总计", 31, float(amount), "总计", 62, float(amount)],
        ["注：本表反映部门本年度的总收支。"],
    ]


def workbook(unit: str, amount: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "公开01表"
    for row in rows(unit, amount):
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("A3:C3")
    sheet.merge_cells("D3:F3")
    for row in sheet.iter_rows(min_row=5, max_row=7):
        row[2].number_format = row[5].number_format = "#,##0.00"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def old_workbook(unit: str, amount: str) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("公开01表")
    money = xlwt.easyxf(num_format_str="#,##0.00")
    for r, row in enumerate(rows(unit, amount)):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value, money) if isinstance(value, float) else sheet.write(r, c, value)
    sheet.merge(0, 0, 0, 5)
    sheet.merge(2, 2, 0, 2)
    sheet.merge(2, 2, 3, 5)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


class _Named(zipfile.ZipInfo):
    """An entry whose name is written as the bytes it is given."""

    raw = b""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's
        return self.raw, self.flag_bits & ~0x800


def archive(files: dict[str, bytes], encoding: str = "gb18030") -> bytes:
    """A zip whose names are in `encoding` and do not say so, as Chinese packers write them."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            entry = _Named(name)
            entry.raw = name.encode(encoding)
            packed.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def article(title: str, body: str, encoding: str = "utf-8") -> bytes:
    """A page as sites wrap their articles: navigation above, a footer below."""
    text = (
        f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>{title}-云岭市人民政府</title></head><body>'
        '<div class="nav"><a href="/">首页</a><a href="/gk/">政务公开</a></div>'
        f'<div class="main"><h1>{title}</h1><div class="TRS_Editor">{body}</div></div>'
        '<div class="foot"><a href="/about.html">关于我们</a> 版权所有</div></body></html>'
    )
    return text.encode(encoding)


def paragraphs(unit: str, amount: str) -> str:
    return "".join(f"<p>　　{text}</p>" for text in sentences(unit, amount))
