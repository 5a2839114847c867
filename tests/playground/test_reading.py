"""What a person reads off a message or a view."""

from __future__ import annotations

from typing import Any

import pytest
from parrot import (
    BOT,
    CARE,
    NOW,
    WORKSPACE,
    actions,
    button,
    field,
    menu,
    modal,
    option,
    plain,
    raw,
    section,
)

from bot.playground import blockkit
from bot.playground.clock import Clock
from bot.playground.modals import open_view, publish_home
from bot.playground.reading import button_texts, read, read_all
from bot.playground.talk import post
from bot.playground.world import Message, World

WORLD = World(WORKSPACE, Clock(standing=NOW))


def message(*blocks: dict[str, Any], text: str = "") -> Message:
    """Let the app post a message."""
    accepted = blockkit.accept(WORLD, list(blocks))
    return post(WORLD, Message(WORLD.new_ts(), CARE, BOT, text, accepted))


RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Ask "},
                {"type": "user", "user_id": "U0SUE"},
                {"type": "emoji", "name": "tada"},
                {"type": "link", "url": "https://a.b"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": words}]}
                for words in ("one", "two")
            ],
        },
    ],
}
BARS = {
    "type": "data_visualization",
    "title": "Trend",
    "chart": {
        "type": "line",
        "series": [
            {
                "name": "Care",
                "data": [{"label": "Oct", "value": 90}, {"label": "Nov", "value": 87.5}],
            }
        ],
        "axis_config": {"categories": ["Oct", "Nov"]},
    },
}
PIE = {
    "type": "data_visualization",
    "title": "Share",
    "chart": {"type": "pie", "segments": [{"label": "A", "value": 1}, {"label": "B", "value": 2}]},
}


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        ({"type": "header", "text": plain("November")}, "November"),
        (section("*Logged*"), "*Logged*"),
        ({"type": "section", "fields": [plain("a"), plain("b")]}, "a\nb"),
        (section("Mira") | {"accessory": button("Why?", "why")}, "Mira [Why?]"),
        (
            section("Mira")
            | {"accessory": {"type": "image", "image_url": "https://a.b", "alt_text": "her"}},
            "Mira (her)",
        ),
        (section("Mira") | {"accessory": menu("overflow", "more", "a")}, "Mira […]"),
        ({"type": "context", "elements": [plain("a"), plain("b")]}, "a b"),
        ({"type": "divider"}, "---"),
        (
            actions(button("Yes", "y"), menu("static_select", "n", "a", placeholder=plain("Pick"))),
            "[Yes] [Pick]",
        ),
        (field("Note", {"type": "plain_text_input", "action_id": "n"}), "Note:"),
        (
            field("Note", {"type": "plain_text_input", "action_id": "n", "initial_value": "x"}),
            "Note: x",
        ),
        (
            field("Kind", menu("checkboxes", "k", "a", "b", initial_options=[option("b")])),
            "Kind: B",
        ),
        ({"type": "image", "image_url": "https://a.b", "alt_text": "A cat"}, "(A cat)"),
        (
            {"type": "table", "rows": [[raw("a"), raw("b")], [raw("c"), RICH]]},
            ("a | b\nc | Ask <@U0SUE>:tada:https://a.b • one • two"),
        ),
        (
            {
                "type": "data_table",
                "caption": "All",
                "rows": [[raw("Who")], [{"type": "raw_number", "value": 2.50}]],
            },
            "All\nWho\n2.5",
        ),
        (BARS, "(line) Trend\nCare: Oct 90, Nov 87.5"),
        (PIE, "(pie) Share\nA 1, B 2"),
        (RICH, "Ask <@U0SUE>:tada:https://a.b\n• one\n• two"),
    ],
)
def test_a_block_is_read(block: dict[str, Any], lines: str) -> None:
    assert read(message(block)) == lines


def test_a_message_without_blocks_is_its_text() -> None:
    assert read_all([message(text="one"), message(section("two"), text="2")]) == "one\n\ntwo"


def test_a_modal_has_a_title_and_a_home_tab_has_none() -> None:
    warning = {"type": "alert", "text": plain("Look"), "level": "warning"}
    form = open_view(WORLD, "U0SUE", blockkit.accept_view(WORLD, modal(warning)))
    home = blockkit.accept_view(WORLD, {"type": "home", "blocks": [section("x")]})
    assert read(form) == "# A form\n! Look"
    assert read(publish_home(WORLD, "U0SUE", home)) == "x"


def test_buttons_are_listed() -> None:
    seen = message(
        section("x") | {"accessory": button("Why?", "why")},
        actions(button("Undo", "undo"), button("Edit", "edit")),
    )
    assert button_texts(seen) == ["Why?", "Undo", "Edit"]
