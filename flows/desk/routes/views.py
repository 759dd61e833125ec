"""Lists of units, findings, documents and what was found: as a page, and just that as CSV, XLSX or JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
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
_Listed = Callable[[int, int | None], Listing]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_IN_A_FILE = 200_000


def views(site: Site) -> APIRouter:
    """The addresses of views."""
    router = APIRouter()

    def listed_as(
        request: Request, name: str, narrowed: Filters, start: int, wanted: Format | None, listed: _Listed
    ) -> Response:
        if wanted is not None:
            return _file(request, name, wanted, listed(0, _MOST_IN_A_FILE))
        listing = listed(start, PER_PAGE)
        return site.page(
            request, "list.html", name=name, listing=listing, filters=narrowed, per_page=PER_PAGE,
            choices=_choices(site, narrowed), search=site.search.progress if name == "search" else None,
        )  # fmt: skip

    @router.get("/", include_in_schema=False)
    def first() -> Response:
        return RedirectResponse("units", 303)

    @router.get("/units", tags=["views"])
    def all_units(request: Request, narrowed: Narrowed, start: Start = 0, format: Format | None = None) -> Response:
        return listed_as(
            request, "units", narrowed, start, format, lambda s, n: units.ranked(site.store, narrowed, s, n)
        )

    @router.get("/findings", tags=["views"])
    def all_findings(request: Request, narrowed: Narrowed, start: Start = 0, format: Format | None = None) -> Response:
        language = words_for(request).language
        return listed_as(
            request, "findings", narrowed, start, format,
            lambda s, n: findings.listed(site.store, narrowed, language, s, n),
        )  # fmt: skip

    @router.get("/documents", tags=["views"])
    def all_documents(request: Request, narrowed: Narrowed, start: Start = 0, format: Format | None = None) -> Response:
        return listed_as(
            request, "documents", narrowed, start, format, lambda s, n: documents.listed(site.store, narrowed, s, n)
        )

    @router.get("/search", tags=["views"])
    def found(request: Request, narrowed: Narrowed, start: Start = 0, format: Format | None = None) -> Response:
        return listed_as(
            request, "search", narrowed, start, format, lambda s, n: site.search.find(narrowed.q, narrowed, s, n)
        )

    @router.get("/charts", tags=["views"])
    def drawn(request: Request, narrowed: Narrowed) -> Response:
        return site.page(
            request, "charts.html", filters=narrowed, choices=_choices(site, narrowed),
            charts=charts.drawn(site.store, narrowed),
        )  # fmt: skip

    @router.get("/units/{unit_id}", tags=["views"])
    def one_unit(request: Request, unit_id: str) -> Response:
        unit = units.unit_of(site.store, unit_id)
        if unit is None:
            raise HTTPException(404, words_for(request).of("refused.missing"))
        return site.page(request, "unit.html", unit=unit, chart=charts.of_unit(unit))

    @router.get("/findings/{finding_id}", tags=["views"])
    def one_finding(request: Request, finding_id: str, narrowed: Narrowed) -> Response:
        told = findings.finding_of(site.store, finding_id, narrowed)
        if told is None:
            raise HTTPException(404, words_for(request).of("refused.missing"))
        try:
            places = told.places(site.desk.record(told.row["record_id"]))
        except NotThere:  # its file is gone since the corpus was published
            places = []
        return site.page(request, "finding.html", told=told, filters=narrowed, places=places, shown_value=shown)

    @router.get("/documents/{record_id}", tags=["views"])
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
        remarks = [in_words(one) for one in told.record.warnings]
        return site.page(request, "document.html", told=told, page=min(page, last), warnings=remarks)

    return router


def _choices(site: Site, narrowed: Filters) -> dict[str, list[tuple[str, str]]]:
    """What filters can be set to: value and name."""
    regions = site.store.rows("SELECT DISTINCT region FROM docs WHERE region IS NOT NULL ORDER BY 1")
    years = site.store.rows("SELECT DISTINCT fiscal_year FROM docs WHERE fiscal_year IS NOT NULL ORDER BY 1 DESC")
    kinds = site.store.rows("SELECT DISTINCT kind FROM docs ORDER BY 1")
    return {
        "region": [(row["region"], row["region"]) for row in regions],
        "year": [(str(row["fiscal_year"]), str(row["fiscal_year"])) for row in years],
        "kind": [(row["kind"], row["kind"]) for row in kinds],
        "rule": [(row["rule"], f"{row['say']}（{row['n']}）") for row in findings.rules(site.store, narrowed)],
    }


def _file(request: Request, name: str, wanted: Format, listing: Listing) -> Response:
    words = words_for(request)
    title = words.of(f"nav.{name}")
    if wanted == "json":
        return JSONResponse({"total": listing.total, "rows": as_json(listing)})
    data = as_csv(listing, words) if wanted == "csv" else as_xlsx(listing, words, title)
    kind = "text/csv; charset=utf-8" if wanted == "csv" else _XLSX
    disposition = f"attachment; filename=\"{name}.{wanted}\"; filename*=UTF-8''{quote(title)}.{wanted}"
    return Response(data, media_type=kind, headers={"Content-Disposition": disposition})
