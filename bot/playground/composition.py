"""Block Kit's composition objects (docs.slack.dev/reference/block-kit/composition-objects)."""

from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text20 = Annotated[str, Field(min_length=1, max_length=20)]
Text24 = Annotated[str, Field(min_length=1, max_length=24)]
Text30 = Annotated[str, Field(min_length=1, max_length=30)]
Text50 = Annotated[str, Field(min_length=1, max_length=50)]
Text75 = Annotated[str, Field(min_length=1, max_length=75)]
Text100 = Annotated[str, Field(min_length=1, max_length=100)]
Text150 = Annotated[str, Field(min_length=1, max_length=150)]
Text200 = Annotated[str, Field(min_length=1, max_length=200)]
Text255 = Annotated[str, Field(min_length=1, max_length=255)]
Text300 = Annotated[str, Field(min_length=1, max_length=300)]
Text2000 = Annotated[str, Field(min_length=1, max_length=2000)]
Text3000 = Annotated[str, Field(min_length=1, max_length=3000)]
Url = Annotated[str, Field(max_length=3000, pattern=r"^(https?|mailto|slack|tel|sms):")]
Style = Literal["primary", "danger"]

L = TypeVar("L", bound=str)


class Part(BaseModel):
    """A piece of Block Kit: every field is known, and of exactly its JSON type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Plain(Part, Generic[L]):
    """A plain_text object of at most so many characters."""

    type: Literal["plain_text"]
    text: L
    emoji: bool | None = None


class Mrkdwn(Part, Generic[L]):
    """A mrkdwn object of at most so many characters."""

    type: Literal["mrkdwn"]
    text: L
    verbatim: bool | None = None


Words75 = Annotated[Plain[Text75] | Mrkdwn[Text75], Field(discriminator="type")]
Words200 = Annotated[Plain[Text200] | Mrkdwn[Text200], Field(discriminator="type")]
Words300 = Annotated[Plain[Text300] | Mrkdwn[Text300], Field(discriminator="type")]
Words2000 = Annotated[Plain[Text2000] | Mrkdwn[Text2000], Field(discriminator="type")]
Words3000 = Annotated[Plain[Text3000] | Mrkdwn[Text3000], Field(discriminator="type")]


class Confirm(Part):
    """A question asked before an action is sent."""

    title: Plain[Text100]
    text: Words300
    confirm: Plain[Text30]
    deny: Plain[Text30]
    style: Style | None = None


class PlainOption(Part):
    """An option of a select menu."""

    text: Plain[Text75]
    value: Text150
    description: Plain[Text75] | None = None


class MarkedOption(Part):
    """An option of checkboxes or radio buttons, which may be marked up."""

    text: Words75
    value: Text150
    description: Words75 | None = None


class LinkOption(PlainOption):
    """An option of an overflow menu, which may open a page."""

    url: Url | None = None


class OptionGroup(Part):
    """Options under a heading."""

    label: Plain[Text75]
    options: Annotated[list[PlainOption], Field(min_length=1, max_length=100)]


class DispatchConfig(Part):
    """When a text input reports while it is being written in."""

    trigger_actions_on: Annotated[
        list[Literal["on_enter_pressed", "on_character_entered"]], Field(min_length=1)
    ]


class ConversationFilter(Part):
    """Which conversations a menu offers."""

    include: list[Literal["im", "mpim", "private", "public"]] | None = None
    exclude_external_shared_channels: bool | None = None
    exclude_bot_users: bool | None = None


class SlackFile(Part):
    """An image that lies in Slack, by one of its names."""

    id: str | None = None
    url: Url | None = None

    @model_validator(mode="after")
    def _has_one_name(self) -> Self:
        if (self.id is None) == (self.url is None):
            raise ValueError("exactly one of id and url must be given")
        return self


class Pictured(Part):
    """What shows a picture, named by its address or by a file in Slack."""

    alt_text: Text2000
    image_url: Url | None = None
    slack_file: SlackFile | None = None

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.image_url is None) == (self.slack_file is None):
            raise ValueError("exactly one of image_url and slack_file must be given")
        return self
