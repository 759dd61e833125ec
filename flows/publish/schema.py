"""What the published corpus looks like: every table and column, its type, its meaning in Chinese and English.

The one place that says so: Parquet files, DuckDB tables, their comments and the codebook are all made from it.
Every table has `record_id` and is partitioned by `fiscal_year` (a folder of the Parquet files; none: NULL).
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

# Changes of tables or columns raise this: a corpus of another layout is published anew.
LAYOUT = "5"
DECIMAL = pa.decimal128(24, 6)
# Below this a value is shown shaded and counts as one that a person should look at.
LOW_CONFIDENCE = 0.9

_TEXT, _INT, _DOUBLE, _BOOL = pa.string(), pa.int32(), pa.float64(), pa.bool_()
_TEXTS = pa.list_(pa.string())
PLACE = pa.struct(
    [(name, _INT) for name in ("page",)]
    + [(name, _DOUBLE) for name in ("x0", "y0", "x1", "y1")]
    + [(name, _INT) for name in ("start", "end", "statement")]
)


@dataclass(frozen=True)
class Column:
    """A column: name, Arrow type, what it holds in Chinese and English."""

    name: str
    type: pa.DataType
    zh: str
    en: str


@dataclass(frozen=True)
class Table:
    """A table of the corpus: what one row is, and its columns in order."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]

    @property
    def arrow(self) -> pa.Schema:
        """The columns as Parquet holds them."""
        return pa.schema([(column.name, column.type) for column in self.columns])


_RECORD = Column("record_id", _TEXT, "记录号（Record 文件名）", "the Record: its file's name without .json")
_BOX = tuple(
    Column(name, _DOUBLE, f"位置框{zh}（PDF 点，原点左上）", f"{en} of the box, PDF points, origin top left")
    for name, zh, en in (
        ("x0", "左", "left"),
        ("y0", "上", "top"),
        ("x1", "右", "right"),
        ("y1", "下", "bottom"),
    )
)
_PAGE = Column("page", _INT, "页码（自1起）", "page, from 1")
_CONFIDENCE = Column("confidence", _DOUBLE, "可信度（0–1）", "confidence, 0 to 1")
_STATUS = Column("status", _TEXT, "状态：read 照读，repaired 已修正，conflict 矛盾", "read, repaired or conflict")
_AS_READ = Column("as_read", _TEXT, "修正前的原读数", "what was read before a repair")
_RAW = Column("raw", _TEXT, "原文", "the words it was read from")
_CODE = Column("code", _TEXT, "支出功能分类科目编码（类3、款5、项7位）", "code of the function, 3, 5 or 7 digits")
_UNIT = Column("unit", _TEXT, "单位：CNY 元，percent 百分比，或量词", "CNY (元), percent, or a Chinese classifier")

