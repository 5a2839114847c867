"""The card that upholds a complaint: its effect is shown, and happens when it is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from bot import appraisals, casebook, complaints, history, notices
from bot.casebook import Case
from bot.commands import kept, offers
from bot.conduct import Draft
from bot.errors import UserError
from bot.messages import Reply
from bot.parts import Button, Buttons, Say
from bot.periods import Period
from bot.scoring.facts import Fact
from bot.slack import Request

_LONGEST_WORDS = 1900  # of a button


def ask(session: Session, request: Request, found: Case, draft: Draft, *, said: str) -> Reply:
    """Show what upholding does, and keep it until the button is pressed.

    `said` is the decider's own note. Raise UserError when it may not be done as it stands.
    """
    _check(session, request, found, draft)
    card = offers.keep(session, request, "complaint", {"draft": kept.written(draft), "said": said})
    buttons = (
        Button("Uphold", "complaint", f"confirm {card}", style="primary"),
        Button("Edit", "complaint", f"change {card}"),
        Button("Cancel", "complaint", f"cancel {card}"),
    )
    before = _total(session, request, draft)
    after = _total(session, request, draft, extra=(_as_fact(draft),))
    shown = _shown(request, found, draft, before, after)
    return Reply((Say("complaint.effect", shown), Buttons(buttons)), replaces=True)


def confirm(session: Session, request: Request, offered: Mapping[str, Any]) -> Reply:
    """Uphold what the card showed, tell the person, and say what stands now."""
    draft = kept.read(session, request, offered["draft"])
    before = _total(session, request, draft)
    upheld, entry = complaints.uphold(
        session,
        by=request.by,
        number=offered["draft"]["complaint"],
        draft=draft,
        note=offered["said"],
        at=request.at,
        key=request.key,
    )
    notices.logged(session, entries=[entry], settings=request.settings)
    after = _total(session, request, draft)
    logged = history.id_of(entry)
    shown = _shown(request, upheld, draft, before, after) | {"entry": logged}
    buttons = (
        Button("Undo %(id)s", "deduct", f"undo {logged}", context={"id": logged}),
        Button("Show %(id)s", "complaint", shown["id"], context={"id": shown["id"]}),
    )
    return Reply((Say("complaint.upheld", shown), Buttons(buttons)), replaces=True)


def _check(session: Session, request: Request, found: Case, draft: Draft) -> None:
    """Do every check of the press now; a closed month offers today instead."""
    number = found.complaint.number
    try:
        complaints.check_uphold(session, by=request.by, number=number, draft=draft, at=request.at)
    except UserError as error:
        if error.name != "month_closed":
            raise
        period = Period.of(draft.day)
        raise UserError(
            "complaint_month_closed",
            id=casebook.id_of(found.complaint),
            period=period,
            buttons=() if period == Period.of(request.today) else _today(request, found, draft),
        ) from None


def _today(request: Request, found: Case, draft: Draft) -> tuple[Button, ...]:
    """Return the button that says the same of today."""
    points = "" if draft.points is None else f"pts:{draft.points} "
    words = (
        f"{casebook.id_of(found.complaint)} uphold item:{draft.item.code} <@{draft.person.id}> "
        f"{points}on:{request.today.isoformat()} -- {draft.note}"
    )
    return (Button("Log it for today", "complaint", words),) if len(words) < _LONGEST_WORDS else ()


def _as_fact(draft: Draft) -> Fact:
    if draft.points is None:
        return Fact(draft.item.code)
    return Fact(draft.item.code, count=0, points=draft.points)


def _total(
    session: Session, request: Request, draft: Draft, extra: tuple[Fact, ...] = ()
) -> Fraction | None:
    """Return where the person stands in the month of the deduction, with `extra` supposed."""
    return appraisals.standing(
        session,
        workspace=request.workspace,
        person=draft.person,
        period=Period.of(draft.day),
        extra=extra,
        today=request.today,
    ).total


def _shown(
    request: Request, found: Case, draft: Draft, before: Fraction | None, after: Fraction | None
) -> dict[str, Any]:
    return {
        "id": casebook.id_of(found.complaint),
        "name": draft.person.name,
        "item": draft.item.label,
        "points": draft.item.points if draft.points is None else draft.points,
        "day": draft.day,
        "today": request.today,
        "period": Period.of(draft.day),
        "before": before,
        "after": after,
        "note": draft.note,
        "critical": draft.item.critical,
        "hold": request.settings.hold_minutes,
    }
