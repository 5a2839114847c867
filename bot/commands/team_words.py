"""What the words after /team and /rubric name: a day to start from, a team, people, a channel."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from bot import names, rights, roster
from bot.commands.whom import people_of
from bot.errors import Usage, UserError
from bot.models import Person, Team
from bot.parts import Button
from bot.periods import Period
from bot.reading import dates, grammar
from bot.reading.tokens import unescape
from bot.slack import Request
from bot.words import N_, escape

_FROM = frozenset({"from", "since", "as-from", "starting", "自", "从"})
_GLUED = re.compile(r"[从自](?P<day>.+)")
_TAIL = re.compile(r"(?:起|开始)$")
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_NEXT_MONTH = frozenset({"next month", "下月", "下个月"})
_SOON = timedelta(days=7)
_LEADERS = r"(?:(?:for|to|of|in|into|from|team|the|给|到|团队)\s+)*"
_CHANNEL = re.compile(r"<#(?P<id>[CG][A-Z0-9]+)(?:\|[^>]*)?>")
_PLAIN_CHANNEL = re.compile(r"(?:(?<=\s)|^)#[^\s#]+")
_EXAMPLE = N_("/team add @mira")
_MOST_BUTTONS = 24
_QUOTED = re.compile(r"[\"“”„「」](?P<name>[^\"“”„「」]+)[\"“”„「」]")

_Reader = Callable[..., tuple[dates.When, int] | None]


@dataclass(frozen=True)
class Named:
    """A line taken apart: the people it names, the team if any, and the day it starts."""

    people: Sequence[Person]
    team: Team | None
    day: date | None


def read(session: Session, request: Request, rest: str) -> Named:
    """Read `@mira @tom Front Desk from mon`, in any order; a part of the team's name is enough.

    Raise UserError for words that are no active person or team, with a button for each person
    they may mean: nothing is ever written on a guessed person.
    """
    text, day = split_day(rest, today=request.today)
    team, text = take_team(session, request, text)
    require_no_day(text)
    record = _record(session, request, text)
    unknown = " ".join(record.unknown)
    if unknown and not record.targets:
        raise UserError("unknown_person", word=unknown, near=())
    if unknown and team is None:
        team, unknown = roster.find_team(session, workspace=request.workspace, words=unknown), ""
    if unknown:
        raise UserError("not_understood", words=unknown, example=_EXAMPLE)
    if record.doubtful:
        raise _who(request, *record.doubtful[0])
    return Named(_people(session, request, record), team, day)


def whom(session: Session, request: Request, text: str) -> Person | None:
    """Return the one person the words name exactly, all of them."""
    record = _record(session, request, text)
    if record.unknown or record.doubtful or len(record.targets) != 1:
        return None
    return _people(session, request, record)[0]


def split_day(text: str, *, today: date) -> tuple[str, date | None]:
    """Part a line into what is done and the day it starts: `… from 1 dec`, `… 从12月1日起`.

    A day without a year is the nearer one, a weekday the coming one. What follows `from` and is no
    day stays in the line: it may be a team.
    """
    words = text.split()
    for at, word in enumerate(words):
        glued = _GLUED.fullmatch(word)
        rest = [glued["day"], *words[at + 1 :]] if glued else words[at + 1 :]
        if not (glued or word.casefold() in _FROM) or not rest:
            continue
        found = _day(rest, today)
        if found is not None:
            day, taken = found
            return " ".join(words[:at] + rest[taken:]), day
    return text.strip(), None


def require_no_day(text: str) -> None:
    """Raise UserError for a `from` that neither a day nor a team follows."""
    words = text.split()
    for at, word in enumerate(words):
        glued = _GLUED.fullmatch(word)
        if glued or word.casefold() in _FROM:
            raise UserError("bad_date", word=unescape(" ".join(words[at + 1 :]) or word))


def take_team(session: Session, request: Request, text: str) -> tuple[Team | None, str]:
    """Return the team whose whole name stands in the line, quoted or not, and the other words.

    Of several it is the one named first.
    """
    found = []
    for team in roster.teams(session, workspace=request.workspace):
        name = re.escape(escape(team.name))
        whole = rf'(?:(?<=\s)|^){_LEADERS}["“「]?{name}["”」]?(?=\s|$)'
        match = re.search(whole, text, re.IGNORECASE)
        if match is not None:
            found.append((match.start(), -len(team.name), team, match.end()))
    if not found:
        return None, text
    start, _, team, end = min(found, key=lambda it: it[:2])
    return team, " ".join(f"{text[:start]} {text[end:]}".split())


def quoted(team: Team) -> str:
    """Return the team's name as a line says it, so that no word of it is read as anything else."""
    return f'"{escape(team.name)}"'


