"""Putting a rubric in force: shown first with all that changes, done at a press."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from bot import evidence, membership, months, rights, roster, rubrics
from bot.commands import rubric_diff, team_words
from bot.errors import Usage, UserError
from bot.messages import Reply, reply
from bot.models import Person, Team
from bot.parts import Button, Buttons, Say
from bot.periods import Period
from bot.roster import AGENT, SUPERVISOR
from bot.rubrics import Version
from bot.scoring.compare import compare
from bot.scoring.rubric import Rubric
from bot.scoring.text import Text
from bot.slack import Request

_ROLES = re.compile(
    r"(?:(?<=\s)|^)(?:for\s+|给)?(?:(?P<leads>supervisors?|leads?|主管|组长)|"
    r"(?P<agents>agents?|客服))(?=\s|$)",
    re.IGNORECASE,
)
_DIGEST = re.compile(r"(?:(?<=\s)|^)text:(?P<digest>[0-9a-f]{16})$")
_MOST_SHOWN = 12


@dataclass(frozen=True)
class Change:
    """A rubric that is to score a role in a team from a day on, and what it takes over from."""

    version: Version
    team: Team
    role: str
    day: date
    before: Version | None


def use(session: Session, request: Request, rest: str) -> Reply:
    """`use NAME [for TEAM] [from DATE] [for supervisors]`: show what would change, and ask.

    Without a day it is the first one of the team's open month.
    """
    change = _read(session, request, rest)
    if change.before is not None and change.before.digest == change.version.digest:
        return reply("rubric.same", rubric=change.version.rubric, team=change.team.name)
    words = (
        f"{change.version.rubric.id} for {team_words.quoted(change.team)} for {change.role}s "
        f"from {change.day.isoformat()} text:{change.version.digest}"
    )
    buttons = (
        Button("Put in force", "rubric", f"confirm {words}", style="primary"),
        *_compare(change),
        Button("Cancel", "rubric", "cancel"),
    )
    shown = Say("rubric.ask_to_use", _shown(session, request, change))
    return Reply((shown, *_weights(request, change), Buttons(buttons)))


def confirm(session: Session, request: Request, rest: str) -> Reply:
    """Put in force what was shown; a second press changes nothing.

    Raise UserError when the file has changed since it was shown.
    """
    stamp = _DIGEST.search(rest)
    if stamp is None:
        raise Usage("rubric")
    change = _read(session, request, rest[: stamp.start()])
    if change.version.digest != stamp["digest"]:
        raise UserError("rubric_changed", rubric=change.version.rubric)
    if change.before is not None and change.before.digest == change.version.digest:
        raise UserError("already_confirmed")
    rubrics.put_in_force(
        session,
        workspace=request.workspace,
        team_id=change.team.id,
        role=change.role,
        name=change.version.rubric.id,
        since=change.day,
        by=request.by.person.id,
        at=request.at,
    )
    return reply(
        "rubric.in_force",
        Button("Show", "rubric", f"show {change.version.digest}"),
        replaces=True,
        rubric=change.version.rubric,
        team=change.team.name,
        supervisors=change.role == SUPERVISOR,
        day=change.day,
        today=request.today,
    )


def cancel(session: Session, request: Request, rest: str) -> Reply:
    """Leave everything as it is."""
    del session, request, rest
    return reply("rubric.cancelled", replaces=True)


def _read(session: Session, request: Request, rest: str) -> Change:
    """Return the change the words mean; raise UserError where it may not be, or not by them."""
    text, day = team_words.split_day(rest, today=request.today)
    team, text = team_words.take_team(session, request, text)
    said, text = take_role(text)
    team_words.require_no_day(text)
    name, *others = text.split() or [""]
    if not name:
        raise Usage("rubric")
    if others and team is None:
        team = roster.find_team(
            session, workspace=request.workspace, words=without_for(" ".join(others))
        )
    team = team_words.team_for(session, request, team, command="rubric")
    version = rubrics.listed(name)
    for_whom = said or role_of(version.rubric)
    require_right(session, request, team, for_whom)
    first = months.open_from(session, team=team)
    start = day or first
    if start < first:
        raise UserError("before_open", day=start, first=first, today=request.today)
    before = rubrics.in_force(
        session, workspace=request.workspace, team_id=team.id, role=for_whom, day=start
    )
    return Change(version, team, for_whom, start, before)


def take_role(text: str) -> tuple[str, str]:
    """Return the role that the line names, or nothing, and the other words."""
    found = _ROLES.search(text)
    if found is None:
        return "", text
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return (SUPERVISOR if found["leads"] else AGENT), rest


def role_of(rubric: Rubric) -> str:
    """Return whose card a rubric makes unless somebody says otherwise.

    A team or company that is appraised as a whole has its card under who heads it.
    """
    return AGENT if rubric.appraises == AGENT else SUPERVISOR


def require_right(session: Session, request: Request, team: Team, role: str) -> None:
    """Allow HR and the team's supervisors; nobody chooses what she is scored by herself."""
    if role == SUPERVISOR:
        rights.require_hr(request.by)
    rights.require_team(session, actor=request.by, team=team, day=request.today)


