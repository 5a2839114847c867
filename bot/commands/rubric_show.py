"""A rubric to read: what is in force in short, one in full, the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from sqlmodel import Session

from bot import rubrics
from bot.commands import rubric_pages, team_words
from bot.errors import UserError
from bot.messages import Reply, reply
from bot.models import Team
from bot.parts import Button, Buttons, Part, Say
from bot.roster import AGENT, SUPERVISOR
from bot.rubrics import Version
from bot.scoring.entries import Loggable, Measure
from bot.scoring.rubric import Rubric
from bot.slack import Request
from bot.spelling import is_chinese, words_of
from bot.words import N_, Words

_NUMBER = re.compile(r"[v第]?(\d{1,4})版?", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{16}")
_PAGE = re.compile(r"(?:page|p|第)?\s*(\d{1,3})页?", re.IGNORECASE)
_LISTED = 10
_MOST_VERSIONS = 20

InForce = tuple[Version, Sequence[Team], str]
"""A version, the teams it is in force in, and for which role."""


def mine(session: Session, request: Request) -> Reply:
    """Return what the caller, or her teams, are scored by, with its menu in short."""
    found = in_force(session, request)
    if not found:
        return reply("rubric.none_of_mine", Button("List", "rubric", "list"))
    parts: list[Part] = [_line(session, request, *one) for one in found[:_MOST_VERSIONS]]
    for_agents = [version for version, _, role in found if role == AGENT]
    if len(for_agents) == 1:
        parts += _short_menu(for_agents[0].rubric, request.words_of)
    parts.append(Say("rubric.ask", {"word": _example(found[0][0].rubric, request.words_of)}))
    return Reply(tuple(parts))


def _example(rubric: Rubric, words: Words) -> str:
    """Return a word of the rubric's own that can be asked for."""
    things: tuple[Loggable | Measure, ...] = (*rubric.entries, *rubric.measures)
    return call_name(things[0], words)


def show(session: Session, request: Request, rest: str) -> Reply:
    """`show [NAME|v4] [page]`: the whole rubric; without a name the one in force."""
    name, page = _paged(rest)
    version = wanted(session, request, name)
    shown = rubric_pages.pages(version.rubric, request.words_of)
    number = min(max(page, 1), len(shown))
    return Reply((*shown[number - 1], *_turn(f"show {name}".strip(), number, len(shown))))


def catalogue(session: Session, request: Request, rest: str) -> Reply:
    """`list [page]`: every scheme with its name, source and whom it appraises."""
    del session, request
    every = rubrics.headings()
    last = -(-len(every) // _LISTED)
    match = _PAGE.fullmatch(rest.strip())
    number = min(max(int(match[1]) if match else 1, 1), last)
    first = (number - 1) * _LISTED
    shown = every[first : first + _LISTED]
    parts: list[Part] = [
        Say("rubric.catalogue", {"n": sum(one.name != rubrics.DEFAULT for one in every)})
    ]
    for one in shown:
        button = Button("Show", "rubric", f"show {one.name}")
        own = one.name == rubrics.DEFAULT
        parts.append(Say("rubric.scheme", {"scheme": one, "own": own}, button))
    return Reply((*parts, *_turn("list", number, last)))


def in_force(session: Session, request: Request) -> list[InForce]:
    """Return the versions in force today for the caller: her own, or her teams' for both roles."""
    by = request.by
    teams = team_words.teams_of(session, request)
    roles = (AGENT, SUPERVISOR) if by.supervises else (AGENT,)
    found: dict[tuple[str, str], list[Team]] = {}
    versions: dict[str, Version] = {}
    for team in teams:
        for role in roles:
            version = rubrics.in_force(
                session, workspace=by.workspace, team_id=team.id, role=role, day=request.today
            )
            if version is not None:
                versions[version.digest] = version
                found.setdefault((version.digest, role), []).append(team)
    return [(versions[digest], in_teams, role) for (digest, role), in_teams in found.items()]


def wanted(session: Session, request: Request, name: str) -> Version:
    """Return the version that is asked for: the one in force, a kept one, or a listed one."""
    if not name:
        found = in_force(session, request)
        if not found:
            raise UserError("no_rubric", day=request.today)
        return found[0][0]
    if _DIGEST.fullmatch(name):
        kept = rubrics.kept(session, workspace=request.workspace, digest=name)
        if kept is not None:
            return kept
    number = _NUMBER.fullmatch(name)
    if number is None:
        return rubrics.listed(name)
    teams = [team.id for team in team_words.teams_of(session, request)]
    kept = rubrics.numbered(
        session, workspace=request.workspace, team_ids=teams, number=int(number[1])
    )
    if kept is None:
        raise UserError("unknown_rubric_version", number=int(number[1]))
    return kept


def _paged(rest: str) -> tuple[str, int]:
    """Part `care-agents 2` into a name and a page; a number alone is a version."""
    words = rest.split()
    if len(words) > 1 and words[-1].isdecimal():
        return " ".join(words[:-1]), int(words[-1])
    return " ".join(words), 1


def _line(
    session: Session, request: Request, version: Version, teams: Sequence[Team], role: str
) -> Say:
    """Return what is in force where, and since when where that is one day."""
    rows = [
        rubrics.row_in_force(
            session, workspace=request.workspace, team_id=team.id, role=role, day=request.today
        )
        for team in teams
    ]
    days = {row.since for row in rows if row is not None}
    context = {
        "rubric": version.rubric,
        "teams": [team.name for team in teams],
        "supervisors": role == SUPERVISOR,
        "since": days.pop() if len(days) == 1 else None,
        "today": request.today,
    }
    return Say("rubric.mine", context, Button("Show", "rubric", f"show {version.digest}"))


def _short_menu(rubric: Rubric, words: Words) -> Iterator[Say]:
    """Yield a paragraph a section: the shortest name and the points of all that can be logged."""
    for section in rubric.sections:
        items = [item for item in rubric.items if item.section == section.id]
        entries = [entry for item in items for entry in item.line.entries]
        measures = [it for item in items for it in item.line.measures(item.scale)]
        context = {
            "label": section.label,
            "of": sum((item.of for item in items), Fraction(0)),
            "entries": [(call_name(one, words), one.points) for one in entries],
            "measures": [call_name(one, words) for one in measures],
        }
        yield Say("rubric.short", context)
    if rubric.bonuses:
        entries = list(rubric.bonuses.entries)
        yield Say(
            "rubric.short",
            {
                "label": rubric.bonuses.label,
                "of": None,
                "entries": [(call_name(one, words), one.points) for one in entries],
                "measures": [],
            },
        )


def call_name(item: Loggable | Measure, words: Words) -> str:
    """Return the short word people type for an item: an alias in their language, or the code."""
    wants_chinese = words.language == "zh"
    for alias in item.aliases:
        if wants_chinese == any(is_chinese(part) for part in words_of(alias)):
            return alias
    return item.code


def _turn(words: str, number: int, last: int) -> tuple[Part, ...]:
    """Return the page's number and the buttons that turn it; nothing for a single page."""
    if last == 1:
        return ()
    turns = ((N_("Previous page"), number - 1), (N_("Next page"), number + 1))
    buttons = tuple(
        Button(label, "rubric", f"{words} {page}") for label, page in turns if 1 <= page <= last
    )
    return (Say("rubric.page", {"number": number, "last": last}), Buttons(buttons))
