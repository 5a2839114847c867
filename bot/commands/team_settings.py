"""The verbs of /team that set it up: create, rename, channel, praise, zone, language, rubric."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import process
from sqlmodel import Session

from bot import months, rights, roster, rubrics, teams
from bot.commands import rubric_change, team_words
from bot.errors import Usage, UserError
from bot.messages import Reply, reply
from bot.models import Team
from bot.parts import Buttons, Say
from bot.periods import local_day
from bot.slack import Request
from bot.spelling import fold
from bot.words import Markup

_LANGUAGES = {
    "en": "en-US",
    "english": "en-US",
    "英文": "en-US",
    "英语": "en-US",
    "zh": "zh-CN",
    "chinese": "zh-CN",
    "中文": "zh-CN",
    "汉语": "zh-CN",
}
_NO_CHANNEL = frozenset({"none", "off", "-", "无", "清除"})
_TO = re.compile(r"^(?:to|as|为|成)\s+", re.IGNORECASE)
_MOST_NEAR = 5
_LIKE_ENOUGH = 70  # percent


@dataclass(frozen=True)
class _New:
    """A team as it is typed: its name, where it posts, its zone, language and first day."""

    name: str
    channel: str
    zone: str
    locale: str
    since: date


def create(session: Session, request: Request, rest: str) -> Reply:
    """`create "Front Desk" [#channel] [Asia/Shanghai] [zh|en] [from DATE]`.

    Zone and language are the caller's where none are named. The team is scored by the default
    rubric from the first day of its first month, so that it can begin at once.
    """
    rights.require_hr(request.by)
    new = _new(request, rest)
    team = teams.add(
        session,
        by=request.by,
        name=new.name,
        zone=new.zone,
        locale=new.locale,
        since=new.since,
    )
    team.channel = new.channel
    version = rubrics.put_in_force(
        session,
        workspace=request.workspace,
        team_id=team.id,
        role=roster.AGENT,
        name=rubrics.DEFAULT,
        since=months.open_from(session, team=team),
        by=request.by.person.id,
        at=request.at,
    )
    context = {
        "name": new.name,
        "zone": new.zone,
        "chinese": new.locale.startswith("zh"),
        "channel": _mention(new.channel),
        "rubric": version.rubric,
    }
    return Reply((Say("team.created", context), Buttons((team_words.shown(team),))))


def _new(request: Request, rest: str) -> _New:
    """Read a new team; without quotation marks all that is nothing else is its name."""
    text, since = team_words.split_day(rest, today=request.today)
    channel, text = team_words.take_channel(text)
    name, text = team_words.take_quoted(text)
    zone, locale, others = request.by.person.zone, request.by.person.locale, []
    for word in text.split():
        if word.casefold() in _LANGUAGES:
            locale = _LANGUAGES[word.casefold()]
        elif name or "/" in word:
            zone = _zone(word)
        else:
            others.append(word)
    whole = name or team_words.plain_name(" ".join(others))
    return _New(whole, channel, zone, locale, since or local_day(request.at, zone))


def rename(session: Session, request: Request, rest: str) -> Reply:
    """`rename [TEAM] "New name"`, with or without `to`."""
    team, text = team_words.take_team(session, request, rest)
    quoted, text = team_words.take_quoted(text)
    name = quoted or team_words.plain_name(_TO.sub("", text))
    team = team_words.team_for(session, request, team)
    old = team.name
    teams.rename(session, by=request.by, team=team, name=name)
    return reply("team.renamed", team_words.shown(team), old=old, name=team.name)


def channel(session: Session, request: Request, rest: str) -> Reply:
    """`channel #care [TEAM]`: where the team's posts go; `none`: nowhere."""
    team, found = _team_and_channel(session, request, rest)
    teams.configure(session, by=request.by, team=team, today=request.today, channel=found)
    return reply("team.channel", team_words.shown(team), name=team.name, channel=_mention(found))


def praise(session: Session, request: Request, rest: str) -> Reply:
    """`praise #kudos [TEAM]`: where public commendations go; `none`: into the team's channel."""
    team, found = _team_and_channel(session, request, rest)
    teams.configure(session, by=request.by, team=team, today=request.today, praise_channel=found)
    return reply(
        "team.praise",
        team_words.shown(team),
        name=team.name,
        channel=_mention(found or team.channel),
    )


def zone(session: Session, request: Request, rest: str) -> Reply:
    """`zone Europe/Berlin [TEAM]`: where the team's days begin and end."""
    team, text = team_words.take_team(session, request, rest)
    if not text:
        raise Usage("team")
    found = _zone(text)
    team = team_words.team_for(session, request, team)
    teams.configure(session, by=request.by, team=team, today=request.today, zone=found)
    return reply("team.zone", team_words.shown(team), name=team.name, zone=found, at=request.at)


def language(session: Session, request: Request, rest: str) -> Reply:
    """`language zh [TEAM]`: what posts in the team's channel are written in."""
    team, text = team_words.take_team(session, request, rest)
    locale = _LANGUAGES.get(text.casefold())
    if locale is None:
        raise UserError("unknown_language", word=text)
    team = team_words.team_for(session, request, team)
    teams.configure(session, by=request.by, team=team, today=request.today, locale=locale)
    return reply(
        "team.language", team_words.shown(team), name=team.name, chinese=locale.startswith("zh")
    )


def rubric(session: Session, request: Request, rest: str) -> Reply:
    """`rubric NAME [TEAM] [from DATE] [for supervisors]`: as `/rubric use`."""
    return rubric_change.use(session, replace(request, words=f"use {rest}"), rest)


def _team_and_channel(session: Session, request: Request, rest: str) -> tuple[Team, str]:
    found, text = team_words.take_channel(rest)
    team, text = team_words.take_team(session, request, text)
    wanted = text.casefold()
    if bool(found) == (wanted in _NO_CHANNEL) or (found and text):
        raise Usage("team")
    return team_words.team_for(session, request, team), found


def _zone(text: str) -> str:
    """Return a time zone as the IANA list writes it; raise UserError with the nearest ones.

    Its city is enough, in any case: `shanghai`.
    """
    typed = fold(text).replace(" ", "_")
    if typed in _zones():
        return _zones()[typed]
    cities = [zone for key, zone in _zones().items() if key.rpartition("/")[2] == typed]
    if len(cities) == 1:
        return cities[0]
    raise UserError("unknown_zone", word=text, near=cities or _near(typed))


def _near(typed: str) -> list[str]:
    city = typed.rpartition("/")[2]
    by_city = {key: key.rpartition("/")[2] for key in _zones()}
    ranked = process.extract(city, by_city, limit=_MOST_NEAR, score_cutoff=_LIKE_ENOUGH)
    return [_zones()[key] for _, _, key in ranked]


@cache
def _zones() -> dict[str, str]:
    """Return the zones of the IANA list that are places, by their name in lower case."""
    names = (zone for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC")
    return {
        zone.casefold(): zone
        for zone in names
        if not zone.startswith(("Etc/", "posix/", "right/", "SystemV/"))
    }


def _mention(channel: str) -> Markup:
    """Return a channel as Slack shows it, by name; nothing for none."""
    return Markup(f"<#{channel}>" if channel else "")