def _compare(change: Change) -> tuple[Button, ...]:
    """Return the button that shows all that changes, where there is something to compare with."""
    if change.before is None:
        return ()
    names = f"{change.before.digest} {change.version.rubric.id}"
    return (Button("Compare", "rubric", f"diff {names}"),)


def _weights(request: Request, change: Change) -> Iterator[Say]:
    """Yield what becomes of the sections that both rubrics have, the core first."""
    if change.before is None:
        return
    difference = compare(change.before.rubric, change.version.rubric)
    shared = tuple(one for one in difference.sections if None not in (one.was, one.now))
    words = request.words_of
    yield from rubric_diff.core_warning(difference, words)
    yield from rubric_diff.weights(replace(difference, sections=shared), words)


def _shown(session: Session, request: Request, change: Change) -> dict[str, object]:
    """Return what the card tells: from what to what, from when, and what no longer counts."""
    period = Period.of(change.day)
    planned = rubrics.coming(session, team=change.team, role=change.role, day=change.day)
    return {
        "rubric": change.version.rubric,
        "before": None if change.before is None else change.before.rubric,
        "team": change.team.name,
        "supervisors": change.role == SUPERVISOR,
        "day": change.day,
        "today": request.today,
        "period": period,
        "people": [person.name for person in _people(session, request, change)],
        "as_a_whole": change.version.rubric.appraises in ("unit", "company"),
        "lost": _lost(session, request, change),
        "next": planned[0][1].rubric if planned else None,
        "next_day": planned[0][0] if planned else None,
        **_differences(change),
    }


def _differences(change: Change) -> dict[str, object]:
    """Return how many items come, go, and cost otherwise, with the first few of these."""
    old = {} if change.before is None else _points(change.before.rubric)
    new = _points(change.version.rubric)
    moved = [code for code in new if code in old and new[code][1] != old[code][1]]
    return {
        "added": len(new.keys() - old.keys()),
        "removed": len(old.keys() - new.keys()),
        "kept": len(new.keys() & old.keys()) - len(moved),
        "moved": [(new[code][0], old[code][1], new[code][1]) for code in moved[:_MOST_SHOWN]],
        "more": max(0, len(moved) - _MOST_SHOWN),
    }


def _points(rubric: Rubric) -> Mapping[str, tuple[Text, Decimal]]:
    return {one.code: (one.label, one.points) for one in rubric.entries}


def _lost(session: Session, request: Request, change: Change) -> int:
    """Return how many records of the months it scores have a code that the rubric has not."""
    return evidence.besides(
        session,
        workspace=request.workspace,
        people=[person.id for person in _people(session, request, change)],
        since=Period.of(change.day),
        codes=change.version.rubric.by_code,
    )


def _people(session: Session, request: Request, change: Change) -> list[Person]:
    """Return who has the role in the team from the month on in which it begins."""
    first = Period.of(change.day).first
    return membership.members(
        session,
        workspace=request.workspace,
        team_id=change.team.id,
        first=first,
        last=max(first, request.today),
        role=change.role,
    )


def without_for(text: str) -> str:
    """Return a team's name without the word before it."""
    return re.sub(r"^(?:for|给)\s+", "", text, flags=re.IGNORECASE)
