"""The review pages: a queue of facts beside their page, decisions by keyboard, tables, whole documents, search.

All addresses of the page are relative: the application works at `/` and wherever it is mounted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from flows.causes import told as in_words
from flows.refused import NotARecord
from flows.review import told
from flows.review.access import guard
from flows.review.desk import Desk, NotThere
from flows.review.pages import NoPage, PageImages
from flows.review.sent import CellSent, DocumentSent, FactSent, UndoSent
from flows.review.typed import Refused
from flows.review.waiting import Filters
from flows.review.wording import language_of, page_words, say

_STATIC = Path(__file__).with_name("static")
_AT_ONCE = 16  # facts that are asked for together: what an address holds, with names of Records as long as can be
_PICTURE = {"Cache-Control": "private, max-age=86400"}  # the address tells the version of the file
# What others made is shown as what it is and runs nothing, whatever the browser takes it for.
_FOREIGN = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
_INLINE = {"pdf": "application/pdf"}

Reviewer = Callable[[Request], str | None]
MayReview = Callable[[Request], bool]
AskedFor = Annotated[Filters, Depends()]
Limit = Annotated[int, Query(ge=1, le=1000)]


@dataclass(frozen=True)
class Who:
    """Who is asking: by name, where whoever mounts the pages knows it (at most 60 characters), and what they may.

    `home` is where the pages are mounted in, seen from them; None where they are alone.
    """

    reviewer: Reviewer | None
    may_review: MayReview | None
    home: str | None

    def known(self, request: Request) -> str | None:
        """The name of who is signed in."""
        return self.reviewer(request) if self.reviewer is not None else None

    def may(self, request: Request) -> bool:
        """Whether who asks may decide."""
        return self.may_review is None or self.may_review(request)

    def decides(self, request: Request, given: str) -> str:
        """The name under which a decision is kept. Raises HTTPException."""
        if not self.may(request):
            raise HTTPException(403, say("refused.may_not", language_of(request)))
        name = self.known(request) or given
        if not name:
            raise HTTPException(422, say("refused.nobody", language_of(request)))
        return name


def make_app(
    desk: Desk,
    pages: PageImages,
    token: str | None = None,
    *,
    guarded: bool = True,
    reviewer: Reviewer | None = None,
    may_review: MayReview | None = None,
) -> FastAPI:
    """The application. With `token`, only who has it is let in; without, only this machine.

    What is not `guarded` is mounted by an application that has let in who asks. Where `reviewer` tells a name it is
    that person who decides, whatever the browser says. Who `may_review` says no to sees all and decides nothing.
    """
    app = FastAPI(title="juesuan review", docs_url=None, redoc_url=None, openapi_url=None)
    app.middleware("http")(guard(token, let_in=not guarded))
    _told_in_words(app)
    who = Who(reviewer, may_review, None if guarded else "../")
    _add_queues(app, desk, who)
    _add_records(app, desk)
    _add_tables(app, desk)
    _add_pages(app, desk, pages)
    _add_decisions(app, desk, who)
    app.mount("/", StaticFiles(directory=_STATIC, html=True))
    return app


def _told_in_words(app: FastAPI) -> None:
    """Answers errors in the reviewer's language: what is not there 404, what is refused 422, a corpus in use 503."""

    @app.exception_handler(NotThere)
    @app.exception_handler(NoPage)
    @app.exception_handler(NotARecord)
    def not_there(request: Request, error: Exception) -> Response:
        return JSONResponse({"detail": in_words(str(error), language_of(request))}, 404)

    @app.exception_handler(Refused)
    def refused(request: Request, error: Refused) -> Response:
        return JSONResponse({"detail": error.told(language_of(request))}, 422)

    @app.exception_handler(OSError)
    def unavailable(request: Request, error: OSError) -> Response:
        return JSONResponse({"detail": in_words(str(error), language_of(request))}, 503)


