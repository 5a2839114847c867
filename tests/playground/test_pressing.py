"""Buttons, menus and shortcuts, between a person and a real Bolt app."""

from __future__ import annotations

from dataclasses import replace

import pytest
from parrot import (
    BOT,
    CARE,
    MIRA,
    SUE,
    WORKSPACE,
    actions,
    button,
    menu,
    option,
    plain,
)

from bot.playground import pressing
from bot.playground.hands import NoAnswer, Slack
from bot.playground.pressing import Place
from bot.playground.reading import read, read_all
from bot.playground.refusal import Mistaken
from bot.playground.talk import post
from bot.playground.world import Message

MENUS = {
    "static_select": {"options": [option("a"), option("b")]},
    "multi_static_select": {"options": [option("a"), option("b")]},
    "radio_buttons": {"options": [option("a"), option("b")]},
    "checkboxes": {"options": [option("a"), option("b")]},
    "overflow": {"options": [option("a"), option("b")]},
}


def posted(slack: Slack, *elements: dict[str, object], text: str = "") -> Message:
    """Let the app post a row of elements for everybody in care."""
    blocks = [actions(*elements)] if elements else []
    with slack.world.changing():
        return post(slack.world, Message(slack.world.new_ts(), CARE, BOT, text, blocks))


def test_a_press_replaces_the_ephemeral_message(slack: Slack) -> None:
    (answer,) = slack.type("/echo late", by="sue", channel="care")
    (changed,) = slack.press(answer, "Again", by="sue")
    assert (read(changed), changed.ts) == ("Again: late", answer.ts)
    assert slack.messages("care", "sue") == [changed]


def test_a_press_can_answer_everybody_or_delete(slack: Slack) -> None:
    (answer,) = slack.type("/echo late", by="sue", channel="care")
    slack.press(answer, "Loud", by="sue")
    slack.press(answer, "gone", by="sue")
    assert read_all(slack.messages("care", "sue")) == "Loud!"
    assert read_all(slack.messages("care", "mira")) == "Loud!"


def test_only_its_reader_presses_an_ephemeral_message(slack: Slack) -> None:
    (answer,) = slack.type("/echo late", by="sue", channel="care")
    with pytest.raises(Mistaken, match=f"mira sees no message {answer.ts} there"):
        slack.press(answer, "Again", by="mira")


def test_the_app_gets_what_slack_sends_for_a_press(slack: Slack) -> None:
    message = posted(slack, button("Once", "once", "1"), text="Choose")
    slack.press(message, "Once", by="mira")
    sent = dict(slack.requests()[-1].sent)
    assert sent.pop("response_url").startswith(slack.world.url)
    assert sent.pop("trigger_id") in slack.world.triggers
    (done,) = sent.pop("actions")
    assert done.pop("action_ts") > message.ts
    assert done == {
        "action_id": "once",
        "block_id": "row",
        "type": "button",
        "text": plain("Once"),
        "value": "1",
    }
    assert sent == {
        "type": "block_actions",
        "team": {"id": "T0PLAY", "domain": "playground"},
        "user": {"id": MIRA, "username": "mira", "name": "mira", "team_id": "T0PLAY"},
        "api_app_id": "A0PLAYAPP",
        "token": "playground",
        "enterprise": None,
        "is_enterprise_install": False,
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": CARE,
            "is_ephemeral": False,
        },
        "channel": {"id": CARE, "name": "care"},
        "state": {"values": {}},
        "message": {
            "type": "message",
            "user": BOT,
            "text": "Choose",
            "ts": message.ts,
            "team": "T0PLAY",
            "bot_id": "B0PLAYBOT",
            "app_id": "A0PLAYAPP",
            "blocks": message.blocks,
        },
    }


def test_an_ephemeral_message_itself_is_not_sent(slack: Slack) -> None:
    (answer,) = slack.type("/echo late", by="sue", channel="care")
    slack.press(answer, "Loud", by="sue")
    sent = slack.requests()[-1].sent
    assert "message" not in sent
    assert sent["container"]["is_ephemeral"] is True


@pytest.mark.parametrize(
    ("kind", "chosen", "reported"),
    [
        ("static_select", "b", {"selected_option": option("b")}),
        ("static_select", "B", {"selected_option": option("b")}),
        ("static_select", option("b"), {"selected_option": option("b")}),
        ("radio_buttons", "a", {"selected_option": option("a")}),
        ("multi_static_select", ["a", "b"], {"selected_options": [option("a"), option("b")]}),
        ("checkboxes", [], {"selected_options": []}),
        ("overflow", "a", {"selected_option": option("a")}),
        ("users_select", MIRA, {"selected_user": MIRA}),
        ("multi_users_select", [MIRA, SUE], {"selected_users": [MIRA, SUE]}),
        ("conversations_select", CARE, {"selected_conversation": CARE}),
        ("channels_select", CARE, {"selected_channel": CARE}),
        ("datepicker", "2026-11-20", {"selected_date": "2026-11-20"}),
        ("timepicker", "09:30", {"selected_time": "09:30"}),
        ("datetimepicker", 1795078800, {"selected_date_time": 1795078800}),
    ],
)
def test_every_menu_reports_its_choice(
    slack: Slack, kind: str, chosen: object, reported: dict[str, object]
) -> None:
    message = posted(slack, {"type": kind, "action_id": "it", **MENUS.get(kind, {})})
    slack.press(message, "it", by="mira", value=chosen)
    (done,) = slack.requests()[-1].sent["actions"]
    assert {key: done[key] for key in reported} == reported
    assert read(slack.dms("mira")[-1]) == f"it: {reported}"


