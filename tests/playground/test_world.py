"""A world that is kept in a file, reset, and looked up in."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from parrot import CARE, FORM, MIRA, NOW, SECRET, SUE, TOKEN, WORKSPACE, parrot, section

from bot.playground import blockkit
from bot.playground.clock import Clock
from bot.playground.hands import slack_with
from bot.playground.modals import open_view
from bot.playground.talk import post
from bot.playground.world import File, Message, World


def lived_in(world: World) -> World:
    """Let something of every kind happen."""
    with world.changing() as state:
        blocks = [section("x") | {"block_id": "b"}]
        said = post(world, Message(world.new_ts(), CARE, SUE, "早上好", blocks))
        post(world, Message(world.new_ts(), CARE, MIRA, "Reply", thread_ts=said.ts, reader=SUE))
        state.files["F1"] = File("F1", "a.bin", "a", SUE, NOW, b"\xff\x00\xfe", shared=True)
        state.read[f"{SUE} {CARE}"] = said.ts
        state.users[MIRA] = replace(state.users[MIRA], tz="Asia/Tokyo")
        open_view(world, SUE, blockkit.accept_view(world, FORM))
    return world


def test_a_world_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    path = tmp_path / "slack.json"
    first = World(WORKSPACE, Clock(standing=NOW), keep_in=path)
    assert first.is_new
    lived_in(first).clock.move(NOW + timedelta(days=3))
    first.close()
    second = World(WORKSPACE, Clock(standing=NOW), keep_in=path)
    assert not second.is_new
    assert second.now() == NOW + timedelta(days=3)
    assert second.state == replace(first.state, version=first.state.version + 1)
    second.close()


def test_a_running_clock_goes_on_as_far_ahead(tmp_path: Path) -> None:
    path = tmp_path / "slack.json"
    first = World(WORKSPACE, keep_in=path)
    first.clock.move(first.now() + timedelta(days=40))
    lived_in(first).close()
    second = World(WORKSPACE, keep_in=path)
    assert second.clock.ahead == first.clock.ahead
    second.close()


def test_a_file_is_whole_whenever_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "slack.json"
    world = World(WORKSPACE, Clock(standing=NOW), keep_in=path)
    lived_in(world).close()
    assert json.loads(path.read_text("utf-8"))["team_id"] == "T0PLAY"
    assert [file.name for file in tmp_path.iterdir()] == ["slack.json"]


def test_another_workspaces_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "slack.json"
    lived_in(World(WORKSPACE, keep_in=path)).close()
    with pytest.raises(ValueError, match="keeps another workspace"):
        World(replace(WORKSPACE, team_id="T0OTHER"), keep_in=path)


def test_stopping_the_server_writes_the_world(tmp_path: Path) -> None:
    world = World(WORKSPACE, Clock(standing=NOW), keep_in=tmp_path / "slack.json")
    with slack_with(world, parrot, signing_secret=SECRET, token=TOKEN) as slack:
        slack.type("/raw kept", by="sue", channel="care")
    again = World(WORKSPACE, Clock(standing=NOW), keep_in=tmp_path / "slack.json")
    assert [m.text for m in again.state.messages[CARE]] == ["kept"]
    again.close()


def test_a_reset_goes_back_to_the_seed_and_shows_it(world: World) -> None:
    seed = deepcopy(world.state)
    before = lived_in(world).state
    version, era = before.version, before.era
    world.reset()
    assert world.state.version == version + 1
    assert world.state.era != era
    assert world.state == replace(seed, version=version + 1, era=world.state.era)


@pytest.mark.parametrize(
    ("name", "user"),
    [(MIRA, MIRA), ("mira", MIRA), ("@mira", MIRA), ("Mira Chen", MIRA), ("小芳", "U0WANG")],
)
def test_people_are_found_by_every_name(world: World, name: str, user: str) -> None:
    found = world.user(name)
    assert found is not None
    assert found.id == user


@pytest.mark.parametrize(
    ("name", "channel"),
    [(CARE, CARE), ("care", CARE), ("#care", CARE), ("dm", "D0SUE"), ("@parrot", "D0SUE")],
)
def test_channels_are_found_by_every_name(world: World, name: str, channel: str) -> None:
    found = world.channel(name, SUE)
    assert found is not None
    assert found.id == channel
    assert world.channel("nowhere", SUE) is None
