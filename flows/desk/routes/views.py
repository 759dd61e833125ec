"""Lists of units, findings, documents and what was found: as a page, and just that as CSV, XLSX or JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from extractors.audit.finding import shown
from flows.causes import told as in_words
from flows.desk import charts, documents, findings, units
from flows.desk.filters import Filters, Format, filters
from flows.desk.listing import PER_PAGE, Listing, as_csv, as_json, as_xlsx
from flows.desk.site import Site, words_for
from flows.review.desk import NotThere

Narrowed = Annotated[Filters, Depends(filters)]
Start = Annotated[int, Query(ge=0, le=10_000_000)]
_Part = Callable[[int, int | None], Listing]  # from which row on, how many
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_IN_A_FILE = 200_000
# By what a view is narrowed, in the order of its bar.
_OF_DOCUMENTS = ("q", "region", "year", "kind")
_FIELDS = {
    "units": (*_OF_DOCUMENTS, "severity", "state", "rule"),
    "findings": (*_OF_DOCUMENTS, "severity", "state", "rule"),
    "documents": _OF_DOCUMENTS,
    "search": _OF_DOCUMENTS,
    "charts": ("region", "year"),
}
_HELD = {"region": "region", "year": "fiscal_year", "kind": "kind"}  # columns of documents, by field


class _Asked(NamedTuple):
    narrowed: Filters
    start: int
    format: Format | None


def _asked(narrowed: Narrowed, start: Start = 0, format: Format | None = None) -> _Asked:
    """What is asked of a list: narrowed to what, from which row on, or all of it as a file."""
    return _Asked(narrowed, start, format)


Asked = Annotated[_Asked, Depends(_asked)]


def views(site: Site) -> APIRouter:
    """The addresses of views."""
    router = APIRouter(tags=["views"])
    _lists(router, site)
    _singles(router, site)
    return router


def _lists(router: APIRouter, site: Site) -> None:
    @router.get("/", include_in_schema=False)
    def first() -> Response:
        return RedirectResponse("units", 303)

    @router.get("/units")
    def all_units(request: Request, asked: Asked) -> Response:
        return _listed(site, request, "units", asked, lambda s, n: units.ranked(site.store, asked.narrowed, s, n))

    @router.get("/findings")
    def all_findings(request: Request, asked: Asked) -> Response:
        language = words_for(request).language
        told = partial(findings.listed, site.store, asked.narrowed, language)
        return _listed(site, request, "findings", asked, told)

    @router.get("/documents")
    def all_documents(request: Request, asked: Asked) -> Response:
        language = words_for(request).language
        told = partial(documents.listed, site.store, asked.narrowed, language)
        return _listed(site, request, "documents", asked, told)

    @router.get("/search")
    def found(request: Request, asked: Asked) -> Response:
        told = partial(site.search.find, asked.narrowed.q, asked.narrowed)
        return _listed(site, request, "search", asked, told)

    @router.get("/charts")
    def drawn(request: Request, narrowed: Narrowed) -> Response:
        fields = _FIELDS["charts"]
        return site.page(
            request, "charts.html", filters=narrowed, fields=fields, choices=_choices(site, narrowed, fields),
            charts=charts.drawn(site.store, narrowed),
        )  # fmt: skip


def _singles(router: APIRouter, site: Site) -> None:
    @router.get("/units/{unit_id}")
    def one_unit(request: Request, unit_id: str) -> Response:
        unit = units.unit_of(site.store, unit_id)
        if unit is None:
            raise HTTPException(404, words_for(request).of("refused.missing"))
        return site.page(request, "unit.html", unit=unit, chart=charts.of_unit(unit))

    @router.get("/findings/{finding_id}")
    def one_finding(request: Request, finding_id: str, narrowed: Narrowed) -> Response:
        told = findings.finding_of(site.store, finding_id, narrowed)
        if told is None:
            raise HTTPException(404, words_for(request).of("refused.missing"))
        try:
            places = told.places(site.desk.record(told.row["record_id"]))
        except NotThere:  # its file is gone since the corpus was published
            places = []
        return site.page(request, "finding.html", told=told, filters=narrowed, places=places, shown_value=shown)

    @router.get("/documents/{record_id}")
    def one_document(
        request: Request, record_id: str, start: Start = 0, page: Annotated[int, Query(ge=1)] = 1
    ) -> Response:
        try:
            told = documents.document_of(site.store, site.desk.record(record_id), record_id, start)
        except NotThere:
            told = None
        if told is None:
            raise HTTPException(404, words_for(request).of("refused.missing"))
        last = max(1, told.record.document.pages)
        remarks = [in_words(one, words_for(request).language) for one in told.record.warnings]
        return site.page(
            request, "document.html", told=told, page=min(page, last), warnings=remarks, per_part=documents.PER_PART
        )


def _listed(site: Site, request: Request, name: str, asked: _Asked, listed: _Part) -> Response:
    """A list as a page of it, or whole as a file."""
    if asked.format is not None:
        return _file(request, name, asked.format, listed(0, _MOST_IN_A_FILE))
    return site.page(
        request, "list.html", name=name, listing=listed(asked.start, PER_PAGE), filters=asked.narrowed,
        per_page=PER_PAGE, fields=_FIELDS[name], choices=_choices(site, asked.narrowed, _FIELDS[name]),
        search=site.search.progress if name == "search" else None,
    )  # fmt: skip


def _choices(site: Site, narrowed: Filters, fields: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """What those of the fields can be set to that are set to what the corpus holds: value and name."""
    choices = {}
    for name in (field for field in _HELD if field in fields):
        rows = site.store.rows(f"SELECT DISTINCT {_HELD[name]} AS held FROM docs WHERE held IS NOT NULL ORDER BY held")
        choices[name] = [(str(row["held"]), str(row["held"])) for row in rows]
    choices.get("year", []).reverse()  # the last first
    if "rule" in fields:
        rows = findings.rules(site.store, narrowed)
        choices["rule"] = [(row["rule"], f"{row['say']}（{row['n']}）") for row in rows]
    return choices


def _file(request: Request, name: str, wanted: Format, listing: Listing) -> Response:
    words = words_for(request)
    title = words.of(f"nav.{name}")
    if wanted == "json":
        return JSONResponse({"total": listing.total, "rows": as_json(listing)})
    data = as_csv(listing, words) if wanted == "csv" else as_xlsx(listing, words, title)
    kind = "text/csv; charset=utf-8" if wanted == "csv" else _XLSX
    disposition = f"attachment; filename=\"{name}.{wanted}\"; filename*=UTF-8''{quote(title)}.{wanted}"
    return Response(data, media_type=kind, headers={"Content-Disposition": disposition})
