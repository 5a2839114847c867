"""What was logged: mine, a person's, a team's; since a month or so many days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from bot import conduct, evidence, history, rights, roster
from bot.commands import whom
from bot.evidence import Evidence
from bot.messages import Reply
from bot.models import Entry
from bot.parts import Say
from bot.periods import Period
from bot.reading import dates
from bot.slack import Request

_DAYS = re.compile(r"(\d{1,3})[d天]")
_MOST = 20  # two blocks each where there is a note, of a message's fifty


@dataclass(frozen=True)
class Range:
    """The days a list covers."""

    first: date
    last: date


def entries(session: Session, request: Request, kind: str, rest: str) -> Reply:
    """`list [mine|@mira|team] [oct|30d]`: what stands and what was struck out, newest first.

    An agent gets her own entries, whatever is asked for, without the slips she was never told of.
    """
    found, span = _found(session, request, kind, rest)
    names = roster.named(
        session, workspace=request.workspace, ids=[entry.person_id for entry, _ in found]
    )
    standing = sum(contra is None for _, contra in found)
    head = {
        "kind": kind,
        "n": standing,
        "struck": len(found) - standing,
        "first": span.first,
        "last": span.last,
        "today": request.today,
    }
    says = [Say("conduct.list_head", head)]
    for entry, contra in found[:_MOST]:
        line = {
            "id": history.id_of(entry),
            "name": names[entry.person_id].name,
            "day": entry.day,
            "time": entry.time,
            "today": request.today,
            "note": entry.note,
            "how": "" if contra is None else contra.kind,
        }
        says.append(Say("conduct.list_line", line | _item(session, entry)))
    if len(found) > _MOST:
        says.append(Say("conduct.more", {"n": len(found) - _MOST}))
    return Reply(tuple(says))


def _found(
    session: Session, request: Request, kind: str, rest: str
) -> tuple[list[Evidence], Range]:
    """Return what was asked for and the caller may see, each with what took it back if any."""
    by = request.by
    people, logged_by, span = _asked(session, request, rest)
    is_about_all = people is None and logged_by is None
    every = history.entries(
        session,
        workspace=request.workspace,
        people=people,
        kinds=[kind],
        team_ids=by.leads if is_about_all and not by.hr else None,
        logged_by=logged_by,
        first=span.first,
        last=span.last,
    )
    seen = (
        (entry, contra)
        for entry, contra in every
        if rights.may_see(by, person=entry.person_id, team_id=entry.team_id, day=entry.day)
    )
    hold = timedelta(minutes=request.settings.hold_minutes)
    return evidence.shown(session, seen, to=by.person.id, hold=hold), span


def _asked(
    session: Session, request: Request, rest: str
) -> tuple[list[str] | None, str | None, Range]:
    """Return whose entries, logged by whom, and between which days."""
    span = Range(Period.of(request.today).first, request.today)
    words = []
    for word in rest.split():
        days = _DAYS.fullmatch(word)
        period = None if days else dates.read_month(word, today=request.today)
        if days is not None:
            span = Range(request.today - timedelta(days=int(days[1])), request.today)
        elif period is not None:
            span = Range(period.first, period.last)
        else:
            words.append(word)
    if not request.by.supervises:
        return [request.by.person.id], None, span
    asked = " ".join(words)
    if asked.casefold() in ("", "mine", "我的"):
        return None, request.by.person.id, span
    if asked.casefold() in ("team", "all", "团队", "全部"):
        return None, None, span
    return whom.named(session, request, asked), None, span


def _item(session: Session, entry: Entry) -> dict[str, object]:
    """Return the entry's item and points under the rubric of its team that day."""
    item = conduct.known_item(session, entry=entry)
    points = (entry.points or 0) if item is None else history.worth(entry, item)
    return {"item": item, "code": entry.code, "points": points}
