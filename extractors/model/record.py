"""The Record: the contract between Juesuan and everyone who uses what it reads.

Values are decimal strings (no thousands separators, trailing zeros or exponents, at most 30 characters), money in 元
(unit "CNY"), percentages in percent, decreases negative. Boxes are PDF points, origin top left, of the page as shown.
The JSON Schema of `Record` is committed as docs/record.schema.json, and every file written is validated against these
types.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from extractors.model.number import (
    LAST_YEAR,
    LONGEST,
    MOST_BYTES,
    NUMBER_SCHEMA,
    Count,
    Difference,
    Finite,
    Number,
    is_number,
)
from patterns.measure import BESIDE

# Rises where who reads a newer Record as an older one would take it for something else than it says (docs/record.md):
# "2" told of figures of other years and of parts. Older Records are read as they are.
SCHEMA_VERSION: Literal["2"] = "2"


def canonical(value: Decimal) -> str:
    """`value` as the Record writes it: plain digits, no exponent, no trailing zeros, "0" for every zero."""
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _four_numbers(box: tuple[float, ...]) -> tuple[float, ...]:
    if box[0] > box[2] or box[1] > box[3]:
        raise ValueError(f"box {box} is turned inside out")
    return tuple([round(v, 2) for v in box])


BBox = Annotated[tuple[Finite, Finite, Finite, Finite], AfterValidator(_four_numbers)]
Confidence = Annotated[float, Field(ge=0.0, le=1.0)]
_Extent = Annotated[Finite, Field(ge=0.0)]
_Place = Annotated[Count, Field(ge=1)]  # of a page or the like, from 1


# As JSON Schema says that the value of whatever has a unit is a number.
_NUMBER_WITH_UNIT: dict[str, Any] = {
    "if": {"properties": {"unit": {"type": "string"}}, "required": ["unit"]},
    "then": {"properties": {"value": NUMBER_SCHEMA}},
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Provenance(_Part):
    """Where a figure or text stands: a page, the box on it, and the characters of the fact's quote it covers.

    `statement` is set where the place is a cell of that statement (by its place in Record.statements, from 0).
    """

    page: _Place
    bbox: BBox
    start: Count
    end: Count
    statement: Count | None = None


class PageSummary(_Part):
    """A page: how its text came to be read, its size in PDF points as shown, and how surely it was read (0 to 1).

    `unread` says that it shows something of which nothing could be read, `differs` that its text layer tells figures
    that it does not show.
    """

    number: _Place
    source: Literal["ocr", "text_layer"]
    width: _Extent
    height: _Extent
    rotation: Literal[0, 90, 180, 270] = 0
    mean_confidence: Confidence
    unread: bool = False
    differs: bool = False


class SectionSummary(_Part):
    """A heading, the page it stands on, and the id of the section that it lies in."""

    id: str
    number: str
    title: str
    page: _Place
    parent: str | None = None


class Cause(_Part):
    """One of the causes that a reason gives, with its category of patterns/reasons.yaml."""

    text: str
    category: str


class Fact(_Part):
    """One stated amount, percentage, count, text or reason.

    `section` is the id of the section it stands in, `quote` the clause. `evidence` says what `confidence` was
    made of, name to number; see docs/record.md. `value` is a number where there is a `unit`.
    """

    model_config = ConfigDict(json_schema_extra=_NUMBER_WITH_UNIT)

    id: str
    concept: str
    label: str
    measure: str
    dimensions: dict[str, str] = Field(default_factory=dict)
    value: str
    unit: str | None = None
    raw: str
    section: str | None = None
    quote: str
    provenance: tuple[Provenance, ...] = Field(min_length=1)
    confidence: Confidence
    evidence: dict[str, Finite] = Field(default_factory=dict)
    status: Literal["read", "repaired", "conflict"] = "read"
    as_read: str | None = None
    explains: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()

    @model_validator(mode="after")
    def _counts_in_its_unit(self) -> Self:
        if self.unit is not None and not is_number(self.value):
            raise ValueError(f"{self.value[:LONGEST]!r} is no number of plain digits, {LONGEST} characters at most")
        return self

    @property
    def code(self) -> str | None:
        """The classification code of what it is of; None for what has none."""
        return self.dimensions.get("code")

    @property
    def beside(self) -> dict[str, str]:
        """Of another year (`year`), or of a part (`part`): what keeps it apart from its concept's main figure."""
        return {name: self.dimensions[name] for name in BESIDE if name in self.dimensions}


