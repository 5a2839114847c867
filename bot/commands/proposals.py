"""Confirm cards: what would be written, and nothing written until the button is pressed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import Session, select

from bot import conduct, menu, roster, rubrics
from bot.commands import entries, grammar, questions
from bot.conduct import Draft
from bot.errors import Usage, UserError
from bot.messages import Button, Buttons, Part, Reply, Say, reply
from bot.models import Proposal
from bot.scoring.entries import Loggable
from bot.slack import Request

if TYPE_CHECKING:
    from bot.commands.entries import Plan

LAPSES_AFTER = timedelta(minutes=30)
_SHOWN = 20


def ask(session: Session, request: Request, kind: str, plan: Plan) -> Reply:
    """Keep the plan and show the card that confirms it."""
    number = _keep(session, request, kind, plan)
    says: list[Part] = [
        Say("conduct.confirm", {"reasons": plan.reasons, "kind": kind, "n": len(plan.drafts)})
    ]
    for draft in plan.drafts[:_SHOWN]:
        same = conduct.same(session, workspace=request.workspace, draft=draft)
        says.append(Say("conduct.draft", _shown(request, draft) | {"same": _ids(same)}))
    if len(plan.drafts) > _SHOWN:
        says.append(Say("conduct.more", {"n": len(plan.drafts) - _SHOWN}))
    return Reply((*says, Buttons(_choices(kind, number))))


def preview(session: Session, request: Request, kind: str, text: str) -> Reply:
    """Read a batch and show good lines, doubtful lines and errors; the good ones can be logged."""
    circle = menu.circle(session, by=request.by, day=request.today, kind=kind)
    lines = grammar.read_lines(
        text,
        people=circle.people,
        items=circle.choices,
        today=request.today,
        me=request.by.person.id,
        nearby=circle.scope,
    )
    drafts: list[Draft] = []
    problems: list[Part] = []
    for number, record in lines:
        try:
            drafts += _good(session, request, kind, record)
        except UserError as error:
            problems.append(Say("conduct.bad_line", {"line": number}))
            problems.append(Say(f"errors.{error.name}", error.context))
    says: list[Part] = [Say("conduct.batch", {"good": len(drafts), "bad": len(problems) // 2})]
    says += [Say("conduct.draft", _shown(request, d) | {"same": ""}) for d in drafts[:_SHOWN]]
    if len(drafts) > _SHOWN:
        says.append(Say("conduct.more", {"n": len(drafts) - _SHOWN}))
    says += problems[: 2 * (40 - _SHOWN) // 2]
    if not drafts:
        return Reply(tuple(says))
    plan = entries.Plan(tuple(drafts))
    return Reply((*says, Buttons(_choices(kind, _keep(session, request, kind, plan)))))


def confirm(session: Session, request: Request, number: int) -> Reply:
    """Write what the card offered; a second press changes nothing.

    Raise UserError for somebody else's card and for one that has lapsed.
    """
    kept = _open(session, request, number)
    if kept.done_key:
        raise UserError("already_confirmed")
    if request.at - kept.at > LAPSES_AFTER:
        raise UserError("proposal_lapsed")
    kept.done_key = request.key
    session.add(kept)
    payload = json.loads(kept.payload)
    drafts = tuple(_draft(session, request, one) for one in payload["drafts"])
    return entries.write(session, request, entries.Plan(drafts, public=payload["public"]))


def cancel(session: Session, request: Request, number: int) -> Reply:
    """Drop the card; nothing was written, and nothing will be."""
    kept = _open(session, request, number)
    if kept.done_key:
        raise UserError("already_confirmed")
    kept.done_key = request.key
    session.add(kept)
    return reply("conduct.cancelled", replaces=True)


def _good(
    session: Session, request: Request, kind: str, record: grammar.Record | UserError
) -> list[Draft]:
    """Return the drafts of one line of a batch; raise UserError for what is wrong with it."""
    if isinstance(record, UserError):
        raise record
    command = entries.COMMAND_OF[kind]
    if record.doubtful:
        word, near = record.doubtful[0]
        raise UserError("unknown_person", word=word, near=[one.name for one in near])
    questions.about(record, kind=kind, command=command)
    if record.item is None:
        raise Usage(command)
    plan = entries.plan_of(session, request, record, kind)
    for draft in plan.drafts:
        conduct.check(session, by=request.by, draft=draft, at=request.at)
    if "duplicate" in plan.reasons:
        raise UserError("duplicate_line", person=plan.drafts[0].person, item=plan.drafts[0].item)
    return list(plan.drafts)


def _keep(session: Session, request: Request, kind: str, plan: Plan) -> int:
    top = session.exec(
        select(func.max(Proposal.id)).where(Proposal.workspace_id == request.workspace)
    ).one()
    number = (top or 0) + 1
    payload = {"drafts": [_payload(draft) for draft in plan.drafts], "public": plan.public}
    session.add(
        Proposal(
            workspace_id=request.workspace,
            id=number,
            by_id=request.by.person.id,
            command=kind,
            payload=json.dumps(payload),
            at=request.at,
        )
    )
    return number


def _open(session: Session, request: Request, number: int) -> Proposal:
    kept = session.get(Proposal, (request.workspace, number), with_for_update=True)
    if kept is None or kept.by_id != request.by.person.id:
        raise UserError("unknown_proposal")
    return kept


def _payload(draft: Draft) -> dict[str, Any]:
    return {
        "person": draft.person.id,
        "code": draft.item.code,
        "day": draft.day.isoformat(),
        "points": None if draft.points is None else str(draft.points),
        "note": draft.note,
        "ref": draft.ref,
    }


def _draft(session: Session, request: Request, kept: dict[str, Any]) -> Draft:
    """Return a kept draft as it stands now: rights, rubric and month are looked at again."""
    person = roster.person(session, workspace=request.workspace, user=kept["person"])
    day = date.fromisoformat(kept["day"])
    place = roster.place_on(session, workspace=request.workspace, person=person, day=day)
    item = rubrics.for_place(session, place=place, day=day).rubric.find(kept["code"])
    if not isinstance(item, Loggable):
        raise UserError("unknown_item", word=kept["code"])
    points = None if kept["points"] is None else Decimal(kept["points"])
    return Draft(person, item, day, points, kept["note"], kept["ref"])


def _shown(request: Request, draft: Draft) -> dict[str, object]:
    return {
        "name": draft.person.name,
        "item": draft.item,
        "points": draft.item.points if draft.points is None else draft.points,
        "day": draft.day,
        "today": request.today,
        "note": draft.note,
        "ref": draft.ref,
    }


def _ids(same: Sequence[Any]) -> str:
    return ", ".join(conduct.id_of(entry) for entry in same)


def _choices(kind: str, number: int) -> tuple[Button, ...]:
    command = entries.COMMAND_OF[kind]
    return (
        Button("Log it", command, f"confirm {number}", style="primary"),
        Button("Cancel", command, f"cancel {number}"),
    )
