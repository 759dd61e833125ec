"""What people say of findings, and publishing anew what they said of figures."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field

from flows.causes import told as in_words
from flows.decisions.made import LONGEST_NOTE, FindingAction, FindingDecision, Undo
from flows.desk.accounts import Person
from flows.desk.site import Site, person_of, words_for


class Said(BaseModel):
    """What somebody says of a finding; `id` is of the browser's making, so that it may be sent twice."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: str = Field(min_length=8, max_length=64)
    who: str = Field(default="", max_length=60)
    action: FindingAction
    note: str = Field(default="", max_length=LONGEST_NOTE)


class TakenBack(BaseModel):
    """That somebody takes a decision back."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: str = Field(min_length=8, max_length=64)
    who: str = Field(default="", max_length=60)
    undoes: str = Field(min_length=8, max_length=64)


def deciding_person(request: Request) -> Person:
    """Who asks, where they may decide and the request is one that no form of another site can send."""
    person = person_of(request)
    if not person.decides:
        raise HTTPException(403, words_for(request).of("refused.reader"))
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "application/json")
    return person


Deciding = Annotated[Person, Depends(deciding_person)]


def deciding(site: Site) -> APIRouter:
    """The addresses that change anything."""
    router = APIRouter(prefix="/api", tags=["decisions"])

    @router.post("/findings/{finding_id}/decisions")
    def say(request: Request, finding_id: str, said: Said, person: Deciding) -> dict[str, Any]:
        """Confirms, dismisses or notes a finding; on the disk when this answers."""
        row = site.store.one(
            "SELECT f.rule, d.sha256 FROM found f JOIN docs d USING (record_id) WHERE finding_id = ?", [finding_id]
        )
        if row is None:
            raise HTTPException(404, words_for(request).of("refused.missing"))
        if said.action == "dismiss" and not said.note:
            raise HTTPException(422, words_for(request).of("finding.why_needed"))
        site.store.decide(FindingDecision(
            id=said.id, at=_now(), who=_who(request, person, said.who), finding=finding_id, rule=row["rule"],
            sha256=row["sha256"], action=said.action, note=said.note,
        ))  # fmt: skip
        return site.store.one("SELECT state, who, said_at, note FROM told WHERE finding_id = ?", [finding_id]) or {}

    @router.post("/decisions/undo")
    def undo(request: Request, taken: TakenBack, person: Deciding) -> dict[str, Any]:
        """Takes a decision on a finding back; it stays in the journal."""
        made = site.store.decision(taken.undoes)
        if made is None:
            raise HTTPException(404, words_for(request).of("refused.missing"))
        who = _who(request, person, taken.who)
        if made.who != who and person.role != "admin":
            raise HTTPException(403, words_for(request).of("refused.others"))
        site.store.decide(Undo(id=taken.id, at=_now(), who=who, undoes=taken.undoes))
        return {"undone": taken.undoes}

    @router.post("/refresh")
    def refresh(request: Request, person: Deciding) -> dict[str, Any]:
        """Publishes anew, with what was decided about figures and documents."""
        try:
            site.store.refresh()
            site.search.follow()
        except (OSError, ValueError) as error:  # the corpus is in use, decisions cannot be read
            raise HTTPException(503, in_words(str(error), words_for(request).language)) from None
        return {"behind": site.store.behind}

    return router


def _who(request: Request, person: Person, told: str) -> str:
    who = person.name or told
    if not who:
        raise HTTPException(422, words_for(request).of("finding.who_needed"))
    return who


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
