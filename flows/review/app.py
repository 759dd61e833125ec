"""The review pages: a queue of facts beside their page, decisions by keyboard, whole documents, search."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field

from flows.causes import told as in_words
from flows.decisions.made import Action
from flows.review.access import guard
from flows.review.desk import Desk, NotANumber, NotThere, Request, measures, shown, told
from flows.review.pages import NoPage, PageImages

_STATIC = Path(__file__).with_name("static")


class Sent(BaseModel):
    """A decision as the browser sends it; `id` is of the browser's making, so that it may be sent twice."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: str = Field(min_length=8, max_length=64)
    who: str = Field(min_length=1, max_length=60)
    record: str = Field(min_length=1, max_length=300)
    fact: str = Field(min_length=1, max_length=60)
    action: Action
    new: str | None = Field(default=None, max_length=5000)


def make_app(desk: Desk, pages: PageImages, token: str | None = None) -> FastAPI:
    """The application. With `token`, only who has it is let in; without, only this machine."""
    app = FastAPI(title="juesuan review", docs_url=None, redoc_url=None, openapi_url=None)
    app.middleware("http")(guard(token))

    @app.get("/api/queue")
    def queue(who: str = "", limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> dict[str, Any]:
        items, waiting = desk.queue(limit)
        return {"items": [{"record": r, "fact": f} for r, f in items], "waiting": waiting,
                "made": desk.made_by(who), "measures": dict(measures())}  # fmt: skip

    @app.get("/api/records/{record_id}")
    def record(record_id: str) -> dict[str, Any]:
        try:
            return told(desk.record(record_id), desk.verdicts(record_id), record_id)
        except NotThere as error:
            raise HTTPException(404, in_words(str(error))) from None

    @app.get("/api/records/{record_id}/pages/{number}")
    def page(record_id: str, number: int) -> Response:
        try:
            image = pages.image(desk.record(record_id), number)
        except (NotThere, NoPage) as error:
            raise HTTPException(404, in_words(str(error))) from None
        return Response(image, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})

    @app.post("/api/decisions")
    def decide(sent: Sent) -> dict[str, Any]:
        try:
            return shown(desk.decide(Request(**sent.model_dump())))
        except NotThere as error:
            raise HTTPException(404, in_words(str(error))) from None
        except NotANumber as error:
            raise HTTPException(422, in_words(str(error))) from None

    @app.get("/api/search")
    def search(q: Annotated[str, Query(min_length=1, max_length=100)]) -> list[dict[str, Any]]:
        return desk.search(q)

    app.mount("/", StaticFiles(directory=_STATIC, html=True))
    return app