DOCUMENTS = Table(
    "documents",
    "公开文件，一份一行",
    "one row a disclosure",
    (
        _RECORD,
        Column("sha256", _TEXT, "PDF 的 SHA-256", "SHA-256 of the PDF"),
        Column("file_name", _TEXT, "PDF 文件名", "name of the PDF"),
        Column(
            "path",
            _TEXT,
            "文件在所读文件夹中的路径",
            "where the file lies below the folder that was read; NULL: not known",
        ),
        Column(
            "address",
            _TEXT,
            "文件地址：自数据集文件夹起，或网址；压缩包内的文件为空",
            "address of the file, from the corpus's folder on, or its URL; NULL where not known or within an archive",
        ),
        Column("bytes", pa.int64(), "PDF 字节数", "size of the PDF"),
        Column("pages", _INT, "页数", "number of pages"),
        Column("ocr_pages", _INT, "经 OCR 识别的页数", "pages that were read by OCR"),
        Column("unit_name", _TEXT, "封面所载单位名称", "name of the unit as on the cover"),
        Column("kind", _TEXT, "文件种类", "kind of document"),
        Column("facts", _INT, "事实数", "number of facts"),
        Column("low_confidence", _INT, "可信度低于0.9的事实数", "facts with a confidence below 0.9"),
        Column("mean_confidence", _DOUBLE, "事实的平均可信度", "mean confidence of the facts"),
        Column("to_review", _INT, "待复核的事实数（未达采用阈值）", "facts that are not accepted: left to people"),
        Column(
            "straight_through",
            _BOOL,
            "直通：所述主要数字全部采用；不读数的文件种类为空",
            "whether all main figures that it tells are accepted; NULL of kinds that are not read",
        ),
        Column("checks", _INT, "勾稽关系数", "checks that could be made"),
        Column("checks_failed", _INT, "不成立的勾稽关系数", "checks that failed"),
        Column("reviewed", _INT, "经人工复核的事实数", "facts that a person decided on"),
        Column("warnings", _TEXTS, "提示", "what a person should know"),
        Column("version", _TEXT, "读取程序版本", "version that read it"),
        Column("patterns_sha256", _TEXT, "措辞知识的摘要", "digest of the knowledge files that read it"),
        Column("ocr", _TEXT, "OCR 引擎", "OCR engine"),
        Column("seconds", _DOUBLE, "读取用时（秒）", "seconds that reading took"),
    ),
)

FACTS = Table(
    "facts",
    "事实，文件所述的每个金额、比例、数量、文字一行",
    "one row a stated amount, percentage, count, text or reason",
    (
        _RECORD,
        Column("fact_id", _TEXT, "事实号（记录内唯一）", "id of the fact within its Record"),
        Column("concept", _TEXT, "概念（见概念表）", "what the figure is of (see concepts)"),
        Column("label", _TEXT, "概念的中文名", "Chinese name of the concept"),
        Column("measure", _TEXT, "指标（见指标表）", "which figure of it (see measures)"),
        _CODE,
        Column("name", _TEXT, "科目名称（照原文）", "name of the function as written"),
        Column("dimensions", _TEXT, "其余维度（JSON）", "further dimensions as JSON; NULL where none"),
        Column("value", DECIMAL, "数值：金额为元，比例为百分数，减少为负", "money in 元, percent, decreases < 0"),
        Column("value_text", _TEXT, "值的文字，与 Record 相同", "the value as the Record writes it, texts too"),
        _UNIT,
        _RAW,
        Column("quote", _TEXT, "所在分句", "the clause it stands in"),
        Column("section", _TEXT, "所在部分的标题", "title of the section it stands in"),
        _PAGE,
        *_BOX,
        Column("places", pa.list_(PLACE), "全部位置（跨行跨页时多处）", "every place, with the characters of `quote`"),
        _CONFIDENCE,
        Column("figure_group", _TEXT, "数字组（见数字组表）", "group of figures (see figure_groups)"),
        Column("decision", _TEXT, "处置：accept 采用，review 复核，reject 不采用", "accept, review or reject"),
        Column(
            "gain", _DOUBLE, "复核的期望收益：出错概率乘以权重", "what looking is worth: chance of an error x weight"
        ),
        _STATUS,
        _AS_READ,
        Column("main", _BOOL, "同一数字多处出现时采用者", "whether this one is used where a figure is stated twice"),
        Column("review", _TEXT, "人工复核：accepted 认可，corrected 更正，rejected 剔除", "what a person decided"),
        Column("reviewer", _TEXT, "复核人", "who decided"),
        Column("reviewed_at", _TEXT, "复核时间（UTC）", "when, UTC, ISO 8601"),
        Column("value_before", _TEXT, "更正前的值", "value before the correction"),
    ),
)