def choices(teams: Sequence[Team], command: str, line: Callable[[str], str]) -> tuple[Button, ...]:
    """Return a button for each team, as many as a message takes: the line with its quoted name."""
    return tuple(
        Button("%(name)s", command, line(quoted(team)), context={"name": team.name})
        for team in teams[:_MOST_BUTTONS]
    )


def shown(team: Team) -> Button:
    """Return the button that shows a team."""
    return Button("Show %(name)s", "team", f"show {quoted(team)}", context={"name": team.name})


def team_for(
    session: Session, request: Request, team: Team | None, *, command: str = "team"
) -> Team:
    """Return the team that is meant: the one named, or the caller's only one.

    Raise UserError with a button for each of several: the same line of `command` with the team.
    """
    if team is not None:
        return team
    mine = teams_of(session, request)
    if len(mine) == 1:
        return mine[0]
    if not mine:
        raise UserError("no_team_yet" if request.by.hr else "in_no_team_yet")
    raise UserError(
        "which_of_teams",
        teams=[one.name for one in mine],
        buttons=choices(mine, command, lambda name: f"{request.words} {name}"),
    )


def teams_of(session: Session, request: Request) -> list[Team]:
    """Return the teams the caller answers for; an agent's own."""
    by = request.by
    if by.supervises or by.team is None:
        return rights.teams_of(session, actor=by)
    return [roster.team(session, workspace=request.workspace, team_id=by.team)]


def take_channel(text: str) -> tuple[str, str]:
    """Return the channel's id, or nothing, and the other words.

    Raise UserError for `#care`: with escaping on Slack would have sent `<#C123|care>`, and a name
    alone could be another channel tomorrow.
    """
    found = _CHANNEL.search(text)
    if found is not None:
        return found["id"], " ".join((text[: found.start()] + " " + text[found.end() :]).split())
    plain = _PLAIN_CHANNEL.search(text)
    if plain is not None:
        raise UserError("channel_not_escaped", word=unescape(plain[0]))
    return "", text


def take_quoted(text: str) -> tuple[str, str]:
    """Return what stands in quotation marks as plain text, or nothing, and the other words."""
    found = _QUOTED.search(text)
    if found is None:
        return "", text
    rest = " ".join((text[: found.start()] + " " + text[found.end() :]).split())
    return plain_name(found["name"]), rest


def plain_name(text: str) -> str:
    """Return a name as it is kept: without Slack's escapes, quotation marks and line ends."""
    return " ".join(re.sub(r"[\"“”„「」]", "", unescape(text)).split())


def _record(session: Session, request: Request, text: str) -> grammar.Record:
    return grammar.read(
        text,
        people=roster.called(session, workspace=request.workspace),
        items=(),
        today=request.today,
        me=request.by.person.id,
        nearby=rights.in_scope(session, actor=request.by, day=request.today),
    )


def _people(session: Session, request: Request, record: grammar.Record) -> list[Person]:
    """Return the people named; raise Usage for nobody."""
    found = people_of(session, request, record)
    if not found:
        raise Usage("team")
    return found


def _who(request: Request, typed: str, candidates: Sequence[names.Named]) -> UserError:
    """Return the question who is meant; each button is the same line with a mention in it."""
    buttons = tuple(
        Button(
            "%(name)s",
            "team",
            request.words.replace(typed, f"<@{one.id}>", 1),
            context={"name": one.name},
        )
        for one in candidates
    )
    return UserError(
        "unknown_person", word=typed, near=[one.name for one in candidates], buttons=buttons
    )


def _day(words: Sequence[str], today: date) -> tuple[date, int] | None:
    """Read a day on either side of today from the front of `words`."""
    if " ".join(words[:2]).casefold() in _NEXT_MONTH:
        return Period.of(today).plus(1).first, 2
    if words[0] in _NEXT_MONTH:
        return Period.of(today).plus(1).first, 1
    month = _MONTH.fullmatch(words[0])
    if month is not None and 1 <= int(month[2]) <= 12:  # noqa: PLR2004 - months in a year
        return Period(int(month[1]), int(month[2])).first, 1
    bare = [_TAIL.sub("", word) for word in words]
    coming, past = (_on_side(read, bare, today) for read in _SIDES)
    if coming is None or past is None:
        return coming or past
    ahead, behind = coming[0] - today, today - past[0]
    return coming if ahead <= max(_SOON, behind) else past


def _on_side(read: _Reader, words: Sequence[str], today: date) -> tuple[date, int] | None:
    """Return the day on one side of today; None where the words say the other side."""
    try:
        found = read(words, today=today)
    except UserError as error:
        if error.name in ("future_date", "past_date"):
            return None
        raise
    return None if found is None or found[0].at is not None else (found[0].day, found[1])


_SIDES: tuple[_Reader, ...] = (dates.read_coming_day, dates.read_day)
