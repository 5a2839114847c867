"""The rich_text block (docs.slack.dev/reference/block-kit/blocks/rich-text-block)."""

from typing import Annotated, Literal

from pydantic import Field

from .composition import Part, Text255, Url


class Look(Part):
    """How a run of text looks."""

    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    code: bool | None = None
    underline: bool | None = None
    highlight: bool | None = None
    client_highlight: bool | None = None
    unlink: bool | None = None


class Run(Part):
    """A run of text."""

    type: Literal["text"]
    text: Annotated[str, Field(min_length=1)]
    style: Look | None = None


class Link(Part):
    """A link, shown as its text or as its address."""

    type: Literal["link"]
    url: Url
    text: str | None = None
    unsafe: bool | None = None
    style: Look | None = None


class UserMention(Part):
    """A mention of a person."""

    type: Literal["user"]
    user_id: str
    style: Look | None = None


class GroupMention(Part):
    """A mention of a user group."""

    type: Literal["usergroup"]
    usergroup_id: str
    style: Look | None = None


class ChannelMention(Part):
    """A mention of a channel."""

    type: Literal["channel"]
    channel_id: str
    style: Look | None = None


class Emoji(Part):
    """An emoji by its name, without colons."""

    type: Literal["emoji"]
    name: str
    unicode: str | None = None
    skin_tone: int | None = None
    style: Look | None = None


class Broadcast(Part):
    """A mention of everybody."""

    type: Literal["broadcast"]
    range: Literal["here", "channel", "everyone"]


class Moment(Part):
    """A moment in the reader's time zone."""

    type: Literal["date"]
    timestamp: int
    format: str
    url: Url | None = None
    fallback: str | None = None
    style: Look | None = None


class Color(Part):
    """A colour swatch."""

    type: Literal["color"]
    value: str


Inline = Annotated[
    Run | Link | UserMention | GroupMention | ChannelMention | Emoji | Broadcast | Moment | Color,
    Field(discriminator="type"),
]


class Section(Part):
    """A paragraph."""

    type: Literal["rich_text_section"]
    elements: list[Inline]


class List(Part):
    """A list of paragraphs."""

    type: Literal["rich_text_list"]
    style: Literal["bullet", "ordered"]
    elements: list[Section]
    indent: Annotated[int, Field(ge=0, le=8)] | None = None
    offset: Annotated[int, Field(ge=0)] | None = None
    border: Literal[0, 1] | None = None


class Preformatted(Part):
    """A block of code."""

    type: Literal["rich_text_preformatted"]
    elements: list[Inline]
    border: Literal[0, 1] | None = None
    language: str | None = None


class Quote(Part):
    """A quotation."""

    type: Literal["rich_text_quote"]
    elements: list[Inline]
    border: Literal[0, 1] | None = None


class RichText(Part):
    """Text with all that Slack's own editor can do."""

    type: Literal["rich_text"]
    block_id: Text255 | None = None
    elements: list[Annotated[Section | List | Preformatted | Quote, Field(discriminator="type")]]