def test_what_is_chosen_in_a_message_is_remembered(slack: Slack) -> None:
    message = posted(slack, menu("static_select", "it", "a", "b"), button("Go", "go"))
    slack.press(message, "it", by="mira", value="b")
    slack.press(message, "Go", by="mira")
    assert slack.requests()[-1].sent["state"]["values"] == {
        "row": {"it": {"type": "static_select", "selected_option": option("b")}}
    }


def test_an_option_that_is_not_there_cannot_be_chosen(slack: Slack) -> None:
    message = posted(slack, menu("static_select", "it", "a"))
    with pytest.raises(Mistaken, match="it has no option 'c'"):
        slack.press(message, "it", by="mira", value="c")


def test_what_is_not_there_cannot_be_pressed(slack: Slack) -> None:
    message = posted(slack, button("Once", "once"))
    with pytest.raises(Mistaken, match="there is no Twice to press"):
        slack.press(message, "Twice", by="mira")


def test_the_home_tab_is_shown_and_pressed(slack: Slack) -> None:
    home = slack.home("mira")
    assert read(home) == "Home\n[Refresh]"
    slack.press(home, "Refresh", by="mira")
    assert read(slack.home("sue")) == "Home\n[Refresh]"
    assert read(slack.world.state.homes[MIRA]) == "Fresh"
    assert slack.requests()[0].sent["event"] == {
        "type": "app_home_opened",
        "user": MIRA,
        "channel": "D0MIRA",
        "tab": "home",
        "event_ts": slack.requests()[0].sent["event"]["event_ts"],
    }


def test_nobody_presses_what_was_never_shown(slack: Slack) -> None:
    with pytest.raises(Mistaken, match="the app has shown mira no home tab"):
        pressing.interact(
            slack.world, slack.wire, user="mira", place=Place(home=True), action={"action_id": "x"}
        )
    with pytest.raises(Mistaken, match="mira has no form open"):
        pressing.interact(
            slack.world, slack.wire, user="mira", place=Place(), action={"action_id": "x"}
        )


def test_a_menu_asks_the_app_for_its_options(slack: Slack) -> None:
    slack.type("/form", by="sue", channel="care")
    form = slack.modal("sue")
    assert form is not None
    offered = slack.suggest(form, "case", "bill", by="sue")
    assert [one["value"] for one in offered["options"]] == ["bill1", "bill2"]
    assert slack.requests()[-1].sent["container"] == {"type": "view", "view_id": form.id}
    slack.submit({"note": "fine", "case": "bill2"}, by="sue")
    values = slack.requests()[-1].sent["view"]["state"]["values"]
    assert values["case"]["case"]["selected_option"] == {
        "text": plain("bill 2"),
        "value": "bill2",
    }


def test_a_message_shortcut_carries_the_message(slack: Slack) -> None:
    slack.say("Well done", by="mira", channel="care")
    (message,) = slack.messages("care", "sue")
    slack.shortcut("quote", by="sue", on=message)
    assert read_all(slack.messages("care", "sue")) == "Well done\n\n> Well done"
    assert slack.messages("care", "mira") == [message]
    sent = slack.requests()[-1].sent
    assert (sent["type"], sent["callback_id"], sent["message_ts"]) == (
        "message_action",
        "quote",
        message.ts,
    )


def test_a_global_shortcut_is_used_anywhere(slack: Slack) -> None:
    slack.shortcut("greet", by="sue")
    assert read_all(slack.dms("sue")) == "Hello"
    assert slack.requests()[-1].sent["type"] == "shortcut"


def test_shortcuts_that_are_not_there(slack: Slack) -> None:
    with pytest.raises(Mistaken, match="there is no shortcut dance"):
        slack.shortcut("dance", by="sue")
    (answer,) = slack.type("/echo late", by="sue", channel="care")
    with pytest.raises(Mistaken, match="an ephemeral message has no shortcuts"):
        slack.shortcut("quote", by="sue", on=answer)


def test_a_failure_stays_in_sight_until_something_goes_well(slack: Slack) -> None:
    message = posted(slack, button("Once", "once"))
    url, slack.wire.bot_url = slack.wire.bot_url, "http://127.0.0.1:9/"
    with pytest.raises(NoAnswer, match="dispatch_failed"):
        slack.press(message, "Once", by="mira")
    assert slack.world.state.pending_errors == {MIRA: "dispatch_failed"}
    slack.wire.bot_url = url
    slack.press(message, "Once", by="mira")
    assert slack.world.state.pending_errors == {}


def test_an_app_without_interactivity_hears_no_press(slack: Slack) -> None:
    slack.world.app = replace(slack.world.app, is_interactive=False)
    with pytest.raises(NoAnswer, match="interactivity_disabled"):
        slack.press(posted(slack, button("Once", "once")), "Once", by="mira")
    assert slack.requests() == []


def test_people_come_and_change(slack: Slack) -> None:
    slack.join(replace(WORKSPACE.users[1], id="U0NEW", name="new", real_name="New Ning"))
    slack.change("new", real_name="Old Ning", tz="Asia/Tokyo")
    assert read_all(slack.dms("new")) == "Welcome, New Ning\n\nYou changed, Old Ning"
    changed = slack.requests()[-1].sent["event"]["user"]
    assert (changed["tz"], changed["tz_offset"]) == ("Asia/Tokyo", 9 * 3600)
