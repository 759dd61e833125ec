# ruff: noqa: E501 - a case a line is read most easily
"""Word documents, as what stands in their body, and what a person sees of each: paragraphs, then cells of tables."""

from __future__ import annotations

from io import BytesIO

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

_SPACES = (
    nsdecls("w", "wp", "a", "r", "m")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
APART = "\ufffc"  # stands where something between two digits is not read


def word_document(body: str, styles: str = "", numbering: str = "") -> bytes:
    """A .docx of the given elements: of its body, of its styles, of its numbering."""
    document = docx.Document()
    whole = document.element.body
    for child in list(whole):
        if not child.tag.endswith("sectPr"):
            whole.remove(child)
    for i, child in enumerate(parse_xml(f"<w:body {_SPACES}>{body}</w:body>")):
        whole.insert(i, child)
    for child in parse_xml(f"<w:styles {_SPACES}>{styles}</w:styles>"):
        document.styles.element.append(child)
    if numbering:
        root = document.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for child in parse_xml(f"<w:numbering {_SPACES}>{numbering}</w:numbering>"):
            root.append(child)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def r(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inside: str, look: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(inside)}</w:p>"


def tc(*inside: str, look: str = "") -> str:
    """A cell."""
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{''.join(inside) or p()}</w:tc>"


def tr(*cells: str, look: str = "") -> str:
    """A row."""
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, look: str = "") -> str:
    """A table."""
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def sdt(*inside: str) -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{''.join(inside)}</w:sdtContent></w:sdt>"


def field(*steps: str) -> str:
    """A field: its instruction, then its result."""
    begin, part, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end"))
    code, result = steps
    return f"{begin}{code}{part}{result}{end}"


def box(*inside: str, fill: str = "") -> str:
    """A text box, as Word writes it: once as a drawing, once as an old picture."""
    held = f"<w:txbxContent>{''.join(inside)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="900000" cy="900000"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx>{held}</wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{held}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


GONE, STRUCK, TWICE = "<w:vanish/>", "<w:strike/>", "<w:dstrike/>"
WHITE, RAISED = '<w:color w:val="FFFFFF"/>', '<w:vertAlign w:val="superscript"/>'
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'
PALE = '<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>'
HIDING = (
    '<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Under"><w:name w:val="Under"/><w:basedOn w:val="Unseen"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Draft"><w:name w:val="Draft"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heads"><w:name w:val="Heads"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="table" w:styleId="Dark"><w:name w:val="Dark"/><w:tblStylePr w:type="firstRow"><w:tcPr>'
    f"{DARK}</w:tcPr></w:tblStylePr></w:style>"
)
_LEVEL = '<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    + _LEVEL.format(n=0, start=1, form="chineseCountingThousand", text="%1、")
    + _LEVEL.format(n=1, start=1, form="decimal", text="（%2）")
    + _LEVEL.format(n=2, start=3, form="decimal", text="%2.%3")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    + _LEVEL.format(n=0, start=1, form="bullet", text="\uf0b7")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)


