"""Block Kit's menus, in which one or several things are chosen.

Source: docs.slack.dev/reference/block-kit/block-elements, select-menu and multi-select-menu.
"""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .composition import (
    Confirm,
    ConversationFilter,
    MarkedOption,
    OptionGroup,
    Part,
    Plain,
    PlainOption,
    Text150,
    Text255,
)

Count = Annotated[int, Field(ge=1)]


class Active(Part):
    """An element that reports to the app."""

    action_id: Text255 | None = None


class Chooser(Active):
    """An element in which something is chosen."""

    confirm: Confirm | None = None
    focus_on_load: bool | None = None


class Menu(Chooser):
    """A menu with a word or two where nothing is chosen yet."""

    placeholder: Plain[Text150] | None = None


class StaticMenu(Menu):
    """A menu that brings its own options, in groups or without."""

    options: Annotated[list[PlainOption], Field(min_length=1, max_length=100)] | None = None
    option_groups: Annotated[list[OptionGroup], Field(min_length=1, max_length=100)] | None = None

    def proposed(self) -> Sequence[PlainOption]:
        """Return what is chosen to begin with."""
        return ()

    @model_validator(mode="after")
    def _has_options(self) -> Self:
        if (self.options is None) == (self.option_groups is None):
            raise ValueError("exactly one of options and option_groups must be given")
        grouped = [option for group in self.option_groups or () for option in group.options]
        check_offered(self.options or grouped, self.proposed())
        return self


class StaticSelect(StaticMenu):
    """A menu of options."""

    type: Literal["static_select"]
    initial_option: PlainOption | None = None

    def proposed(self) -> Sequence[PlainOption]:
        """Return what is chosen to begin with."""
        return [self.initial_option] if self.initial_option else ()


class ExternalSelect(Menu):
    """A menu that asks the app for its options while the user types."""

    type: Literal["external_select"]
    initial_option: PlainOption | None = None
    min_query_length: Annotated[int, Field(ge=0)] | None = None


class UsersSelect(Menu):
    """A menu of people."""

    type: Literal["users_select"]
    initial_user: str | None = None


class ConversationsSelect(Menu):
    """A menu of conversations."""

    type: Literal["conversations_select"]
    initial_conversation: str | None = None
    default_to_current_conversation: bool | None = None
    response_url_enabled: bool | None = None
    filter: ConversationFilter | None = None


class ChannelsSelect(Menu):
    """A menu of public channels."""

    type: Literal["channels_select"]
    initial_channel: str | None = None
    response_url_enabled: bool | None = None


class MultiStaticSelect(StaticMenu):
    """A menu of options of which several can be chosen."""

    type: Literal["multi_static_select"]
    initial_options: Annotated[list[PlainOption], Field(min_length=1)] | None = None
    max_selected_items: Count | None = None

    def proposed(self) -> Sequence[PlainOption]:
        """Return what is chosen to begin with."""
        return self.initial_options or ()


class MultiExternalSelect(Menu):
    """A menu that asks the app for options of which several can be chosen."""

    type: Literal["multi_external_select"]
    initial_options: Annotated[list[PlainOption], Field(min_length=1)] | None = None
    min_query_length: Annotated[int, Field(ge=0)] | None = None
    max_selected_items: Count | None = None


class MultiUsersSelect(Menu):
    """A menu of people of whom several can be chosen."""

    type: Literal["multi_users_select"]
    initial_users: list[str] | None = None
    max_selected_items: Count | None = None


class MultiConversationsSelect(Menu):
    """A menu of conversations of which several can be chosen."""

    type: Literal["multi_conversations_select"]
    initial_conversations: list[str] | None = None
    default_to_current_conversation: bool | None = None
    filter: ConversationFilter | None = None
    max_selected_items: Count | None = None


class MultiChannelsSelect(Menu):
    """A menu of public channels of which several can be chosen."""

    type: Literal["multi_channels_select"]
    initial_channels: list[str] | None = None
    max_selected_items: Count | None = None


Select = StaticSelect | ExternalSelect | UsersSelect | ConversationsSelect | ChannelsSelect
MultiSelect = (
    MultiStaticSelect
    | MultiExternalSelect
    | MultiUsersSelect
    | MultiConversationsSelect
    | MultiChannelsSelect
)


def check_offered(
    options: Sequence[PlainOption | MarkedOption], proposed: Sequence[PlainOption | MarkedOption]
) -> None:
    """Raise ValueError where a proposed option is not exactly one of those on offer."""
    if any(option not in options for option in proposed):
        raise ValueError("initial options must be among the options")
