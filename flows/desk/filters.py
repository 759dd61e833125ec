"""What a view is narrowed to: the fields of its address, the same for pages, files and the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, ConfigDict

Severity = Literal["error", "warning", "note"]
State = Literal["open", "confirmed", "dismissed", "disputed"]
Format = Literal["csv", "xlsx", "json"]

_LONGEST = 100
_Text = Annotated[str, Query(max_length=_LONGEST)]


class Filters(BaseModel):
    """Narrows units, findings and documents; what is empty narrows nothing. `q` are words that names or texts hold."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    q: str = ""
    region: str = ""
    unit: str = ""
    year: int | None = None
    kind: str = ""
    rule: str = ""
    severity: Severity | Literal[""] = ""
    state: State | Literal[""] = ""

    def address(self, path: str, **other: object) -> str:
        """The address of a view narrowed like this; `other` takes the place of own fields, or stands beside them."""
        told = {**self.model_dump(), **other}
        fields = {name: value for name, value in told.items() if value not in ("", None)}
        return f"{path}?{urlencode(fields)}" if fields else path

    def sql(self, columns: Mapping[str, str]) -> tuple[str, list[object]]:
        """The condition and its values; `columns` are expressions by field: what is not there is not asked."""
        asked: list[str] = []
        values: list[object] = []
        for name, column in columns.items():
            value = getattr(self, name)
            if value in ("", None):
                continue
            asked.append(f"contains({column}, ?)" if name == "q" else f"{column} = ?")
            values.append(value)
        return " AND ".join(asked) or "true", values


def filters(
    q: _Text = "",
    region: _Text = "",
    unit: _Text = "",
    year: Annotated[str, Query(pattern=r"^(\d{4})?$")] = "",
    kind: _Text = "",
    rule: _Text = "",
    severity: Severity | Literal[""] = "",
    state: State | Literal[""] = "",
) -> Filters:
    """The filters of an address; an empty field is what a form sends of one that nobody filled in."""
    return Filters(
        q=q.strip(), region=region, unit=unit, year=int(year) if year else None, kind=kind, rule=rule,
        severity=severity, state=state,
    )  # fmt: skip
