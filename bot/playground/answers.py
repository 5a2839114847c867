"""What the app answers to a command, a press or a form, and what the user then sees of it."""

import secrets
from collections.abc import Mapping

from . import blockkit
from .modals import close_all, close_view, push_view, replace_view
from .refusal import Refused
from .talk import check_text, edit, erase, post
from .workspace import Json
from .world import (
    HOOK_LIFE,
    HOOK_USES,
    SLACKBOT,
    Hook,
    Message,
    View,
    World,
    forget_oldest,
)

NO_LONGER = ("no_service", "expired_url", "used_url")
"""Why nothing more can be posted to a response_url."""


def new_hook(world: World, user: str, channel: str, message_ts: str | None = None) -> str:
    """Give out a response_url."""
    key = f"{world.workspace.team_id}/{world.state.serial}/{secrets.token_hex(12)}"
    expires = world.now() + HOOK_LIFE
    world.state.hooks[key] = Hook(user, channel, expires, message_ts)
    forget_oldest(world.state.hooks)
    return f"{world.url}hooks/{key}"


def use_hook(world: World, key: str, body: Mapping[str, object]) -> None:
    """Do what is posted to a response_url; refuse when it is old, used up or unknown."""
    hook = world.state.hooks.get(key)
    if hook is None:
        raise Refused("no_service")
    if world.now() > hook.expires:
        raise Refused("expired_url")
    if hook.uses >= HOOK_USES:
        raise Refused("used_url")
    speak(world, hook, body)
    hook.uses += 1


def speak(world: World, hook: Hook, body: Mapping[str, object]) -> None:
    """Show an answer: replace or delete the message that was acted on, or say something new."""
    source = world.message(hook.channel, hook.message_ts) if hook.message_ts else None
    if body.get("delete_original"):
        if source:
            erase(world, source)
        return
    text = str(body.get("text") or "")
    blocks = _blocks(world, body)
    check_text(text, blocks)
    if body.get("replace_original") and source:
        edit(world, source, text=text, blocks=blocks)
        return
    in_channel = body.get("response_type") == "in_channel"
    thread = body.get("thread_ts")
    message = Message(
        ts=world.new_ts(),
        channel=hook.channel,
        user=world.app.user_id,
        text=text,
        blocks=blocks,
        reader=None if in_channel else hook.user,
        thread_ts=str(thread) if thread else None,
    )
    post(world, message)


def answer_command(world: World, user: str, channel: str, body: object) -> None:
    """Show what the app answered to a slash command: text, a message in JSON, or nothing."""
    if body is None or body == "":
        return
    answer = body if isinstance(body, Mapping) else {"text": str(body)}
    speak(world, Hook(user, channel, world.now()), answer)


def complain(world: World, user: str, channel: str, command: str, error: str) -> None:
    """Tell a user, as Slackbot does, that a command failed."""
    text = f'{command} failed with the error "{error}"'
    post(world, Message(world.new_ts(), channel, SLACKBOT.id, text=text, reader=user))


def answer_form(world: World, view: View, body: object) -> None:
    """Do what the app answered to a submission (docs.slack.dev/surfaces/modals).

    Nothing closes the modal; `errors` stay beside their inputs, `update` and `push` show another
    view, `clear` closes all. Refuse what Slack could not show.
    """
    answer = body if isinstance(body, Mapping) else {}
    action = answer.get("response_action")
    if action is None:
        close_view(world, view)
    elif action == "clear":
        close_all(world, view.user)
    elif action == "errors":
        view.errors = _errors(view, answer.get("errors"))
    elif action == "update":
        replace_view(world, view, _view(world, answer))
    elif action == "push":
        push_view(world, view.user, _view(world, answer))
    else:
        raise Refused("invalid_arguments", f"unknown response_action {action}")


def _blocks(world: World, body: Mapping[str, object]) -> list[Json]:
    given = body.get("blocks") or []
    if not isinstance(given, list):
        raise Refused("invalid_blocks_format")
    return blockkit.accept(world, given)


def _view(world: World, answer: Mapping[str, object]) -> Json:
    view = answer.get("view")
    if not isinstance(view, dict) or view.get("type") != "modal":
        raise Refused("invalid_arguments", "a modal must be given as view")
    return blockkit.accept_view(world, view)


def _errors(view: View, given: object) -> dict[str, str]:
    """Return the errors by block id; each must belong to an input block of the view."""
    inputs = {b["block_id"] for b in view.content["blocks"] if b["type"] == "input"}
    if not isinstance(given, Mapping) or not given or not inputs.issuperset(given):
        raise Refused("invalid_arguments", "errors must name input blocks of the view")
    return {str(block_id): str(text) for block_id, text in given.items()}
