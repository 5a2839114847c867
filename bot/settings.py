"""What the operator decides, read once from the environment; all problems are told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import time
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

DEFAULT_COMMANDS = (
    "deduct",
    "commend",
    "complaint",
    "score",
    "record",
    "rubric",
    "month",
    "team",
    "perf",
)

_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_COMMAND = re.compile(r"[^\W_][\w-]{0,30}")  # docs.slack.dev: implementing slash commands
_IN_MEMORY = (None, "", ":memory:")


class SettingsError(Exception):
    """The environment does not hold together; `problems` has one line for each mistake."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseModel):
    """One frozen value for the whole process. Secrets do not show in its repr."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    database_url: Annotated[str, Field(repr=False)] = "sqlite:///appraisal.db"
    host: str = "0.0.0.0"  # noqa: S104 - behind a platform's router, as PORT asks for
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    hold_minutes: Annotated[int, Field(ge=0, le=15)] = 5
    month_end_at: time = time(9, 0)
    commands: Mapping[str, str] = {}
    log_format: Literal["", "plain", "json"] = ""

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _of_its_kind(cls, token: SecretStr, info: ValidationInfo) -> SecretStr:
        """Refuse one kind of token in the other's place, and the example's unfilled one."""
        kind = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}[str(info.field_name)]
        value = token.get_secret_value()
        if value and not (value.startswith(kind) and len(value) > len(kind)):
            raise ValueError(kind)
        return token

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_slash(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError(url)
        return url if url.endswith("/") else url + "/"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        """Accept what hosts hand out (`postgres://`) and name the driver we use."""
        for prefix in ("postgres://", "postgresql://"):
            if url.startswith(prefix):
                url = "postgresql+psycopg://" + url.removeprefix(prefix)
        try:
            parsed = make_url(url)
        except (ArgumentError, ValueError):
            raise ValueError("no URL") from None
        if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
            raise ValueError(parsed.drivername)
        if parsed.drivername == "sqlite" and parsed.database in _IN_MEMORY:
            raise ValueError("a ledger in memory would be gone with the process")
        return url

    @field_validator("month_end_at", mode="before")
    @classmethod
    def _time_of_day(cls, text: object) -> object:
        if isinstance(text, str) and not _TIME.fullmatch(text):
            raise ValueError(text)
        return text.rjust(5, "0") if isinstance(text, str) else text

    @field_validator("commands", mode="before")
    @classmethod
    def _renamed(cls, text: object) -> object:
        """Read `score=scorecard,team=crew`: what a command is called in this workspace."""
        if not isinstance(text, str):
            return text
        pairs = [part.partition("=") for part in text.split(",") if part.strip()]
        names = {own.strip(): called.strip().removeprefix("/") for own, _, called in pairs}
        if len(names) < len(pairs) or not names.keys() <= set(DEFAULT_COMMANDS):
            raise ValueError(text)
        if not all(_COMMAND.fullmatch(name) and name == name.lower() for name in names.values()):
            raise ValueError(text)
        if len({names.get(own, own) for own in DEFAULT_COMMANDS}) < len(DEFAULT_COMMANDS):
            raise ValueError(text)
        return names

    def called(self, command: str) -> str:
        """Return what people type for one of our commands, without the slash."""
        return self.commands.get(command, command)


def read(environ: Mapping[str, str], *, calling: bool = False, listening: bool = False) -> Settings:
    """Return the settings that `environ` names; raise SettingsError with every problem found.

    `calling` Slack takes the bot's token; `listening` to it, what one of both ways takes.
    """
    given = {
        name: environ[variable].strip()
        for name, (variable, _) in _VARIABLES.items()
        if environ.get(variable, "").strip()
    }
    problems = list(_lacking(given, calling=calling, listening=listening))
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        wrong = {str(problem["loc"][0]) for problem in error.errors(include_url=False)}
        problems += [_problem(name) for name in _VARIABLES if name in wrong]
    if problems:
        raise SettingsError(tuple(problems))
    return settings


def _lacking(given: Mapping[str, str], *, calling: bool, listening: bool) -> Iterator[str]:
    if calling and "slack_bot_token" not in given:
        yield _problem("slack_bot_token")
    if listening and not given.keys() & {"slack_app_token", "slack_signing_secret"}:
        (app, token), (http, secret) = (
            _VARIABLES["slack_app_token"],
            _VARIABLES["slack_signing_secret"],
        )
        yield f"{app} or {http}: write {token}, for Socket Mode, or {secret}, for HTTP"


def _problem(name: str) -> str:
    """Say what a variable takes; never what it holds, which may be a secret."""
    variable, takes = _VARIABLES[name]
    return f"{variable}: write {takes}"


_VARIABLES = {
    "slack_bot_token": ("SLACK_BOT_TOKEN", "the Bot User OAuth Token, xoxb-…"),
    "slack_app_token": ("SLACK_APP_TOKEN", "an app-level token, xapp-…"),
    "slack_signing_secret": ("SLACK_SIGNING_SECRET", "the app's signing secret"),
    "slack_api_url": ("SLACK_API_URL", "an address as https://slack.com/api/"),
    "database_url": ("DATABASE_URL", "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"),
    "host": ("HOST", "an address to listen on"),
    "port": ("PORT", "a whole number from 1 to 65535"),
    "hold_minutes": ("HOLD_MINUTES", "a whole number from 0 to 15"),
    "month_end_at": ("MONTH_END_AT", "a time of day as 09:00"),
    "log_format": ("LOG_FORMAT", "plain or json"),
    "commands": (
        "COMMAND_NAMES",
        f"pairs as score=scorecard,team=crew; there are {', '.join(DEFAULT_COMMANDS)}",
    ),
}
