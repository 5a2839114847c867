"""The table, data_table and data_visualization blocks.

Source: docs.slack.dev/reference/block-kit/blocks, one page each.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .composition import Part, Text20, Text50, Text255
from .richtext import RichText

COLUMNS = 20
Finite = Annotated[int | float, Field(allow_inf_nan=False)]


class RawText(Part):
    """A cell of plain text; an empty one is refused."""

    type: Literal["raw_text"]
    text: Annotated[str, Field(min_length=1)]


class RawNumber(Part):
    """A cell with a number, sorted by its value and shown as its text."""

    type: Literal["raw_number"]
    value: Finite
    text: Annotated[str, Field(min_length=1)] | None = None


Cell = Annotated[RawText | RawNumber | RichText, Field(discriminator="type")]
Row = Annotated[list[Cell], Field(min_length=1, max_length=COLUMNS)]


class ColumnSettings(Part):
    """How one column is set."""

    align: Literal["left", "center", "right"] | None = None
    is_wrapped: bool | None = None


class Table(Part):
    """A table that is only looked at."""

    type: Literal["table"]
    block_id: Text255 | None = None
    rows: Annotated[list[Row], Field(min_length=1, max_length=100)]
    column_settings: Annotated[list[ColumnSettings | None], Field(max_length=COLUMNS)] | None = None

    @model_validator(mode="after")
    def _is_rectangular(self) -> Self:
        _check_lengths(self.rows)
        return self


class DataTable(Part):
    """A table that is paged, sorted and filtered; its first row is the header."""

    type: Literal["data_table"]
    block_id: Text255 | None = None
    caption: Annotated[str, Field(min_length=1)]
    rows: Annotated[list[Row], Field(min_length=2, max_length=101)]
    page_size: Annotated[int, Field(ge=1, le=100)] | None = None
    row_header_column_index: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _is_rectangular(self) -> Self:
        _check_lengths(self.rows)
        if any(isinstance(cell, RichText) for cell in self.rows[0]):
            raise ValueError("header cells must not be rich_text")
        if (self.row_header_column_index or 0) >= len(self.rows[0]):
            raise ValueError("row_header_column_index must name a column")
        return self


class Point(Part):
    """A value in a series."""

    label: Text20
    value: Finite


class Segment(Part):
    """A slice of a pie."""

    label: Text20
    value: Annotated[int | float, Field(gt=0, allow_inf_nan=False)]


class Series(Part):
    """A named row of values."""

    name: Text20
    data: Annotated[list[Point], Field(min_length=1, max_length=20)]


class Axis(Part):
    """The categories along the x axis, in order, and what the axes are called."""

    categories: Annotated[list[Text20], Field(min_length=1, max_length=20)]
    x_label: Text50 | None = None
    y_label: Text50 | None = None


class Pie(Part):
    """A pie chart."""

    type: Literal["pie"]
    segments: Annotated[list[Segment], Field(min_length=1, max_length=6)]


class Plot(Part):
    """A chart with axes; each series has one point for each category."""

    type: Literal["bar", "line", "area"]
    series: Annotated[list[Series], Field(min_length=1, max_length=6)]
    axis_config: Axis

    @model_validator(mode="after")
    def _covers_the_categories(self) -> Self:
        if max(Counter(one.name for one in self.series).values()) > 1:
            raise ValueError("series must have unique names")
        wanted = Counter(self.axis_config.categories)
        if any(Counter(point.label for point in one.data) != wanted for one in self.series):
            raise ValueError("every series must have one data point for each category")
        return self


class Chart(Part):
    """A chart with its title."""

    type: Literal["data_visualization"]
    block_id: Text255 | None = None
    title: Text50
    chart: Annotated[Pie | Plot, Field(discriminator="type")]


def characters(value: object) -> int:
    """Count the characters of every `text` in a piece of JSON."""
    return sum(len(text) for text in texts(value))


def texts(value: object) -> Iterator[str]:
    """Yield every `text` in a piece of JSON."""
    if isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key == "text" and isinstance(one, str):
                yield one
            else:
                yield from texts(one)


def _check_lengths(rows: list[Row]) -> None:
    if any(len(row) != len(rows[0]) for row in rows):
        raise ValueError("all rows must have the same number of cells")
