"""The Web API's views, called by Slack's own client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from parrot import MIRA, SUE, field, modal, plain, refusal, section
from slack_sdk import WebClient

from bot.playground.modals import new_trigger, top
from bot.playground.world import World

NOTE = {"type": "plain_text_input", "action_id": "note"}


@pytest.fixture
def trigger(world: World) -> Callable[[], str]:
    """Let Sue press something, as often as is wanted."""
    return lambda: new_trigger(world, SUE)


def test_a_modal_is_opened(api: WebClient, world: World, trigger: Callable[[], str]) -> None:
    view = api.views_open(trigger_id=trigger(), view=modal(field("Note", NOTE)))["view"]
    shown = top(world, SUE)
    assert shown is not None
    assert (view["id"], view["hash"], view["callback_id"]) == (shown.id, shown.hash, "form")
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert (view["team_id"], view["app_id"], view["bot_id"]) == (
        "T0PLAY",
        "A0PLAYAPP",
        "B0PLAYBOT",
    )
    assert view["state"]["values"] == {
        "note": {"note": {"type": "plain_text_input", "value": None}}
    }


def test_a_trigger_is_good_once(api: WebClient, trigger: Callable[[], str]) -> None:
    once = trigger()
    api.views_open(trigger_id=once, view=modal())
    answer = refusal(api.views_open, trigger_id=once, view=modal())
    assert answer["error"] == "exchanged_trigger_id"


def test_a_trigger_is_good_for_three_seconds(
    api: WebClient, world: World, trigger: Callable[[], str]
) -> None:
    early, late = trigger(), trigger()
    world.clock.move(world.now() + timedelta(seconds=3))
    assert api.views_open(trigger_id=early, view=modal())["ok"]
    world.clock.move(world.now() + timedelta(microseconds=1))
    assert refusal(api.views_open, trigger_id=late, view=modal())["error"] == "expired_trigger_id"


def test_a_trigger_runs_out_by_our_clock_too(
    api: WebClient, world: World, trigger: Callable[[], str]
) -> None:
    assert world.patience == 3.0
    world.patience = 0.0
    assert refusal(api.views_open, trigger_id=trigger(), view=modal())["error"] == (
        "expired_trigger_id"
    )


def test_a_trigger_that_was_never_given_out(api: WebClient) -> None:
    assert refusal(api.views_open, trigger_id="1.2.abc", view=modal()) == {
        "ok": False,
        "error": "invalid_arguments",
        "response_metadata": {"messages": ["invalid `trigger_id`"]},
    }


@pytest.mark.parametrize(
    ("view", "messages"),
    [
        (
            modal(title=plain("x" * 25)),
            ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"],
        ),
        (
            modal(field("Note", NOTE), submit=None),
            ["[ERROR] submit is required when there are input blocks [json-pointer:/view]"],
        ),
        (
            modal(*[section("x")] * 101),
            ["[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]"],
        ),
        (
            modal(private_metadata="x" * 3001),
            ["[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]"],
        ),
        ({"type": "home", "blocks": []}, ["[ERROR] view type must be modal"]),
        (
            modal({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}),
            ["[ERROR] unsupported type: table [json-pointer:/view/blocks/0]"],
        ),
    ],
)
def test_views_that_slack_refuses(
    api: WebClient, trigger: Callable[[], str], view: dict[str, Any], messages: list[str]
) -> None:
    answer = refusal(api.views_open, trigger_id=trigger(), view=view)
    assert answer == {
        "ok": False,
        "error": "invalid_arguments",
        "response_metadata": {"messages": messages},
    }


def test_three_modals_lie_on_each_other_at_most(api: WebClient, trigger: Callable[[], str]) -> None:
    root = api.views_open(trigger_id=trigger(), view=modal())["view"]
    second = api.views_push(trigger_id=trigger(), view=modal())["view"]
    third = api.views_push(trigger_id=trigger(), view=modal())["view"]
    assert (third["previous_view_id"], third["root_view_id"]) == (second["id"], root["id"])
    answer = refusal(api.views_push, trigger_id=trigger(), view=modal())
    assert answer["error"] == "push_limit_reached"


def test_an_update_is_guarded_by_the_hash(api: WebClient, trigger: Callable[[], str]) -> None:
    first = api.views_open(trigger_id=trigger(), view=modal(section("1")))["view"]
    second = api.views_update(view_id=first["id"], view=modal(section("2")), hash=first["hash"])
    assert second["view"]["hash"] != first["hash"]
    answer = refusal(
        api.views_update, view_id=first["id"], view=modal(section("3")), hash=first["hash"]
    )
    assert answer["error"] == "hash_conflict"
    assert api.views_update(view_id=first["id"], view=modal(section("3")))["ok"]


def test_what_is_filled_in_survives_an_update(
    api: WebClient, world: World, trigger: Callable[[], str]
) -> None:
    view = api.views_open(trigger_id=trigger(), view=modal(field("Note", NOTE)))["view"]
    typed = {"type": "plain_text_input", "value": "so far"}
    world.state.views[view["id"]].values["note"]["note"] = typed
    other = {"type": "plain_text_input", "action_id": "other"}
    changed = modal(field("Note", NOTE), field("Other", other))
    values = api.views_update(view_id=view["id"], view=changed)["view"]["state"]["values"]
    assert values == {
        "note": {"note": typed},
        "other": {"other": {"type": "plain_text_input", "value": None}},
    }


def test_a_view_is_found_by_its_external_id(api: WebClient, trigger: Callable[[], str]) -> None:
    api.views_open(trigger_id=trigger(), view=modal(external_id="mine"))
    answer = api.views_update(external_id="mine", view=modal(section("x"), external_id="mine"))
    assert answer["view"]["external_id"] == "mine"
    again = refusal(api.views_push, trigger_id=trigger(), view=modal(external_id="mine"))
    assert again["error"] == "duplicate_external_id"


def test_views_that_cannot_be_updated(api: WebClient) -> None:
    assert refusal(api.views_update, view_id="V0", view=modal())["error"] == "not_found"
    assert refusal(api.api_call, api_method="views.update", json={"view": modal()})["error"] == (
        "invalid_arguments"
    )


def test_a_view_has_its_size(api: WebClient, trigger: Callable[[], str]) -> None:
    large = modal(*[section("x" * 3000)] * 84)
    assert refusal(api.views_open, trigger_id=trigger(), view=large)["error"] == "view_too_large"


def test_a_home_tab_is_published_and_guarded(api: WebClient, world: World) -> None:
    home = {"type": "home", "blocks": [section("1")]}
    first = api.views_publish(user_id=MIRA, view=home)["view"]
    second = api.views_publish(user_id=MIRA, view=home, hash=first["hash"])["view"]
    assert (second["id"], world.state.homes[MIRA].id) == (first["id"], first["id"])
    answer = refusal(api.views_publish, user_id=MIRA, view=home, hash=first["hash"])
    assert answer["error"] == "hash_conflict"
    assert refusal(api.views_publish, user_id="U0", view=home)["error"] == "user_not_found"
    world.app = replace(world.app, has_home=False)
    assert refusal(api.views_publish, user_id=MIRA, view=home)["error"] == "not_enabled"
