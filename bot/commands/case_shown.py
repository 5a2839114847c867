"""A complaint as people see it: what it says, what was done, what can be done next."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from bot import casebook, complaints, conduct, history, roster
from bot.casebook import Case, Deduction
from bot.complaint_terms import CATEGORIES, DONE, SEVERITIES, SOURCES, STATES, by_code
from bot.messages import Reply
from bot.parts import Button, Buttons, Part, Say
from bot.slack import Request
from bot.words import N_

_STEPS = 8  # the latest moves; a case with more says how many came before
_LABELS = {
    "uphold": N_("Uphold"),
    "reject": N_("Reject"),
    "resolve": N_("Resolve"),
    "note": N_("Add a note"),
}


def show(session: Session, request: Request, number: int) -> Reply:
    """Return the complaint with its history; raise UserError for one not to be seen."""
    return of(session, request, casebook.case(session, by=request.by, number=number))


def of(session: Session, request: Request, found: Case, head: str = "complaint.head") -> Reply:
    """Return the card of a complaint, with buttons for those who may decide it."""
    parts: list[Part] = [Say(head, described(session, request, found))]
    if found.deduction is not None and casebook.may_see_deduction(request.by, found):
        parts.append(Say("complaint.deduction", _deduction(session, request, found.deduction)))
    if len(found.moves) > 1:
        parts.append(Say("complaint.history", _history(session, request, found)))
    buttons = _buttons(session, request, found)
    return Reply((*parts, Buttons(buttons)) if buttons else tuple(parts))


def described(session: Session, request: Request, found: Case) -> dict[str, Any]:
    """Return what a complaint says, for a template."""
    complaint = found.complaint
    about = found.person_id if casebook.may_see_deduction(request.by, found) else ""
    about = complaint.person_id or about
    names = roster.named(session, workspace=request.workspace, ids=[about, complaint.by_id])
    person = names.get(about)
    team = roster.team(session, workspace=request.workspace, team_id=complaint.team_id)
    return {
        "id": casebook.id_of(complaint),
        "state": STATES[found.state],
        "open": found.is_open,
        "name": "" if person is None else person.name,
        "team": team.name,
        "category": by_code(complaint.category, CATEGORIES).label,
        "severity": by_code(complaint.severity, SEVERITIES),
        "source": by_code(complaint.source, SOURCES).label if complaint.source else None,
        "day": complaint.day,
        "today": request.today,
        "ref": complaint.ref,
        "note": complaint.note,
        "by": names[complaint.by_id].name,
    }


def _deduction(session: Session, request: Request, found: Deduction) -> dict[str, Any]:
    """Return what upholding led to, under the team's rubric of that day."""
    entry = found.entry
    person = roster.person(session, workspace=request.workspace, user=entry.person_id)
    item = conduct.known_item(session, entry=entry)
    return {
        "id": history.id_of(entry),
        "name": person.name,
        "item": None if item is None else item.label,
        "code": entry.code,
        "points": entry.points if item is None else history.worth(entry, item),
        "day": entry.day,
        "today": request.today,
        "how": "" if found.contra is None else found.contra.kind,
    }


def _history(session: Session, request: Request, found: Case) -> dict[str, Any]:
    names = roster.named(
        session, workspace=request.workspace, ids=[made.by_id for made in found.moves]
    )
    steps = [
        {
            "what": DONE[made.move],
            "at": made.at,
            "by": names[made.by_id].name,
            "note": made.note,
        }
        for made in found.moves
    ]
    zone = request.by.person.zone
    return {"steps": steps[-_STEPS:], "before": max(0, len(steps) - _STEPS), "zone": zone}


def _buttons(session: Session, request: Request, found: Case) -> tuple[Button, ...]:
    number = casebook.id_of(found.complaint)
    return tuple(
        Button(
            _LABELS[move],
            "complaint",
            f"{number} {move}",
            style="primary" if move == "uphold" else "",
        )
        for move in complaints.open_moves(session, by=request.by, found=found)
    )
