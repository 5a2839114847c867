"""Block Kit's elements (docs.slack.dev/reference/block-kit/block-elements)."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .composition import (
    Confirm,
    DispatchConfig,
    LinkOption,
    MarkedOption,
    Pictured,
    Plain,
    Style,
    Text75,
    Text150,
    Text3000,
    Url,
)
from .menus import Active, Chooser, Menu, MultiSelect, Select, check_offered

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Number = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]
Length = Annotated[int, Field(ge=0, le=3000)]


class Image(Pictured):
    """A picture beside text."""

    type: Literal["image"]


class Button(Active):
    """A button; with a url it opens a page and reports all the same."""

    type: Literal["button"]
    text: Plain[Text75]
    value: Annotated[str, Field(max_length=2000)] | None = None
    url: Url | None = None
    style: Style | None = None
    confirm: Confirm | None = None
    accessibility_label: Text75 | None = None


class Overflow(Active):
    """A menu behind three dots."""

    type: Literal["overflow"]
    options: Annotated[list[LinkOption], Field(min_length=1, max_length=5)]
    confirm: Confirm | None = None


class Ticks(Chooser):
    """Checkboxes."""

    type: Literal["checkboxes"]
    options: Annotated[list[MarkedOption], Field(min_length=1, max_length=10)]
    initial_options: Annotated[list[MarkedOption], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _proposes_its_own(self) -> Self:
        check_offered(self.options, self.initial_options or ())
        return self


class Radio(Chooser):
    """Radio buttons."""

    type: Literal["radio_buttons"]
    options: Annotated[list[MarkedOption], Field(min_length=1, max_length=10)]
    initial_option: MarkedOption | None = None

    @model_validator(mode="after")
    def _proposes_its_own(self) -> Self:
        check_offered(self.options, [self.initial_option] if self.initial_option else ())
        return self


class DatePicker(Menu):
    """A day, written YYYY-MM-DD."""

    type: Literal["datepicker"]
    initial_date: Day | None = None


class TimePicker(Menu):
    """A time of day, written HH:mm."""

    type: Literal["timepicker"]
    initial_time: Hour | None = None
    timezone: str | None = None


class DateTimePicker(Chooser):
    """A moment, in seconds since 1970."""

    type: Literal["datetimepicker"]
    initial_date_time: Annotated[int, Field(ge=10**9, lt=10**10)] | None = None


class Writing(Active):
    """An element that is written in."""

    placeholder: Plain[Text150] | None = None
    dispatch_action_config: DispatchConfig | None = None
    focus_on_load: bool | None = None


class TextInput(Writing):
    """A line, or many."""

    type: Literal["plain_text_input"]
    initial_value: Text3000 | None = None
    multiline: bool | None = None
    min_length: Length | None = None
    max_length: Annotated[Length, Field(ge=1)] | None = None


class EmailInput(Writing):
    """An e-mail address."""

    type: Literal["email_text_input"]
    initial_value: str | None = None


class UrlInput(Writing):
    """A web address."""

    type: Literal["url_text_input"]
    initial_value: str | None = None


class NumberInput(Writing):
    """A number; its limits are written as strings."""

    type: Literal["number_input"]
    is_decimal_allowed: bool
    initial_value: Number | None = None
    min_value: Number | None = None
    max_value: Number | None = None


class FileInput(Active):
    """Files to be handed in."""

    type: Literal["file_input"]
    filetypes: list[str] | None = None
    max_files: Annotated[int, Field(ge=1, le=10)] | None = None


Choice = Select | MultiSelect | Ticks | Radio | DatePicker | TimePicker
Accessory = Annotated[Image | Button | Overflow | Choice, Field(discriminator="type")]
Action = Annotated[Button | Overflow | DateTimePicker | Choice, Field(discriminator="type")]
Input = Annotated[
    Choice | DateTimePicker | TextInput | EmailInput | UrlInput | NumberInput | FileInput,
    Field(discriminator="type"),
]
