"""What the environment may hold, what is said when it does not, and what is never said."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import ADA, ANN, SUE, ZED, Office, open_office

from bot import operations
from bot.playground.workspace import SlashCommand
from bot.settings import DEFAULT_COMMANDS as COMMANDS
from bot.settings import Settings, SettingsError, read
from bot.store import Database

BOT, APP, SIGNING = "xoxb-1-bot-secret", "xapp-1-app-secret", "signing-secret"
PASSWORD = "p4ssw0rd"
ALL = "deduct, commend, complaint, score, record, rubric, month, team, perf"
EITHER = "write an app-level token, xapp-…, for Socket Mode, or the app's signing secret, for HTTP"
FULL = {
    "SLACK_BOT_TOKEN": BOT,
    "SLACK_APP_TOKEN": APP,
    "SLACK_SIGNING_SECRET": SIGNING,
    "SLACK_API_URL": "http://127.0.0.1:8400/api",
    "DATABASE_URL": f"postgres://sue:{PASSWORD}@db.example/appraisal",
    "HOST": "127.0.0.1",
    "PORT": "8080",
    "HOLD_MINUTES": "0",
    "MONTH_END_AT": "18:30",
    "COMMAND_NAMES": "score=scorecard, team=/crew",
    "LOG_FORMAT": "json",
}


def problems(environ: dict[str, str], **needs: bool) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read(environ, **needs)
    return caught.value.problems


def test_every_variable_is_read() -> None:
    settings = read(FULL)
    assert settings.model_dump() == {
        "slack_bot_token": settings.slack_bot_token,
        "slack_app_token": settings.slack_app_token,
        "slack_signing_secret": settings.slack_signing_secret,
        "slack_api_url": "http://127.0.0.1:8400/api/",
        "database_url": f"postgresql+psycopg://sue:{PASSWORD}@db.example/appraisal",
        "host": "127.0.0.1",
        "port": 8080,
        "hold_minutes": 0,
        "month_end_at": time(18, 30),
        "commands": {"score": "scorecard", "team": "crew"},
        "log_format": "json",
    }
    assert settings.slack_bot_token.get_secret_value() == BOT
    assert settings.slack_app_token.get_secret_value() == APP
    assert settings.slack_signing_secret.get_secret_value() == SIGNING


def test_what_is_left_out_or_empty_has_its_default() -> None:
    assert read({}) == read(dict.fromkeys(FULL, "  ")) == Settings()
    assert Settings().database_url == "sqlite:///appraisal.db"
    assert (Settings().hold_minutes, Settings().month_end_at) == (5, time(9))
    assert [Settings().called(name) for name in COMMANDS] == list(COMMANDS)


def test_blanks_around_a_pasted_value_do_no_harm() -> None:
    assert read({name: f" {value}\n" for name, value in FULL.items()}) == read(FULL)


def test_all_problems_are_told_at_once_and_no_value_is() -> None:
    wrong = {
        "SLACK_BOT_TOKEN": APP,
        "SLACK_APP_TOKEN": BOT,
        "SLACK_API_URL": "slack.com",
        "DATABASE_URL": f"mysql://sue:{PASSWORD}@db.example/appraisal",
        "PORT": "70000",
        "HOLD_MINUTES": "16",
        "MONTH_END_AT": "nine",
        "COMMAND_NAMES": "scores=scorecard",
    }
    assert problems(wrong, calling=True, listening=True) == (
        "SLACK_BOT_TOKEN: write the Bot User OAuth Token, xoxb-…",
        "SLACK_APP_TOKEN: write an app-level token, xapp-…",
        "SLACK_API_URL: write an address as https://slack.com/api/",
        "DATABASE_URL: write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
        "PORT: write a whole number from 1 to 65535",
        "HOLD_MINUTES: write a whole number from 0 to 15",
        "MONTH_END_AT: write a time of day as 09:00",
        f"COMMAND_NAMES: write pairs as score=scorecard,team=crew; there are {ALL}",
    )


def test_missing_tokens_are_told_with_everything_else() -> None:
    assert problems({"PORT": "0"}, calling=True, listening=True) == (
        "SLACK_BOT_TOKEN: write the Bot User OAuth Token, xoxb-…",
        f"SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: {EITHER}",
        "PORT: write a whole number from 1 to 65535",
    )
    assert len(problems({"SLACK_SIGNING_SECRET": SIGNING}, calling=True)) == 1
    assert read({}).slack_bot_token.get_secret_value() == ""


def test_the_example_that_was_not_filled_in_is_noticed() -> None:
    assert problems({"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}) == (
        "SLACK_BOT_TOKEN: write the Bot User OAuth Token, xoxb-…",
        "SLACK_APP_TOKEN: write an app-level token, xapp-…",
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("PORT", ["0", "-1", "65536", "http", "80.5", "８０８０x"]),
        ("HOLD_MINUTES", ["-1", "16", "1.5", "five"]),
        ("MONTH_END_AT", ["9", "24:00", "9:60", "09:00:00", "09:00+02:00", "9am", "540"]),
        ("SLACK_API_URL", ["slack.com/api", "ftp://slack.com/api", "//slack.com"]),
        (
            "DATABASE_URL",
            [
                "appraisal.db",
                "sqlite://",
                "sqlite:///",
                "sqlite:///:memory:",
                "mysql://x@y/z",
                "postgresql+psycopg2://x@y/z",
                "postgresql://x@y:port/z",
                "postgresql",
            ],
        ),
        (
            "COMMAND_NAMES",
            [
                "score",
                "score=",
                "=card",
                "scores=card",
                "score=Card",
                "score=my card",
                "score=team",
                "score=a,team=a",
                "score=a,score=b",
                "score=//a",
                f"score={'a' * 32}",
            ],
        ),
    ],
)
def test_values_that_cannot_be(name: str, values: list[str]) -> None:
    for value in values:
        (problem,) = problems({name: value})
        assert problem.startswith(f"{name}: write ")


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (
            "postgres://u:p@h:5432/d?sslmode=require",
            "postgresql+psycopg://u:p@h:5432/d?sslmode=require",
        ),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:///kept.db", "sqlite:///kept.db"),
        ("sqlite:////var/lib/kept.db", "sqlite:////var/lib/kept.db"),
    ],
)
def test_databases_as_hosts_write_them(given: str, known: str) -> None:
    assert read({"DATABASE_URL": given}).database_url == known


def test_times_and_names_as_people_write_them() -> None:
    assert read({"MONTH_END_AT": "7:05"}).month_end_at == time(7, 5)
    assert read({"MONTH_END_AT": "00:00"}).month_end_at == time(0, 0)
    assert read({"COMMAND_NAMES": "score=team,team=score"}).called("team") == "score"
    assert read({"COMMAND_NAMES": "score=绩效,"}).called("score") == "绩效"


@given(st.text("QXYZ0123456789-$%", min_size=8))
def test_no_secret_ever_shows(secret: str) -> None:
    environ = {
        "SLACK_BOT_TOKEN": f"xoxb-{secret}",
        "SLACK_APP_TOKEN": f"xapp-{secret}",
        "SLACK_SIGNING_SECRET": secret,
    }
    assert secret not in repr(read(environ)) + str(read(environ))
    wrong = {name: f"{value} {value}" for name, value in environ.items()} | {"PORT": secret}
    assert secret not in " ".join(problems(wrong))


def test_no_secret_is_in_the_repr() -> None:
    shown = repr(read(FULL)) + str(read(FULL))
    for secret in (BOT, APP, SIGNING, PASSWORD):
        assert secret not in shown
    assert "hold_minutes=0" in shown


# Where they are read from.


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with none of the variables set."""
    for name in FULL:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_read_and_the_environment_wins(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.joinpath(".env").write_text(
        f"# two tokens\nSLACK_BOT_TOKEN={BOT}\nexport SLACK_APP_TOKEN='{APP}'\nHOLD_MINUTES=3\n"
        "PORT=8080\nSLACK_SIGNING_SECRET=$ecret#1\n",
        "utf-8",
    )
    monkeypatch.setenv("HOLD_MINUTES", "0")
    monkeypatch.setenv("PORT", "")
    settings = operations.settings()
    assert settings.slack_bot_token.get_secret_value() == BOT
    assert settings.slack_app_token.get_secret_value() == APP
    assert settings.slack_signing_secret.get_secret_value() == "$ecret#1"
    assert (settings.hold_minutes, settings.port) == (0, None)
    assert os.environ.get("SLACK_BOT_TOKEN") is None  # nothing leaks into the environment


def test_a_file_as_windows_writes_it_is_read(folder: Path) -> None:
    folder.joinpath(".env").write_bytes(f"\ufeffSLACK_BOT_TOKEN={BOT}\r\nPORT=80\r\n".encode())
    settings = operations.settings()
    assert (settings.slack_bot_token.get_secret_value(), settings.port) == (BOT, 80)


def test_the_example_s_lines_are_variables_we_know() -> None:
    lines = Path(__file__).parent.parent.joinpath(".env.example").read_text("utf-8").splitlines()
    named = {line.strip("# ").partition("=")[0] for line in lines if "=" in line}
    assert {name for name in named if name.isupper() or "_" in name} <= FULL.keys()


# Other names for the commands, all the way.

NAMES = {"score": "standing", "team": "crew", "perf": "appraisal"}


@pytest.fixture
def renamed(database: Database) -> Iterator[Office]:
    """Open an office where three commands have other names, in Slack and in the settings."""
    commands = ",".join(f"{own}={called}" for own, called in NAMES.items())
    chosen = read({"COMMAND_NAMES": commands}).commands
    for office in open_office(database, lambda it: it.model_copy(update={"commands": chosen})):
        world = office.slack.world
        world.app = replace(
            world.app, commands=tuple(SlashCommand(f"/{NAMES.get(own, own)}") for own in COMMANDS)
        )
        yield office


def test_renamed_commands_are_typed_by_their_names(renamed: Office) -> None:
    own = renamed.type("/standing", by=ANN)
    assert own.startswith("Ann Reed · November\n")
    assert renamed.type("/appraisal standing", by=ANN) == own
    assert renamed.type("/appraisal score", by=ANN) == own
    assert renamed.type("/crew", by=ADA).startswith("*2 teams* · HR: Ada Hart\n")
    assert renamed.type("/deduct ann late", by=SUE).startswith("*D-1*")


def test_help_says_the_names_used_here(renamed: Office) -> None:
    assert "`/standing` your month so far" in renamed.type("/standing help", by=ANN)
    assert "`/appraisal standing`" in renamed.type("/appraisal", by=ANN)
    assert "`/crew` your team" in renamed.type("/crew help", by=SUE)
    said = "\n".join(
        renamed.type(f"/{NAMES.get(command, command)} help", by=person)
        for command in COMMANDS
        for person in (ADA, SUE, ANN, ZED)
    )
    assert [name for name in NAMES if f"/{name} " in said or f"/{name}`" in said] == []


def test_buttons_press_renamed_commands(renamed: Office) -> None:
    assert renamed.choose("/standing", "Why?", by=ANN) == renamed.type("/standing why", by=ANN)
