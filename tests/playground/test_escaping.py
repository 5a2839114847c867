"""From what people type to what Slack sends."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parrot import NOW, WORKSPACE

from bot.playground.clock import Clock
from bot.playground.escaping import entities, escape_command, escape_message
from bot.playground.world import World

WORLD = World(WORKSPACE, Clock(standing=NOW))


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@mira late", "<@U0MIRA|mira> late"),
        ("@Mira Chen late", "<@U0MIRA|mira> late"),
        ("@小芳 迟到", "<@U0WANG|wangfang> 迟到"),
        ("(@mira, @sue)", "(<@U0MIRA|mira>, <@U0SUE|sue>)"),
        ("#care is late", "<#C0CARE|care> is late"),
        ("@crew late", "<!subteam^S0CREW|@crew> late"),
        ("<@U0MIRA> late", "<@U0MIRA|mira> late"),
        ("<@U0MIRA|anything> late", "<@U0MIRA|mira> late"),
        ("<#C0CARE> <!subteam^S0CREW>", "<#C0CARE|care> <!subteam^S0CREW|@crew>"),
        ("<!here> <!channel>", "<!here> <!channel>"),
        ("<@U0NOBODY> late", "&lt;@U0NOBODY&gt; late"),
        ("@miranda", "@miranda"),
        ("mira@mira", "mira@mira"),
        ("@olga", "@olga"),
        ("#T-4821", "#T-4821"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("see https://a.b/c?d=1&e=2.", "see <https://a.b/c?d=1&amp;e=2>."),
        ("https://", "https://"),
        ("", ""),
    ],
)
def test_a_command_with_escaping(typed: str, sent: str) -> None:
    assert escape_command(WORLD, typed, should_escape=True) == sent


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@mira late", "@mira late"),
        ("<@U0MIRA> & co", "&lt;@U0MIRA&gt; &amp; co"),
        ("https://a.b", "https://a.b"),
    ],
)
def test_a_command_without_escaping(typed: str, sent: str) -> None:
    assert escape_command(WORLD, typed, should_escape=False) == sent


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@parrot hello", "<@U0PLAYBOT> hello"),
        ("<@U0MIRA> hello", "<@U0MIRA> hello"),
        ("#care & @crew", "<#C0CARE|care> &amp; <!subteam^S0CREW|@crew>"),
    ],
)
def test_a_message(typed: str, sent: str) -> None:
    assert escape_message(WORLD, typed) == sent


@given(st.text(alphabet=st.sampled_from("ab @#<>&|!小芳.:/hts-"), max_size=30))
def test_text_without_names_comes_back_whole(typed: str) -> None:
    assert html.unescape(entities(typed)) == typed
    raw = escape_command(WORLD, typed, should_escape=False)
    assert html.unescape(raw) == typed
    assert not set("<>") & set(raw)


@given(st.text(max_size=30), st.text(max_size=30))
def test_escaping_takes_any_text(before: str, after: str) -> None:
    sent = escape_command(WORLD, f"{before} @mira {after}", should_escape=True)
    assert "<@U0MIRA|mira>" in sent
