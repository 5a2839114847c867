"""What did not arrive: to whom, what Slack said, what to do, and the buttons that do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from bot import outbox, roster, undelivered
from bot.models import Delivery
from bot.parts import Button, Buttons, Part, Say
from bot.slack import Request
from bot.words import Markup

# What the first words of a delivery's key say it is; `post.trouble` has the sentences.
_KINDS = ("entry", "praise", "month_end", "reopened", "step")

# Slack's words for what only a person can set right, and which sentence of `post.trouble` they
# get; docs.slack.dev, chat.postMessage, chat.update and conversations.open, errors.
_OF_CHANNELS = {
    "not_in_channel": "invite",
    "channel_not_found": "gone",
    "is_archived": "archived",
    "restricted_action": "permission",
    "restricted_action_read_only_channel": "permission",
    "restricted_action_thread_only_channel": "permission",
    "restricted_action_non_threadable_channel": "permission",
}
_OF_PEOPLE = {
    "channel_not_found": "left",
    "user_not_found": "left",
    "user_disabled": "left",
    "user_not_visible": "left",
    "cannot_dm_bot": "left",
    "is_archived": "left",
}
_OF_BOTH = {
    "missing_scope": "scope",
    "no_permission": "scope",
    "team_access_not_granted": "scope",
    "ekm_access_denied": "scope",
    "not_allowed_token_type": "token",
    "invalid_auth": "token",
    "not_authed": "token",
    "token_revoked": "token",
    "token_expired": "token",
    "account_inactive": "token",
    "message_not_found": "edit",
    "cant_update_message": "edit",
    "edit_window_closed": "edit",
    "unexpected": "ours",
}


def parts(session: Session, request: Request, *, most: int) -> Iterator[Part]:
    """Yield the newest `most` of what did not arrive; nothing where all did.

    Never what a message says: it may be for nobody but its reader.
    """
    found = outbox.troubled(session, workspace=request.workspace)
    if not found:
        return
    yield Say("post.troubles", {"n": len(found)})
    shown = found[-most:]
    names = _names(session, request, shown)
    teams = {
        channel: team.name
        for team in roster.teams(session, workspace=request.workspace)
        for channel in (team.praise_channel, team.channel)
    }
    for delivery in reversed(shown):
        yield Say("post.trouble", _trouble(request, delivery, names, teams))
        yield Buttons(_choices(delivery))
    if len(found) > most:
        yield Say("post.more", {"n": len(found) - most})


def _names(session: Session, request: Request, deliveries: Sequence[Delivery]) -> dict[str, str]:
    ids = [delivery.recipient for delivery in deliveries]
    found = roster.named(session, workspace=request.workspace, ids=ids)
    return {id_: person.name for id_, person in found.items()}


def _trouble(
    request: Request, delivery: Delivery, names: dict[str, str], teams: dict[str, str]
) -> dict[str, object]:
    kind, to = delivery.key.partition(":")[0], delivery.recipient
    private = undelivered.is_private(delivery)
    remedies = _OF_BOTH | (_OF_PEOPLE if private else _OF_CHANNELS)
    uncertain = delivery.state == outbox.NEEDS_REVIEW
    return {
        "id": delivery.id,
        "kind": kind if kind in _KINDS else "",
        "to": names.get(to, to) if private else Markup(f"<#{to}>"),
        "team": teams.get(to, ""),
        "at": delivery.due,
        "zone": request.by.person.zone,
        "error": delivery.error,
        "remedy": "look" if uncertain else remedies.get(delivery.error, ""),
    }


def _choices(delivery: Delivery) -> tuple[Button, ...]:
    if delivery.state == outbox.FAILED:
        return (Button("Try again", "team", f"retry {delivery.id}"),)
    return (
        Button("It arrived", "team", f"arrived {delivery.id}"),
        Button("Send it again", "team", f"retry {delivery.id}", sure="post.sure"),
    )
