"""What Slack knows of people: names, languages, time zones, admins; kept beside the roster."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from bot import refusals
from bot.models import Person, UserGroup
from bot.refusals import FAILURES
from bot.store import Database

log = logging.getLogger(__name__)

_PAGE = 200  # what Slack recommends
_PAGES = 500
_LIMITED = 20  # refusals that one page may meet


def learn(database: Database, client: WebClient) -> Callable[[str, str], None]:
    """Return what fetches one person whom the roster does not know yet."""

    def fetch(workspace: str, user: str) -> None:
        try:
            found = client.users_info(user=user, include_locale=True)
        except FAILURES as error:
            log.warning("users.info failed: %s", refusals.describe(error))
            return
        with database.writing() as session:
            note(session, workspace, found["user"])

    return fetch


def refresh(
    database: Database,
    client: WebClient,
    workspace: str,
    *,
    wait: Callable[[float], object] = time.sleep,
) -> int:
    """Bring everybody Slack lists up to date; return how many there are.

    Each page is written by itself, so that commands go on in between. A large workspace has more
    pages than Slack hands out in a minute: `wait` is called with the seconds it asks for.
    """
    count = 0
    for members in _members(client, wait):
        with database.writing() as session:
            for member in members:
                note(session, workspace, member)
        count += len(members)
    return count


def _members(client: WebClient, wait: Callable[[float], object]) -> Iterator[list[dict[str, Any]]]:
    """Yield the pages of users.list."""
    cursor = ""
    for _ in range(_PAGES):
        listing = partial(client.users_list, limit=_PAGE, include_locale=True, cursor=cursor)
        page = _patiently(listing, wait)
        yield page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _patiently(call: Callable[[], Any], wait: Callable[[float], object]) -> Any:  # noqa: ANN401 - Slack's answer
    """Call Slack, again after a while where it is asked too often."""
    for _ in range(_LIMITED):
        try:
            return call()
        except FAILURES as error:
            refusal = refusals.read(error)
            if not refusal.limited:
                raise
            wait(refusal.wait.total_seconds())
    return call()


def refresh_groups(database: Database, client: WebClient, workspace: str) -> None:
    """Bring the user groups up to date, so that a mention of one names its people at once."""
    listed = client.usergroups_list(include_users=True)["usergroups"]
    ids = [group["id"] for group in listed]
    with database.writing() as session:
        gone = (col(UserGroup.workspace_id) == workspace) & col(UserGroup.id).not_in(ids)
        session.exec(delete(UserGroup).where(gone))
        for group in listed:
            known = session.get(UserGroup, (workspace, group["id"]))
            row = known or UserGroup(workspace_id=workspace, id=group["id"], handle="", members="")
            row.handle = group.get("handle", "")
            row.members = " ".join(group.get("users") or ())
            session.add(row)


def note(session: Session, workspace: str, member: Mapping[str, Any]) -> Person:
    """Write down one member as Slack describes it (docs.slack.dev, object types, user).

    A nickname that colleagues gave stays; so does what the description leaves out.
    """
    profile = member.get("profile") or {}
    person = _person(session, workspace, member["id"])
    names = (
        profile.get("real_name"),
        member.get("real_name"),
        profile.get("display_name"),
        member.get("name"),
    )
    person.name = next((name for name in names if name), person.name)
    person.handle = member.get("name") or person.handle
    if not person.nickname_given:
        person.nickname = profile.get("display_name", person.nickname) or ""
    person.locale = member.get("locale") or person.locale
    person.zone = member.get("tz") or person.zone
    person.is_admin = bool(member.get("is_admin") or member.get("is_owner"))
    person.is_bot = bool(member.get("is_bot")) or member["id"] == "USLACKBOT"
    person.active = not member.get("deleted", False)
    session.add(person)
    session.flush()
    return person


def _person(session: Session, workspace: str, user: str) -> Person:
    """Return somebody to be described; begin a row where she is met for the first time.

    Another request may meet her at the same moment: whoever comes second waits for the first, and
    goes on with that row.
    """
    known = session.get(Person, (workspace, user))
    if known is not None:
        return known
    with suppress(IntegrityError), session.begin_nested():
        session.add(Person(workspace_id=workspace, id=user, name=user))
    return session.get_one(Person, (workspace, user))
