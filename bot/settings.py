"""What the operator decides, read once from the environment; all problems are told at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

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
    database_url: str = "sqlite:///appraisal.db"
    host: str = "0.0.0.0"  # noqa: S104 - behind a platform's router, as PORT asks for
    port: Annotated[int, Field(ge=1, le=65535)] = 3000
    hold_minutes: Annotated[int, Field(ge=0, le=15)] = 5
    month_end_at: time = time(9, 0)
    commands: Mapping[str, str] = {}

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_slash(cls, url: str) -> str:
        return url if url.endswith("/") else url + "/"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        """Accept what hosts hand out (`postgres://`) and name the driver we use."""
        for prefix in ("postgres://", "postgresql://"):
            if url.startswith(prefix):
                return "postgresql+psycopg://" + url.removeprefix(prefix)
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("write sqlite:///FILE or postgresql://USER@HOST/NAME")
        return url

    @field_validator("commands", mode="before")
    @classmethod
    def _renamed(cls, text: object) -> object:
        """Read `score=scorecard,team=crew`: what a command is called in this workspace."""
        if not isinstance(text, str):
            return text
        pairs = [part.partition("=") for part in text.split(",") if part.strip()]
        names = {own.strip(): called.strip().lstrip("/") for own, _, called in pairs}
        for own, called in names.items():
            if own not in DEFAULT_COMMANDS or not called:
                raise ValueError(f"{own!r}: write NAME=OTHER with one of {DEFAULT_COMMANDS}")
        return names

    def called(self, command: str) -> str:
        """Return what people type for one of our commands, without the slash."""
        return self.commands.get(command, command)


def read(environ: Mapping[str, str]) -> Settings:
    """Return the settings that `environ` names; raise SettingsError with every problem found."""
    given = {
        name: environ[variable]
        for name, variable in _VARIABLES.items()
        if environ.get(variable, "").strip()
    }
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError(
            tuple(
                f"{_VARIABLES.get(str(problem['loc'][0]), problem['loc'][0])}: {problem['msg']}"
                for problem in error.errors(include_url=False, include_input=False)
            )
        ) from None


_VARIABLES = {
    "slack_bot_token": "SLACK_BOT_TOKEN",
    "slack_app_token": "SLACK_APP_TOKEN",
    "slack_signing_secret": "SLACK_SIGNING_SECRET",
    "slack_api_url": "SLACK_API_URL",
    "database_url": "DATABASE_URL",
    "host": "HOST",
    "port": "PORT",
    "hold_minutes": "HOLD_MINUTES",
    "month_end_at": "MONTH_END_AT",
    "commands": "COMMAND_NAMES",
}
