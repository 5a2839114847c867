"""/team: who is in which team, who leads it, and how it is set."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlmodel import Session

from bot import rights, staffing
from bot.commands import (
    help_,
    team_base,
    team_people,
    team_post,
    team_settings,
    team_show,
    team_words,
)
from bot.errors import UserError
from bot.messages import Reply, reply
from bot.parts import Button
from bot.reading import grammar
from bot.slack import Command, Request

Verb = Callable[[Session, Request, str], Reply]


def run(session: Session, request: Request) -> Reply:
    """Do what the first word says; without one, show the team named, or the caller's own.

    `setup` is for everybody, since before it there is nobody with a role; the rest needs it done.
    """
    verb, rest = grammar.first_word(request.words)
    if verb in help_.WORDS:
        return help_.about("team", request)
    if verb in _SET_UP:
        return _set_up(session, request)
    rights.require_set_up(session, workspace=request.workspace)
    if not verb:
        return team_show.show(session, request, "")
    chosen = VERBS.get(verb)
    if chosen is None:
        team, others = team_words.take_team(session, request, request.words)
        if team is not None and not others:
            return team_show.show(session, request, team_words.quoted(team))
        raise UserError("unknown_team_verb", word=verb)
    return chosen(session, request, rest)


def _set_up(session: Session, request: Request) -> Reply:
    """Open the workspace; who does it answers for it as HR."""
    staffing.set_up(session, workspace=request.workspace, user=request.by.person.id, at=request.at)
    return reply("team.set_up", Button("Help", "team", "help"))


_SET_UP = frozenset({"setup", "set-up", "设置", "初始化", "启用"})

VERBS: Mapping[str, Verb] = {
    "show": team_show.show,
    "list": team_show.show,
    "查看": team_show.show,
    "列表": team_show.show,
    "create": team_settings.create,
    "new": team_settings.create,
    "新建": team_settings.create,
    "创建": team_settings.create,
    "add": team_people.add,
    "添加": team_people.add,
    "加入": team_people.add,
    "remove": team_people.remove,
    "移除": team_people.remove,
    "移出": team_people.remove,
    "role": team_people.role,
    "角色": team_people.role,
    "nickname": team_people.nickname,
    "昵称": team_people.nickname,
    "staffno": team_people.staff_number,
    "工号": team_people.staff_number,
    "channel": team_settings.channel,
    "频道": team_settings.channel,
    "praise": team_settings.praise,
    "表扬频道": team_settings.praise,
    "base": team_base.run,
    "绩效基数": team_base.run,
    "基数": team_base.run,
    "zone": team_settings.zone,
    "timezone": team_settings.zone,
    "时区": team_settings.zone,
    "language": team_settings.language,
    "语言": team_settings.language,
    "rubric": team_settings.rubric,
    "评分表": team_settings.rubric,
    "rename": team_settings.rename,
    "改名": team_settings.rename,
    "undelivered": team_post.undelivered_ones,
    "未送达": team_post.undelivered_ones,
    "retry": team_post.retry,
    "重发": team_post.retry,
    "arrived": team_post.arrived,
    "已送达": team_post.arrived,
}

COMMAND = Command("team", run, open_to_all=True)