REASONS = Table(
    "reasons",
    "原因，每条“主要原因”中的每个起因一行",
    "one row a cause of a stated reason",
    (
        _RECORD,
        Column("fact_id", _TEXT, "原因的事实号", "fact id of the reason"),
        Column("concept", _TEXT, "概念", "what the reason is about"),
        Column("label", _TEXT, "概念的中文名", "Chinese name of the concept"),
        Column("measure", _TEXT, "reason_change 增减原因，reason_variance 预决算差异原因等", "kind of reason"),
        _CODE,
        Column("reason", _TEXT, "原因全文", "the whole reason"),
        Column("cause_number", _INT, "起因序号（自1起）", "number of the cause, from 1"),
        Column("cause", _TEXT, "起因", "the cause"),
        Column("category", _TEXT, "类别（见类别表）", "category (see categories)"),
        Column("explains", _TEXTS, "所解释的事实号", "ids of the figures explained"),
        _PAGE,
        _CONFIDENCE,
    ),
)

FORMS = Table(
    "forms",
    "绩效自评表，一张一行",
    "one row a self-evaluation form",
    (
        _RECORD,
        Column("form", _INT, "表序（自1起）", "number of the form, from 1"),
        Column("kind", _TEXT, "project 项目，overall 整体支出", "project or overall"),
        Column("title", _TEXT, "标题", "title"),
        Column("year", _TEXT, "年度（照原文）", "year as printed"),
        Column("project", _TEXT, "项目名称", "project"),
        Column("department", _TEXT, "主管部门", "department"),
        Column("unit", _TEXT, "实施单位", "unit"),
        Column(
            "money",
            _TEXT,
            "资金的货币单位（表上所写，未写或不一为空）",
            "unit of money of the funds, as the form tells it",
        ),
        Column("goal", _TEXT, "预期目标", "goal"),
        Column("done", _TEXT, "完成情况", "what was done"),
        Column("total", _TEXT, "总分（照原文）", "total score as printed"),
        Column("score", DECIMAL, "总分", "total score as a number"),
        _PAGE,
        _CONFIDENCE,
    ),
)

_FORM_CELL = (
    _RECORD,
    Column("form", _INT, "表序（自1起）", "number of the form, from 1"),
    Column("row_number", _INT, "行（自1起）", "row, from 1"),
    Column("column_number", _INT, "列（自1起）", "column, from 1"),
    Column("header", _TEXT, "列名", "heading of the column"),
)
_CELL_END = (
    Column("text", _TEXT, "内容（照原文）", "the cell as printed"),
    Column("value", DECIMAL, "数值（可成数者，单位照原表）", "as a number where it is one, in the form's unit"),
    _PAGE,
    *_BOX,
    _CONFIDENCE,
)
FORM_FUNDS = Table(
    "form_funds",
    "自评表的资金，一格一行",
    "one row a cell of a form's funds",
    (*_FORM_CELL, Column("source", _TEXT, "资金来源（行名）", "the row's name: source of funds"), *_CELL_END),
)
INDICATORS = Table(
    "indicators",
    "自评表的指标，一格一行",
    "one row a cell of a form's indicators",
    (*_FORM_CELL, Column("indicator", _TEXT, "三级指标", "the row's indicator (三级指标)"), *_CELL_END),
)

STATEMENTS = Table(
    "statements",
    "决算报表（九张表），一张一行",
    "one row a final-accounts table",
    (
        _RECORD,
        Column("statement", _INT, "记录内表序（自0起）", "place in the Record, from 0 (as in places)"),
        Column("number", _INT, "表号", "number of the table as printed"),
        Column("kind", _TEXT, "表种", "kind of table"),
        Column("name", _TEXT, "表名", "name"),
        Column("title", _TEXT, "标题（照原文）", "title as printed"),
        Column("unit", _TEXT, "金额单位", "unit of money of the table"),
        Column("row_count", _INT, "行数", "number of rows"),
        Column("empty", _BOOL, "是否空表", "whether it holds no figure"),
        Column("note", _TEXT, "表下注", "note below it"),
    ),
)
STATEMENT_CELLS = Table(
    "statement_cells",
    "决算报表的格，一格一行",
    "one row a cell of a final-accounts table",
    (
        _RECORD,
        Column("statement", _INT, "记录内表序（自0起）", "place in the Record, from 0"),
        Column("kind", _TEXT, "表种", "kind of table"),
        Column("row_number", _INT, "行（自1起）", "row, from 1"),
        Column("side", _TEXT, "并列栏目（收入、支出）", "heading over the side of the table"),
        Column("line", _TEXT, "行次", "line number as printed"),
        Column("code", _TEXT, "科目编码", "classification code"),
        Column("name", _TEXT, "项目名称", "name of the row"),
        Column("column_name", _TEXT, "列名（各级表头以 / 相连）", "name of the column, levels of the head joined by /"),
        Column("value", DECIMAL, "数值（元）", "number, money in 元; NULL where empty"),
        _UNIT,
        _RAW,
        _PAGE,
        *_BOX,
        _CONFIDENCE,
        _STATUS,
        _AS_READ,
    ),
)

