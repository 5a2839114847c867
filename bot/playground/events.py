"""What the app hears of without being asked: messages, mentions, people who come and change.

The app hears only what its manifest subscribes to (docs.slack.dev/reference/events), and not what
it says itself.
"""

from collections.abc import Iterable
from dataclasses import replace

from .payloads import event_callback, home_event, mention_event, message_event, user_event
from .sight import acting, who
from .wire import Outcome, Wire
from .workspace import Json, User
from .world import Message, World


def open_home(world: World, wire: Wire, *, user: str) -> Outcome:
    """Open the app's home tab."""
    with world.changing():
        event = home_event(world, acting(world, user))
        payloads = subscribed(world, "app_home_opened", event)
    return deliver(wire, payloads)


def join(world: World, wire: Wire, person: User) -> Outcome:
    """Let somebody join the workspace."""
    with world.changing() as state:
        state.users[person.id] = person
        world.direct(person.id)
        payloads = subscribed(world, "team_join", user_event(world, "team_join", person))
    return deliver(wire, payloads)


def change(world: World, wire: Wire, *, user: str, to: Json) -> Outcome:
    """Change somebody's name, time zone, language or standing."""
    with world.changing() as state:
        person = replace(who(world, user), **to)
        state.users[person.id] = person
        payloads = subscribed(world, "user_change", user_event(world, "user_change", person))
    return deliver(wire, payloads)


def heard(world: World, message: Message) -> list[Json]:
    """Return the events a message raises: the app hears what is said where it is, and to it."""
    place = world.state.channels[message.channel]
    if world.app.user_id not in place.members:
        return []
    event = message_event(world, message)
    payloads = subscribed(world, f"message.{place.family}", event)
    if f"<@{world.app.user_id}>" in message.text and not place.is_im:
        payloads += subscribed(world, "app_mention", mention_event(world, message))
    return payloads


def subscribed(world: World, name: str, event: Json) -> list[Json]:
    """Wrap an event for the app, if its manifest asks for it."""
    return [event_callback(world, event)] if world.app.hears(name) else []


def deliver(wire: Wire, payloads: Iterable[Json]) -> Outcome:
    """Send events in order; return the outcome of the last, a good one where there was none."""
    outcome = Outcome()
    for payload in payloads:
        outcome = wire.send_event(payload)
    return outcome
