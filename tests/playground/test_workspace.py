"""What a manifest says of an app."""

from __future__ import annotations

from typing import Any

import pytest
from parrot import MANIFEST

from bot.playground.workspace import Shortcut, SlashCommand, app_of


def test_a_manifest_is_read() -> None:
    app = app_of(MANIFEST)
    assert (app.name, app.has_home, app.sends_messages, app.takes_messages) == (
        "parrot",
        True,
        True,
        True,
    )
    assert app.commands[0] == SlashCommand("/echo", "Says it again", should_escape=True)
    assert app.shortcuts[0] == Shortcut("Quote it", "quote", "message")
    assert (app.may("chat:write"), app.may("chat:write.public")) == (True, False)
    assert (app.hears("message.im"), app.hears("message.channels")) == (True, False)
    assert app.is_interactive


def test_a_manifest_that_says_nothing_allows_everything() -> None:
    app = app_of({})
    assert app.name == "bot"
    assert all([app.has_home, app.sends_messages, app.takes_messages, app.is_interactive])
    assert app.may("anything")
    assert app.hears("anything")


def test_what_slack_turns_off_unless_asked() -> None:
    app = app_of({"features": {"app_home": {"messages_tab_enabled": False}}, "settings": {"x": 1}})
    assert not any([app.has_home, app.sends_messages, app.takes_messages, app.is_interactive])


@pytest.mark.parametrize(
    ("manifest", "wanting"),
    [
        ({"features": {"slash_commands": [{"command": "/x"}]}}, "commands"),
        (
            {
                "settings": {
                    "event_subscriptions": {
                        "bot_events": ["team_join", "message.im", "app_mention"]
                    }
                }
            },
            "app_mentions:read, im:history, users:read",
        ),
    ],
)
def test_a_manifest_that_slack_would_not_save(manifest: dict[str, Any], wanting: str) -> None:
    app_of(manifest)
    with pytest.raises(ValueError, match=f"^the manifest must ask for {wanting}$"):
        app_of({**manifest, "oauth_config": {"scopes": {"bot": ["chat:write"]}}})