def _add_queues(app: FastAPI, desk: Desk, who: Who) -> None:
    @app.get("/api/me")
    def me(request: Request) -> dict[str, Any]:
        return {"name": who.known(request), "may_review": who.may(request), "home": who.home}

    @app.get("/api/words")
    def words(request: Request) -> dict[str, Any]:
        return page_words(language_of(request))

    @app.get("/api/choices")
    def choices() -> dict[str, list[Any]]:
        return desk.waiting.choices()

    @app.get("/api/queue")
    def queue(request: Request, filters: AskedFor, who_: Annotated[str, Query(alias="who")] = "", limit: Limit = 200
              ) -> dict[str, Any]:  # fmt: skip
        items, waiting = desk.queue(limit, filters)
        return {"items": [{"record": r, "fact": f} for r, f in items], "waiting": waiting,
                "made": desk.made_by(who.known(request) or who_)}  # fmt: skip

    @app.get("/api/cells")
    def cells(filters: AskedFor, limit: Limit = 200) -> dict[str, Any]:
        return {"items": [{"record": r, "cell": path} for r, path in desk.cells(limit, filters)]}

    @app.get("/api/search")
    def search(q: Annotated[str, Query(min_length=1, max_length=100)]) -> list[dict[str, Any]]:
        return desk.waiting.search(q)


def _add_records(app: FastAPI, desk: Desk) -> None:
    def one(record: str, fact: str) -> dict[str, Any]:
        held = desk.held(record)
        return told.fact(held, fact, desk.verdicts(record).get(fact), desk.on_document(record))

    @app.get("/api/facts")
    def facts(of: Annotated[list[str], Query(max_length=_AT_ONCE)]) -> list[dict[str, Any] | None]:
        """Several facts (`of=RECORD/FACT`), in their order; null for one that is not there."""
        out: list[dict[str, Any] | None] = []
        for name in of:
            record, _, fact = name.rpartition("/")
            try:
                out.append(one(record, fact))
            except (NotThere, NotARecord):
                out.append(None)
        return out

    @app.get("/api/records/{record_id}")
    def record(record_id: str) -> dict[str, Any]:
        return told.whole(desk.held(record_id), desk.verdicts(record_id), desk.on_document(record_id))

    @app.get("/api/records/{record_id}/facts/{fact_id}")
    def fact(record_id: str, fact_id: str) -> dict[str, Any]:
        return one(record_id, fact_id)


def _add_tables(app: FastAPI, desk: Desk) -> None:
    @app.get("/api/records/{record_id}/tables")
    def tables(record_id: str) -> dict[str, Any]:
        return told.tables(desk.held(record_id), desk.doubted_cells(record_id))

    @app.get("/api/records/{record_id}/tables/{name}")
    def table(record_id: str, name: str) -> dict[str, Any]:
        held = desk.held(record_id)
        grid = told.table(held, name, desk.on_cells(record_id), desk.on_document(record_id))
        if grid is None:
            raise NotThere(f"{record_id} has no table {name}")
        waiting = [c.path for c in desk.doubted_cells(record_id) if c.path.startswith(f"{name}.")]
        return grid | {"waiting": waiting}


def _add_pages(app: FastAPI, desk: Desk, pages: PageImages) -> None:
    @app.get("/api/records/{record_id}/pages/{number}")
    def page(record_id: str, number: int) -> Response:
        image = pages.image(desk.held(record_id).record, number)
        return Response(image, media_type="image/jpeg", headers=_PICTURE)

    @app.get("/api/records/{record_id}/file")
    def file(record_id: str) -> Response:
        original = pages.original(desk.held(record_id).record)
        media = _INLINE.get(original.kind)
        how = "inline" if media else "attachment"
        named = f"{how}; filename*=UTF-8''{quote(original.name, safe='')}"
        return Response(original.data, media_type=media or "application/octet-stream",
                        headers={"Content-Disposition": named, **_FOREIGN})  # fmt: skip


def _add_decisions(app: FastAPI, desk: Desk, who: Who) -> None:
    @app.post("/api/decisions")
    def decide(request: Request, sent: FactSent) -> Any:
        return told.verdict(desk.decide(sent, who.decides(request, sent.who)))

    @app.post("/api/cells")
    def decide_cell(request: Request, sent: CellSent) -> Any:
        return told.verdict(desk.decide_cell(sent, who.decides(request, sent.who)))

    @app.post("/api/documents")
    def decide_document(request: Request, sent: DocumentSent) -> Any:
        return told.verdict(desk.decide_document(sent, who.decides(request, sent.who)))

    @app.post("/api/undo")
    def undo(request: Request, sent: UndoSent) -> dict[str, Any]:
        desk.undo(sent, who.decides(request, sent.who))
        return {"undone": sent.undoes}
