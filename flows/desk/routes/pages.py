"""Pages of documents as pictures, notices for units, signing in and out."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from flows.causes import told as in_words
from flows.desk.accounts import SESSION_COOKIE
from flows.desk.notice import as_docx, as_pdf, notice_of
from flows.desk.site import Site, words_for
from flows.review.desk import NotThere
from flows.review.pages import NoPage

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class SignIn(BaseModel):
    """Who signs in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=60)
    password: str = Field(min_length=1, max_length=200)


def pages(site: Site) -> APIRouter:
    """The addresses of pages, notices and signing in."""
    router = APIRouter()

    @router.get("/pages/{record_id}/{number}.jpg", tags=["documents"])
    def page(request: Request, record_id: str, number: int) -> Response:
        try:
            image = site.pages.image(site.desk.record(record_id), number)
        except (NotThere, NoPage) as error:
            raise HTTPException(404, in_words(str(error), words_for(request).language)) from None
        return Response(image, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})

    @router.get("/units/{unit_id}/notice.{form}", tags=["documents"])
    def notice(request: Request, unit_id: str, form: Literal["docx", "pdf"]) -> Response:
        """The notice for a unit, as a Word file or PDF."""
        made = notice_of(site.store, unit_id, site.folders)
        if made is None:
            raise HTTPException(404, words_for(request).of("refused.missing"))
        data, kind = (as_docx(made), _DOCX) if form == "docx" else (as_pdf(made), "application/pdf")
        named = f"attachment; filename=\"notice.{form}\"; filename*=UTF-8''{quote(made.title)}.{form}"
        return Response(data, media_type=kind, headers={"Content-Disposition": named})

    @router.get("/sign-in", include_in_schema=False)
    def door(request: Request) -> Response:
        return site.page(request, "sign_in.html")

    @router.post("/api/session", tags=["session"])
    def sign_in(request: Request, asked: SignIn) -> Response:
        """Signs in; the session's cookie goes back to this site only."""
        token = site.door.sign_in(asked.name, asked.password)
        if token is None:
            raise HTTPException(401, words_for(request).of("sign_in.wrong"))
        answer = JSONResponse({"name": asked.name})
        secure = request.url.scheme == "https"
        answer.set_cookie(SESSION_COOKIE, token, httponly=True, samesite="strict", secure=secure)
        return answer

    @router.delete("/api/session", tags=["session"])
    def sign_out(request: Request) -> Response:
        """Signs out."""
        site.door.sign_out(request.cookies.get(SESSION_COOKIE, ""))
        answer = JSONResponse({})
        answer.delete_cookie(SESSION_COOKIE)
        return answer

    return router
