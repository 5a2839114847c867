"""What Slack knows of people: names, languages, time zones, admins; kept beside the roster."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlmodel import Session

from bot.models import Person, UserGroup
from bot.store import Database

log = logging.getLogger(__name__)

_PAGES = 200


def learn(database: Database, client: WebClient) -> Callable[[str, str], None]:
    """Return what fetches one person whom the roster does not know yet."""

    def fetch(workspace: str, user: str) -> None:
        try:
            found = client.users_info(user=user, include_locale=True)
        except (SlackClientError, OSError) as error:
            log.warning("users.info failed: %s", error)
            return
        with database.writing() as session:
            note(session, workspace, found["user"])

    return fetch


def refresh(database: Database, client: WebClient, workspace: str) -> int:
    """Bring everybody Slack lists up to date; return how many there are.

    Each page is written by itself, so that commands go on in between.
    """
    count, cursor = 0, ""
    for _ in range(_PAGES):
        page = client.users_list(limit=200, include_locale=True, cursor=cursor)
        with database.writing() as session:
            for member in page["members"]:
                note(session, workspace, member)
                count += 1
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return count


def refresh_groups(database: Database, client: WebClient, workspace: str) -> None:
    """Bring the user groups up to date, so that a mention of one names its people at once."""
    listed = client.usergroups_list(include_users=True)
    with database.writing() as session:
        for group in listed["usergroups"]:
            known = session.get(UserGroup, (workspace, group["id"]))
            row = known or UserGroup(workspace_id=workspace, id=group["id"], handle="", members="")
            row.handle = group.get("handle", "")
            row.members = " ".join(group.get("users") or ())
            session.add(row)


def note(session: Session, workspace: str, member: Mapping[str, Any]) -> Person:
    """Write down one member as Slack describes it (docs.slack.dev, object types, user)."""
    profile = member.get("profile") or {}
    person = session.get(Person, (workspace, member["id"]))
    if person is None:
        person = Person(workspace_id=workspace, id=member["id"], name=member["id"])
    names = (
        profile.get("real_name"),
        member.get("real_name"),
        profile.get("display_name"),
        member.get("name"),
    )
    person.name = next((name for name in names if name), person.name)
    person.handle = member.get("name") or person.handle
    person.nickname = profile.get("display_name") or person.nickname
    person.locale = member.get("locale") or person.locale
    person.zone = member.get("tz") or person.zone
    person.is_admin = bool(member.get("is_admin") or member.get("is_owner"))
    person.is_bot = bool(member.get("is_bot")) or member["id"] == "USLACKBOT"
    person.active = not member.get("deleted", False)
    session.add(person)
    session.flush()
    return person