def numbered(level: int, which: int = 1) -> str:
    """What makes a paragraph one of a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{which}"/></w:numPr>'


_ROW = tr(tc(p(r("甲"))), tc(p(r("1.00"))))
_CODE = "<w:r><w:instrText> PAGE 7 </w:instrText></w:r>"
_WIDE = '<w:gridSpan w:val="{}"/>'
_NOTE = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>1</w:t></w:r>'

# What it is: the body, and what is seen of it.
WORD: dict[str, tuple[str, list[str]]] = {
    "block control": (sdt(p(r("收入12.34万元"))), ["收入12.34万元"]),
    "inline control": (p(r("收入"), sdt(r("12.34")), r("万元")), ["收入12.34万元"]),
    "control around a cell": (tbl(_ROW, tr(tc(p(r("乙"))), sdt(tc(p(r("2.00")))))), ["甲", "1.00", "乙", "2.00"]),
    "control around a row": (tbl(_ROW, sdt(tr(tc(p(r("乙"))), tc(p(r("2.00")))))), ["甲", "1.00", "乙", "2.00"]),
    "control within a cell": (tbl(_ROW, tr(tc(p(r("乙"))), tc(sdt(p(r("2.00")))))), ["甲", "1.00", "乙", "2.00"]),
    "control around a table": (sdt(tbl(_ROW)), ["甲", "1.00"]),
    "text box": (p(r("一段"), box(p(r("框内12.34万元")))), ["一段", "框内12.34万元"]),
    "table in a text box": (p(r("一段"), box(tbl(_ROW), p())), ["一段", "甲", "1.00"]),
    "field": (p(r("收入"), field(_CODE, r("12.34")), r("万元")), ["收入12.34万元"]),
    "field whose instruction has words": (p(r("收入"), field(r("99"), r("12.34")), r("万元")), ["收入12.34万元"]),
    "field within an instruction": (p(field(_CODE + field(_CODE, r("88")), r("12.34")), r("万元")), ["12.34万元"]),
    "simple field": (p(r("收入"), f'<w:fldSimple w:instr="X">{r("12.34")}</w:fldSimple>', r("万元")), ["收入12.34万元"]),
    "link": (p(r("收入"), f'<w:hyperlink w:anchor="a">{r("12.34")}</w:hyperlink>', r("万元")), ["收入12.34万元"]),
    "smart tag": (p(r("收入"), f'<w:smartTag w:element="n">{r("12.34")}</w:smartTag>', r("万元")), ["收入12.34万元"]),
    "inserted": (p(r("收入"), f'<w:ins w:id="1">{r("12.34")}</w:ins>', r("万元")), ["收入12.34万元"]),
    "moved here": (p(r("收入"), f'<w:moveTo w:id="1">{r("12.34")}</w:moveTo>', r("万元")), ["收入12.34万元"]),
    "deleted": (p(r("收入12.34"), f'<w:del w:id="1">{r("99")}</w:del>', r("万元")), ["收入12.34万元"]),
    "moved away": (p(r("收入12.34"), f'<w:moveFrom w:id="1">{r("99")}</w:moveFrom>', r("万元")), ["收入12.34万元"]),
    "deleted row": (tbl(_ROW, tr(tc(p(r("乙"))), tc(p(r("2.00"))), look='<w:del w:id="1"/>')), ["甲", "1.00"]),
    "hidden run": (p(r("收入12.34"), r("99", GONE), r("万元")), ["收入12.34万元"]),
    "not hidden after all": (p(r("收入12.34", '<w:vanish w:val="0"/>'), r("万元")), ["收入12.34万元"]),
    "hidden by style": (p(r("收入12.34"), r("99", '<w:rStyle w:val="Under"/>'), r("万元")), ["收入12.34万元"]),
    "hidden by paragraph style": (p(r("收入99万元"), look='<w:pStyle w:val="Draft"/>') + p(r("一段")), ["一段"]),
    "shown in a hidden style": (p(r("一段", '<w:vanish w:val="0"/>'), look='<w:pStyle w:val="Draft"/>'), ["一段"]),
    "hidden mark": (p(r("收入12."), look=f"<w:rPr>{GONE}</w:rPr>") + p(r("34万元")), ["收入12.34万元"]),
    "hidden in a cell": (tbl(_ROW, tr(tc(p(r("乙"))), tc(p(r("2.00"), r("9", GONE))))), ["甲", "1.00", "乙", "2.00"]),
    "white": (p(r("收入12.34万元"), r("，支出99万元", WHITE)), ["收入12.34万元"]),
    "white within a figure": (p(r("收入1"), r("9", WHITE), r("2.34万元")), [f"收入1{APART}2.34万元"]),
    "white on dark run": (p(r("收入12.34万元", WHITE + DARK)), ["收入12.34万元"]),
    "white on dark paragraph": (p(r("收入12.34万元", WHITE), look=DARK), ["收入12.34万元"]),
    "white on dark cell": (tbl(tr(tc(p(r("项目", WHITE)), look=DARK), tc(p(r("数"))))), ["项目", "数"]),
    "white on dark table style": (
        tbl(tr(tc(p(r("项目", WHITE))), tc(p(r("数")))), look='<w:tblStyle w:val="Dark"/>'), ["项目", "数"],
    ),
    "white on white cell of a dark style": (
        tbl(tr(tc(p(r("项目", WHITE)), look=PALE), tc(p(r("数")))), look='<w:tblStyle w:val="Dark"/>'), ["数"],
    ),
    "white in a dark box": (
        p(r("一段"), box(p(r("框内", WHITE)), fill='<a:solidFill><a:srgbClr val="102030"/></a:solidFill>')),
        ["一段", "框内"],
    ),
    "white on a highlight": (p(r("收入12.34万元", WHITE + '<w:highlight w:val="red"/>')), ["收入12.34万元"]),
    "dark on the same dark": (p(r("一段"), r("99", '<w:color w:val="1F4E79"/>' + DARK)), ["一段"]),
    "specks": (p(r("收入12.34"), r("99", '<w:sz w:val="2"/>'), r("万元")), ["收入12.34万元"]),
    "line of no height": (
        p(r("收入99万元"), look='<w:spacing w:line="2" w:lineRule="exact"/>') + p(r("一段")), ["一段"],
    ),
    "struck and corrected": (p(r("收入"), r("12.34", STRUCK), r("56.78万元")), ["收入56.78万元"]),
    "struck twice": (p(r("收入"), r("12.34", TWICE), r("56.78万元")), ["收入56.78万元"]),
    "struck behind": (p(r("收入12.34"), r("56.78", STRUCK), r("万元")), ["收入12.34万元"]),
    "struck digit": (p(r("收入1"), r("9", STRUCK), r("2.34万元")), [f"收入1{APART}2.34万元"]),
    "struck in a cell": (tbl(_ROW, tr(tc(p(r("乙"))), tc(p(r("9.99", STRUCK)), p(r("2.00"))))), ["甲", "1.00", "乙", "2.00"]),
    "note with its own mark": (p(r("收入12.34"), _NOTE, r("万元")), ["收入12.34万元"]),
    "raised number": (p(r("收入12.34"), r("1", RAISED), r("万元")), ["收入12.34万元"]),
    "raised number before": (p(r("收入"), r("2", RAISED), r("12.34万元")), ["收入12.34万元"]),
    "raised number in a cell": (tbl(_ROW, tr(tc(p(r("乙"))), tc(p(r("2.00"), r("3", RAISED))))), ["甲", "1.00", "乙", "2.00"]),
    "square metres": (p(r("面积12.34m"), r("2", RAISED)), ["面积12.34m2"]),
    "numbered": (
        p(r("收入"), look=numbered(0)) + p(r("甲"), look=numbered(1)) + p(r("乙"), look=numbered(1))
        + p(r("丙"), look=numbered(2)) + p(r("支出"), look='<w:pStyle w:val="Heads"/>') + p(r("丁"), look=numbered(1)),
        ["一、收入", "（1）甲", "（2）乙", "2.3丙", "二、支出", "（1）丁"],
    ),
    "numbered no more": (
        p(r("收入"), look='<w:pStyle w:val="Heads"/><w:numPr><w:numId w:val="0"/></w:numPr>'), ["收入"],
    ),
    "number and figure": (p(r("12.34万元"), look=numbered(2)), [f"1.3{APART}12.34万元"]),
    "bullets": (p(r("收入"), look=numbered(0, 2)), ["收入"]),
    "table in a table": (
        tbl(tr(tc(p(r("版面")), tbl(_ROW), p()))), ["版面", "甲", "1.00"],
    ),
    "table in a cell of data": (
        tbl(_ROW, tr(tc(p(r("乙"))), tc(tbl(tr(tc(p(r("丙"))), tc(p(r("3.00"))))), p()))),
        ["甲", "1.00", "乙", "丙", "3.00"],
    ),
    "soft hyphen and line break": (p("<w:r><w:t>一</w:t><w:softHyphen/><w:t>段</w:t><w:br/><w:t>二段</w:t></w:r>"), ["一段", "二段"]),
    "two figures at a tab": (p("<w:r><w:t>12.00</w:t><w:tab/><w:t>34.00</w:t></w:r>"), ["12.00\t34.00"]),
    "alternative without a drawing": (
        p("<w:r><mc:AlternateContent><mc:Choice Requires='x'><w:t>12</w:t></mc:Choice><mc:Fallback><w:t>12</w:t>"
          "</mc:Fallback></mc:AlternateContent></w:r>"), ["12"],
    ),
    "ruby": (
        p(r("风"), "<w:r><w:ruby><w:rt>" + r("jing") + "</w:rt><w:rubyBase>" + r("景") + "</w:rubyBase></w:ruby></w:r>"),
        ["风景"],
    ),
    "formula": (p(r("面积"), "<m:oMath><m:r><m:t>12.34</m:t></m:r></m:oMath>", r("万元")), ["面积12.34万元"]),
}  # fmt: skip
# Grids: where each cell stands, what it says, how many rows and columns it covers.
GRIDS: dict[str, tuple[str, list[tuple[int, int, str, int, int]]]] = {
    "columns left out before": (
        tbl(tr(tc(p(r("甲"))), tc(p(r("乙"))), tc(p(r("丙")))),
            tr(tc(p(r("1"))), tc(p(r("2"))), look='<w:gridBefore w:val="1"/>')),
        [(0, 0, "甲", 1, 1), (0, 1, "乙", 1, 1), (0, 2, "丙", 1, 1), (1, 1, "1", 1, 1), (1, 2, "2", 1, 1)],
    ),
    "merged both ways": (
        tbl(tr(tc(p(r("高")), look='<w:vMerge w:val="restart"/>'), tc(p(r("宽")), look=_WIDE.format(2))),
            tr(tc(look="<w:vMerge/>"), tc(p(r("1"))), tc(p(r("2"))))),
        [(0, 0, "高", 2, 1), (0, 1, "宽", 1, 2), (1, 1, "1", 1, 1), (1, 2, "2", 1, 1)],
    ),
    "merged cells that hold text below": (
        tbl(tr(tc(p(r("高")), look='<w:vMerge w:val="restart"/>'), tc(p(r("1")))),
            tr(tc(p(r("暗")), look="<w:vMerge/>"), tc(p(r("2"))))),
        [(0, 0, "高", 2, 1), (0, 1, "1", 1, 1), (1, 1, "2", 1, 1)],
    ),
    "merged in a control": (
        tbl(tr(tc(p(r("高")), look='<w:vMerge w:val="restart"/>'), tc(p(r("1")))),
            sdt(tr(tc(look="<w:vMerge/>"), sdt(tc(p(r("2"))))))),
        [(0, 0, "高", 2, 1), (0, 1, "1", 1, 1), (1, 1, "2", 1, 1)],
    ),
}  # fmt: skip
