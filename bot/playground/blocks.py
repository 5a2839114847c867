"""Block Kit's blocks, modals and home tabs (docs.slack.dev/reference/block-kit/blocks, /views)."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .composition import (
    Mrkdwn,
    Part,
    Pictured,
    Plain,
    Text24,
    Text150,
    Text255,
    Text2000,
    Text3000,
    Words200,
    Words2000,
    Words3000,
)
from .elements import Accessory, Action, Image, Input
from .richtext import RichText
from .tables import Chart, DataTable, Table


class Block(Part):
    """What every block may have."""

    block_id: Text255 | None = None


class Header(Block):
    """A heading."""

    type: Literal["header"]
    text: Plain[Text150]


class Section(Block):
    """Text, or up to ten short texts in two columns, and an element beside them."""

    type: Literal["section"]
    text: Words3000 | None = None
    fields: Annotated[list[Words2000], Field(min_length=1, max_length=10)] | None = None
    accessory: Accessory | None = None
    expand: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and self.fields is None:
            raise ValueError("one of text and fields must be given")
        return self


SmallPrint = Annotated[Plain[Text3000] | Mrkdwn[Text3000] | Image, Field(discriminator="type")]


class Context(Block):
    """Small print and small pictures."""

    type: Literal["context"]
    elements: Annotated[list[SmallPrint], Field(min_length=1, max_length=10)]


class Divider(Block):
    """A line across."""

    type: Literal["divider"]


class Actions(Block):
    """A row of elements that report to the app."""

    type: Literal["actions"]
    elements: Annotated[list[Action], Field(min_length=1, max_length=25)]


class InputBlock(Block):
    """A labelled element that a form collects."""

    type: Literal["input"]
    label: Plain[Text2000]
    element: Input
    hint: Plain[Text2000] | None = None
    optional: bool | None = None
    dispatch_action: bool | None = None


class Picture(Block, Pictured):
    """A picture with a title."""

    type: Literal["image"]
    title: Plain[Text2000] | None = None


class Alert(Block):
    """A notice that stands out."""

    type: Literal["alert"]
    text: Words200
    level: Literal["default", "info", "warning", "error", "success"] | None = None


_Everywhere = Header | Section | Context | Divider | Actions | InputBlock | Picture | RichText
MessageBlock = Annotated[_Everywhere | Table | DataTable | Chart, Field(discriminator="type")]
ModalBlock = Annotated[_Everywhere | Alert, Field(discriminator="type")]
HomeBlock = Annotated[_Everywhere, Field(discriminator="type")]


class Message(Part):
    """The blocks of a message."""

    blocks: Annotated[list[MessageBlock], Field(max_length=50)]


class View(Part):
    """What a modal and a home tab have in common."""

    callback_id: Annotated[str, Field(max_length=255)] | None = None
    external_id: Annotated[str, Field(max_length=255)] | None = None
    private_metadata: Annotated[str, Field(max_length=3000)] | None = None


class Modal(View):
    """A form in front of everything else; with inputs it needs a button to submit them."""

    type: Literal["modal"]
    title: Plain[Text24]
    blocks: Annotated[list[ModalBlock], Field(max_length=100)]
    close: Plain[Text24] | None = None
    submit: Plain[Text24] | None = None
    clear_on_close: bool | None = None
    notify_on_close: bool | None = None
    submit_disabled: bool | None = None

    @model_validator(mode="after")
    def _can_be_submitted(self) -> Self:
        if self.submit is None and any(isinstance(b, InputBlock) for b in self.blocks):
            raise ValueError("submit is required when there are input blocks")
        return self


class Home(View):
    """An app's home tab."""

    type: Literal["home"]
    blocks: Annotated[list[HomeBlock], Field(max_length=100)]