class FormCell(_Part):
    """Where a cell of a form stands: `part` and `row`, `column` point into the form's fields.

    `evidence` says what `confidence` was made of, name to number, defaults left out; see docs/record.md.
    """

    part: str
    row: Count = 0
    column: Count = 0
    page: _Place
    bbox: BBox
    confidence: Confidence
    evidence: dict[str, Finite] = Field(default_factory=dict)


def text_at(held: Any, row: int, column: int) -> str:
    """What a field of a form (a text, cells, or rows of cells; None for nothing) holds at a place; "" beyond it."""
    if held and not isinstance(held, str) and not isinstance(held[0], str):
        held = held[row] if row < len(held) else ""
    if not held or isinstance(held, str):
        return held or ""
    return str(held[column]) if column < len(held) else ""


class Form(_Part):
    """A self-evaluation form (绩效自评表): of one project, or of the unit's whole expenditure (整体支出).

    `funds` and `indicators` are rows under `funds_header` and `ind_header`; a cell that spans rows is repeated
    in each. A dash cell is "-", an empty one "". `money` is the unit of money of the funds, "" where none is told.
    """

    kind: Literal["project", "overall"]
    title: str
    year: str = ""
    project: str | None = None
    department: str | None = None
    unit: str | None = None
    funds_header: tuple[str, ...] = ()
    funds: tuple[tuple[str, ...], ...] = ()
    money: str = ""
    goal: str = ""
    done: str = ""
    ind_header: tuple[str, ...] = ()
    indicators: tuple[tuple[str, ...], ...] = ()
    total: str | None = None
    provenance: tuple[FormCell, ...] = ()


class StatementCell(_Part):
    """One cell of a statement. `column` names its column, levels of the head joined by "/".

    `value` is a decimal string in `unit` ("CNY", "percent" or a classifier); None where the cell is empty or a dash:
    there `confidence` is that nothing stands in it. `evidence` says what it was made of, defaults left out.
    """

    column: str
    value: Number | None = None
    unit: str | None = None
    raw: str = ""
    page: _Place
    bbox: BBox
    confidence: Confidence
    evidence: dict[str, Finite] = Field(default_factory=dict)
    status: Literal["read", "repaired", "conflict"] = "read"
    as_read: str | None = None


class StatementRow(_Part):
    """A row as people read it: tables with groups side by side (收入 | 支出) have one of these for each group.

    `group` is the heading over its side ("" where there is one side only), `line` the 行次 as printed, `code` the
    classification code without blanks (功能分类: 3, 5, 7 digits; 经济分类: 3, 5 digits), `name` the item.
    """

    group: str = ""
    line: str = ""
    code: str = ""
    name: str = ""
    cells: tuple[StatementCell, ...] = ()


