"""The desk's application: its views, decisions and pages, with the review pages at /review/."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import HTTPException
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from flows.desk.accounts import SESSION_COOKIE
from flows.desk.routes.deciding import deciding
from flows.desk.routes.pages import pages
from flows.desk.routes.sources import sources
from flows.desk.routes.views import views
from flows.desk.site import Site, person_of
from flows.review.access import guard
from flows.review.app import make_app as make_review
from flows.review.wording import LANGUAGE_COOKIE

_STATIC = Path(__file__).with_name("static")
_OPEN = ("/sign-in", "/api/session", "/static/")  # for who has yet to sign in
_CSP = "default-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
_YEAR = 365 * 86400


def make_app(site: Site, token: str | None = None) -> FastAPI:
    """The application. With `token`, only who has it is let in; without, only this machine; accounts come on top."""
    app = FastAPI(title="Juesuan desk", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.middleware("http")(_known(site))
    # Who signs in, or is vouched for, may come by whatever name the desk has there.
    app.middleware("http")(guard(token, let_in=token is None and site.door.knows))
    for router in (views(site), deciding(site), pages(site), sources(site)):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=_STATIC))
    app.mount("/review", make_review(
        site.desk, site.pages, guarded=False, reviewer=lambda request: person_of(request).name or None,
        may_review=lambda request: person_of(request).decides,
    ))  # fmt: skip

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"detail": error.detail}, error.status_code)
        return site.page(request, "refused.html", status=error.status_code, why=error.detail)

    return app


def _known(site: Site) -> Callable[[Request, Callable[[Request], Awaitable[Response]]], Awaitable[Response]]:
    """The middleware that tells who asks, and keeps the language that is asked for."""

    async def check(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        told = request.headers.get(site.door.header) if site.door.header else None
        person = site.door.person(request.cookies.get(SESSION_COOKIE), told)
        path = request.scope["path"]
        if person is None and not path.startswith(_OPEN):
            if path.startswith(("/api/", "/review/api/")) or site.door.header:
                return PlainTextResponse("", 401)
            return RedirectResponse(f"/sign-in?next={quote(path)}", 303)
        if person is not None:
            request.state.person = person
        response = await call_next(request)
        if not path.startswith("/review"):
            response.headers["Content-Security-Policy"] = _CSP
        if (asked := request.query_params.get("lang")) in ("zh", "en"):
            response.set_cookie(LANGUAGE_COOKIE, asked, samesite="strict", max_age=_YEAR)
        return response

    return check