CHECKS = Table(
    "checks",
    "勾稽关系，一条一行",
    "one row a check that the document allows",
    (
        _RECORD,
        Column("check_number", _INT, "序号（自1起）", "number within the Record, from 1"),
        Column("check_id", _TEXT, "勾稽关系号", "id of the identity"),
        Column("formula", _TEXT, "勾稽关系", "the identity"),
        Column("outcome", _TEXT, "pass 成立，fail 不成立", "pass or fail"),
        Column("difference", DECIMAL, "差额（元或百分点）", "difference in 元 or percentage points"),
        Column("blame", _TEXT, "document 文件自身的错，reading 识别之误", "whose error it is: document or reading"),
        Column("fact_ids", _TEXTS, "涉及的事实号", "ids of the facts it rests on"),
    ),
)

TABLES = (DOCUMENTS, FACTS, REASONS, FORMS, FORM_FUNDS, INDICATORS, STATEMENTS, STATEMENT_CELLS, CHECKS)

FINDINGS = Table(
    "findings",
    "审核发现，一条一行，与 juesuan audit 所列相同",
    "one row a finding of the audit, the same that `juesuan audit` lists",
    (
        _RECORD,
        Column("finding_id", _TEXT, "问题编号，文件、规则、位置不变则不变", "stays with document, rule and place"),
        Column("rule", _TEXT, "规则代码", "id of the rule"),
        Column("severity", _TEXT, "级别：error 错误，warning 缺漏，note 提示", "error, warning or note"),
        Column("message_zh", _TEXT, "问题", "what is wrong, in Chinese"),
        Column("message_en", _TEXT, "问题（英文）", "what is wrong, in English"),
        Column("statement_of_rule", _TEXT, "规则", "the rule"),
        Column("source", _TEXT, "依据", "where the rule comes from"),
        Column("concept", _TEXT, "概念", "what it is about"),
        Column("page", _INT, "首页页码", "its first page; NULL where it has none"),
        Column("pages", pa.list_(_INT), "页码", "its pages"),
        Column("fact_ids", _TEXTS, "涉及的事实号", "ids of the facts it rests on"),
        Column("cells", _TEXTS, "涉及的表格单元（记录内路径）", "paths of the cells it rests on"),
        Column("difference", DECIMAL, "差额（元或百分点）", "difference in 元 or percentage points"),
        Column("probability", _DOUBLE, "系文件自身之误的把握（0–1）", "how probably it is the document's error"),
        Column(
            "state",
            _TEXT,
            "处理：open 待处理，confirmed 已确认，dismissed 已排除，disputed 有分歧",
            "open, confirmed, dismissed or disputed by people",
        ),
        Column("judged_by", _TEXT, "处理人", "who said so"),
        Column("judged_at", _TEXT, "处理时间（UTC）", "when, UTC, ISO 8601"),
        Column("judged_note", _TEXT, "处理说明", "why, as they put it"),
        Column("figures", _TEXT, "依据数据（JSON）", "the figures it rests on, as JSON"),
    ),
)
FISCAL_YEAR = Column("fiscal_year", _INT, "决算年度", "fiscal year")
# Made over all documents together, after their rows: whole each time, no parts.
OVERALL = (FINDINGS,)