class Statement(_Part):
    """A table of final accounts: one of the Ministry's nine (财决公开01-09表), one of a region's own, or one not known.

    `kind` is its id in patterns/statements.yaml, "other" where it is of no known kind (then no fact is told of it),
    `number` the printed one (公开05表: 5) or, where none is printed, its place among the document's statements from 1;
    `unit` the unit of money that its figures stand in (万元, 元): the one printed, else the one that the document gives
    for all, that other figures bear out or that all others stand in; "" where nothing tells it, or columns do. `note`
    is what stands below it (注：…), `empty` whether it holds no figure at all.
    """

    number: Count
    kind: str = ""
    name: str
    title: str = ""
    unit: str = ""
    pages: tuple[_Place, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[StatementRow, ...] = ()
    note: str = ""
    empty: bool = False


class TableSummary(_Part):
    """A table of the document, and what became of it.

    `statement` rows and cells stand in `statements`, of a known `kind`; `kept` ones, too, of the kind "other": of these
    no fact is told. `form` ones are in `forms`, the figures of `small_table` ones are facts; of `nothing` ones, which
    hold next to no figures, nothing is kept but this. `statement` is its place among `statements`, from 0.
    """

    pages: tuple[_Place, ...]
    title: str = ""
    became: Literal["statement", "form", "small_table", "kept", "nothing"]
    kind: str | None = None
    statement: Count | None = None
    figures: Count = 0


class Check(_Part):
    """One identity, evaluated. `difference` in 元 or in percentage points.

    `blame` says whose error a failure is, with its probability, and `signs` what that was weighed by (see
    patterns/misbinding.yaml). `cells` names cells by their path in the Record, such as
    "statements.3.rows.10.cells.1" or "forms.0.funds.1.2".
    """

    id: str
    formula: str
    facts: tuple[str, ...]
    outcome: Literal["pass", "fail"]
    difference: Difference
    cells: tuple[str, ...] = ()
    blame: Literal["reading", "document"] | None = None
    blame_probability: Confidence | None = None
    signs: dict[str, Finite] = Field(default_factory=dict)


class Unread(_Part):
    """A figure that no fact was read from and no cell holds: what was seen and not understood.

    `quote` is what it stands in, at most a line; `section` the id of its section, `why` of the reason (docs/record.md).
    """

    page: _Place
    bbox: BBox
    raw: str
    unit: str | None
    section: str | None = None
    quote: str
    why: str = ""


class Coverage(_Part):
    """What became of the figures that the document prints: `printed` is the sum of the others.

    `facts` of the text and of small tables, each once however many facts it tells; `cells` of statements and forms;
    `in_texts` are part of a reason or a text that is told whole; `unread` stand in Record.unread.
    """

    printed: Count
    facts: Count
    cells: Count
    in_texts: Count
    unread: Count

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.printed != self.facts + self.cells + self.in_texts + self.unread:
            raise ValueError("what became of the printed figures does not add up")
        return self


class PartOf(_Part):
    """The file in which a unit's accounts stand beside others': its digest, their pages, which part they are."""

    sha256: str
    first_page: _Place
    last_page: _Place
    number: _Place
    parts: _Place


def file_digest(sha256: str) -> str:
    """The digest of the file in which a document stands, from the `sha256` that the document is known by."""
    return sha256.partition("#")[0]


class DocumentSummary(_Part):
    """The file, and what it is: whose disclosure, of which year, of which kind; null where that was not found.

    `coverage` is null in Records of before. Of a part of a file, `part_of` tells the file, `sha256` is that file's with
    the pages behind it (`…#3-12`), and `pages` counts the part's; `parts` of a file is how many Records it has beside.
    """

    sha256: str
    file_name: str
    bytes: Annotated[int, Field(ge=0, le=MOST_BYTES)]
    pages: Count
    unit_name: str | None
    fiscal_year: Annotated[int, Field(ge=0, le=LAST_YEAR)] | None
    kind: str = "final_accounts"
    coverage: Coverage | None = None
    part_of: PartOf | None = None
    parts: Count = 0


class Produced(_Part):
    """What the Record was made with, and how long that took, in seconds."""

    version: str
    patterns_sha256: str
    ocr: str
    seconds: _Extent


class Record(_Part):
    """Everything that one disclosure says, and what its own arithmetic says of that."""

    schema_version: Literal["1", "2"] = SCHEMA_VERSION
    document: DocumentSummary
    pages: tuple[PageSummary, ...]
    sections: tuple[SectionSummary, ...] = ()
    facts: tuple[Fact, ...] = ()
    forms: tuple[Form, ...] = ()
    statements: tuple[Statement, ...] = ()
    tables: tuple[TableSummary, ...] = ()
    checks: tuple[Check, ...] = ()
    unread: tuple[Unread, ...] = ()
    warnings: tuple[str, ...] = ()
    produced: Produced


def part_of_file(part: Record, file: DocumentSummary) -> Record:
    """A Record of a part, told to be one of that file."""
    own = part.document.part_of
    if own is None:
        raise ValueError(f"{part.document.file_name}: the Record is of no part")
    said = {
        "sha256": f"{file.sha256}#{own.first_page}-{own.last_page}",
        "file_name": file.file_name,
        "bytes": file.bytes,
        "part_of": own.model_copy(update={"sha256": file.sha256}),
    }
    return part.model_copy(update={"document": part.document.model_copy(update=said)})
