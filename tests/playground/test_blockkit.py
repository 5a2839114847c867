"""What Slack takes as blocks, and how it words what it does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parrot import actions, button, field, menu, modal, option, plain, raw, section

from bot.playground import blockkit
from bot.playground.clock import Clock
from bot.playground.refusal import Refused
from bot.playground.workspace import Workspace
from bot.playground.world import World

Block = dict[str, Any]
WORLD = World(Workspace((), ()), Clock())


def faults(*blocks: Block) -> list[str]:
    """Return what is wrong with a message of these blocks, each with its place."""
    try:
        blockkit.accept(WORLD, list(blocks))
    except Refused as refused:
        return [_place_first(message) for message in refused.messages]
    return []


def view_faults(view: Block) -> list[str]:
    """Return what is wrong with a view, each with its place."""
    try:
        blockkit.accept_view(WORLD, view)
    except Refused as refused:
        return [_place_first(message) for message in refused.messages]
    return []


def _place_first(message: str) -> str:
    words, _, place = message.removeprefix("[ERROR] ").partition(" [json-pointer:")
    return f"{place.removesuffix(']')} {words}"


def rich(*runs: Block) -> Block:
    """Return a rich_text of one paragraph."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [*runs]}]}


def table(*rows: list[Block], **more: object) -> Block:
    """Return a table."""
    return {"type": "table", "rows": list(rows), **more}


def data_table(*rows: list[Block], **more: object) -> Block:
    """Return a data table."""
    return {"type": "data_table", "caption": "All", "rows": list(rows), **more}


def chart(kind: str = "bar", *names: str, **more: object) -> Block:
    """Return a chart of three months."""
    labels = ["Sep", "Oct", "Nov"]
    data = [{"label": label, "value": number} for number, label in enumerate(labels)]
    series = [{"name": name, "data": data} for name in names or ("Care",)]
    plot = {"type": kind, "series": series, "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": "Trend", "chart": plot | more}


def pie(*values: float) -> Block:
    """Return a pie."""
    segments = [{"label": f"S{n}", "value": value} for n, value in enumerate(values)]
    kind = {"type": "pie", "segments": segments}
    return {"type": "data_visualization", "title": "Share", "chart": kind}


CONFIRM = {
    "title": plain("Sure?"),
    "text": {"type": "mrkdwn", "text": "*Really*"},
    "confirm": plain("Yes"),
    "deny": plain("No"),
    "style": "danger",
}
GROUPS = [{"label": plain("Group"), "options": [option("a")]}]
PICTURE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A"}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": plain("x" * 150)},
        section("x" * 3000),
        {"type": "section", "fields": [plain("x")] * 10},
        section("x") | {"accessory": button("Go", "go") | {"style": "primary", "confirm": CONFIRM}},
        section("x") | {"accessory": PICTURE},
        section("x") | {"accessory": menu("overflow", "more", "a", "b")},
        {"type": "context", "elements": [plain("x"), PICTURE] * 5},
        {"type": "divider"},
        actions(*[button("Go", f"go{number}") for number in range(25)]),
        actions({"type": "button", "text": plain("Go"), "url": "https://example.com"}),
        actions({"type": "static_select", "option_groups": GROUPS, "placeholder": plain("Pick")}),
        actions({**menu("static_select", "it", "a"), "initial_option": option("a")}),
        actions({"type": "datepicker", "initial_date": "2026-11-19"}),
        actions({"type": "timepicker", "initial_time": "09:30"}),
        actions({"type": "datetimepicker", "initial_date_time": 1795082400}),
        field("Note", {"type": "plain_text_input", "action_id": "note", "multiline": True}),
        field("Sum", {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}),
        field("File", {"type": "file_input", "action_id": "f", "max_files": 1}),
        PICTURE | {"title": plain("A")},
        rich(
            {"type": "text", "text": "x", "style": {"bold": True}},
            {"type": "user", "user_id": "U1"},
        ),
        table([raw("a"), rich({"type": "text", "text": "b"})], [raw("c"), raw("d")]),
        table([raw("a")], column_settings=[{"align": "right"}, None]),
        data_table(
            [raw("a")], [{"type": "raw_number", "value": 1.5, "text": "1.5"}], page_size=100
        ),
        chart("line", "Care", "Desk"),
        chart("area"),
        pie(1, 2.5),
    ],
)
def test_what_slack_takes(block: Block) -> None:
    assert faults(block) == []


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ({"type": "poem"}, "/blocks/0 unsupported type: poem"),
        ({"text": plain("x")}, "/blocks/0 missing required field: type"),
        ({"type": "header"}, "/blocks/0 missing required field: text"),
        (
            {"type": "header", "text": plain("x" * 151)},
            "/blocks/0/text/text must be less than 151 characters",
        ),
        (
            {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
            "/blocks/0/text/type Input should be 'plain_text'",
        ),
        (section("x" * 3001), "/blocks/0/text/text must be less than 3001 characters"),
        (section(""), "/blocks/0/text/text must be more than 0 characters"),
        ({"type": "section"}, "/blocks/0 one of text and fields must be given"),
        (section("x") | {"colour": "red"}, "/blocks/0 invalid additional property: colour"),
        (
            section("x") | {"block_id": "x" * 256},
            "/blocks/0/block_id must be less than 256 characters",
        ),
        (
            {"type": "section", "fields": [plain("x")] * 11},
            "/blocks/0/fields no more than 10 items allowed",
        ),
        (
            {"type": "section", "fields": [plain("x" * 2001)]},
            "/blocks/0/fields/0/text must be less than 2001 characters",
        ),
        (
            section("x") | {"accessory": {"type": "plain_text_input", "action_id": "x"}},
            "/blocks/0/accessory unsupported type: plain_text_input",
        ),
        ({"type": "context", "elements": []}, "/blocks/0/elements no fewer than 1 items allowed"),
        (
            {"type": "context", "elements": [plain("x")] * 11},
            "/blocks/0/elements no more than 10 items allowed",
        ),
        (
            actions(*[button("Go", f"go{number}") for number in range(26)]),
            "/blocks/0/elements no more than 25 items allowed",
        ),
        (
            actions(button("x" * 76, "go")),
            "/blocks/0/elements/0/text/text must be less than 76 characters",
        ),
        (
            actions(button("Go", "go", "x" * 2001)),
            "/blocks/0/elements/0/value must be less than 2001 characters",
        ),
        (
            actions(button("Go", "x" * 256)),
            "/blocks/0/elements/0/action_id must be less than 256 characters",
        ),
        (
            actions(button("Go", "go") | {"style": "loud"}),
            "/blocks/0/elements/0/style Input should be 'primary' or 'danger'",
        ),
        (
            actions(button("Go", "go") | {"confirm": CONFIRM | {"deny": plain("x" * 31)}}),
            "/blocks/0/elements/0/confirm/deny/text must be less than 31 characters",
        ),
        (
            actions({"type": "button", "action_id": "go"}),
            "/blocks/0/elements/0 missing required field: text",
        ),
        (
            actions({"type": "static_select", "action_id": "it"}),
            "/blocks/0/elements/0 exactly one of options and option_groups must be given",
        ),
        (
            actions({**menu("static_select", "it", "a"), "initial_option": option("b")}),
            "/blocks/0/elements/0 initial options must be among the options",
        ),
        (
            actions(menu("static_select", "it", *(f"v{n}" for n in range(101)))),
            "/blocks/0/elements/0/options no more than 100 items allowed",
        ),
        (
            actions(menu("static_select", "it", "x" * 76)),
            "/blocks/0/elements/0/options/0/text/text must be less than 76 characters",
        ),
        (
            actions(menu("checkboxes", "it", *(f"v{n}" for n in range(11)))),
            "/blocks/0/elements/0/options no more than 10 items allowed",
        ),
        (
            actions(menu("overflow", "it", *"abcdef")),
            "/blocks/0/elements/0/options no more than 5 items allowed",
        ),
        (
            actions(menu("static_select", "it", "a", placeholder=plain("x" * 151))),
            "/blocks/0/elements/0/placeholder/text must be less than 151 characters",
        ),
        (
            actions({"type": "datepicker", "initial_date": "19.11.2026"}),
            r"/blocks/0/elements/0/initial_date String should match pattern '^\d{4}-\d{2}-\d{2}$'",
        ),
        (
            actions({"type": "plain_text_input", "action_id": "x"}),
            "/blocks/0/elements/0 unsupported type: plain_text_input",
        ),
        (
            field("Go", button("Go", "go")),
            "/blocks/0/element unsupported type: button",
        ),
        (
            field("x" * 2001, {"type": "plain_text_input", "action_id": "x"}),
            "/blocks/0/label/text must be less than 2001 characters",
        ),
        (
            {"type": "image", "alt_text": "A"},
            "/blocks/0 exactly one of image_url and slack_file must be given",
        ),
        (rich({"type": "text"}), "/blocks/0/elements/0/elements/0 missing required field: text"),
        (
            {"type": "alert", "text": plain("Look")},
            "/blocks/0 unsupported type: alert",
        ),
        (table([raw("")]), "/blocks/0/rows/0/0/text must be more than 0 characters"),
        (table([raw("a")] * 21), "/blocks/0/rows/0 no more than 20 items allowed"),
        (table(*[[raw("a")]] * 101), "/blocks/0/rows no more than 100 items allowed"),
        (
            table([raw("a"), raw("b")], [raw("c")]),
            "/blocks/0 all rows must have the same number of cells",
        ),
        (
            table(*[[raw("x" * 101)]] * 100),
            "/blocks no more than 10000 characters allowed in all table cells",
        ),
        (data_table([raw("a")]), "/blocks/0/rows no fewer than 2 items allowed"),
        (data_table(*[[raw("a")]] * 102), "/blocks/0/rows no more than 101 items allowed"),
        (
            data_table([rich({"type": "text", "text": "a"})], [raw("b")]),
            "/blocks/0 header cells must not be rich_text",
        ),
        (
            data_table([raw("a")], [raw("b")], page_size=101),
            "/blocks/0/page_size Input should be less than or equal to 100",
        ),
        (
            data_table([raw("a")], [raw("b")], row_header_column_index=1),
            "/blocks/0 row_header_column_index must name a column",
        ),
        (
            data_table([raw("a")], [raw("b")], caption=""),
            "/blocks/0/caption must be more than 0 characters",
        ),
        (chart() | {"title": "x" * 51}, "/blocks/0/title must be less than 51 characters"),
        (chart("bar", *"abcdefg"), "/blocks/0/chart/series no more than 6 items allowed"),
        (chart("bar", "a", "a"), "/blocks/0/chart series must have unique names"),
        (
            chart(axis_config={"categories": ["Sep", "Oct"]}),
            "/blocks/0/chart every series must have one data point for each category",
        ),
        (chart("radar"), "/blocks/0/chart unsupported type: radar"),
        (pie(*range(1, 8)), "/blocks/0/chart/segments no more than 6 items allowed"),
        (pie(1, 0), "/blocks/0/chart/segments/1/value Input should be greater than 0"),
    ],
)
def test_what_slack_refuses(block: Block, fault: str) -> None:
    assert faults(block) == [fault]


def test_a_message_has_fifty_blocks_at_most() -> None:
    divider = {"type": "divider"}
    assert faults(*[divider] * 50) == []
    assert faults(*[divider] * 51) == ["/blocks no more than 50 items allowed"]


def test_every_fault_is_named() -> None:
    assert faults(section(""), {"type": "poem"}, section("x")) == [
        "/blocks/0/text/text must be more than 0 characters",
        "/blocks/1 unsupported type: poem",
    ]


def test_ids_occur_once() -> None:
    twice = {"type": "divider", "block_id": "a"}
    assert faults(twice, twice) == ["/blocks/1/block_id block_id `a` must be unique"]
    assert faults(actions(button("1", "go"), button("2", "go"))) == [
        "/blocks/0 action_id `go` must be unique in its block"
    ]
    assert faults(actions(button("1", "go")), section("x") | {"accessory": button("2", "go")}) == []


def test_charts_and_tables_are_counted() -> None:
    assert faults(chart(), pie(1)) == []
    assert faults(chart(), pie(1), chart()) == [
        "/blocks no more than 2 data_visualization blocks allowed"
    ]
    one = table([raw("a")])
    with pytest.raises(Refused) as caught:
        blockkit.accept(WORLD, [one, one])
    assert caught.value.sentence == "invalid_attachments: [ERROR] only_one_table_allowed"


def test_a_modal_may_warn_and_a_home_tab_may_not() -> None:
    warning = {"type": "alert", "level": "warning", "text": plain("Look")}
    assert view_faults(modal(warning)) == []
    assert view_faults(modal(warning | {"text": plain("x" * 201)})) == [
        "/view/blocks/0/text/text must be less than 201 characters"
    ]
    assert view_faults({"type": "home", "blocks": [warning]}) == [
        "/view/blocks/0 unsupported type: alert"
    ]


@pytest.mark.parametrize("name", ["title", "submit", "close"])
def test_the_words_of_a_modals_frame_are_short(name: str) -> None:
    assert view_faults(modal(**{name: plain("x" * 24)})) == []
    assert view_faults(modal(**{name: plain("x" * 25)})) == [
        f"/view/{name}/text must be less than 25 characters"
    ]


@pytest.mark.parametrize(
    ("name", "longest"), [("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)]
)
def test_what_a_view_carries_is_limited(name: str, longest: int) -> None:
    assert view_faults(modal(**{name: "x" * longest})) == []
    assert view_faults(modal(**{name: "x" * (longest + 1)})) == [
        f"/view/{name} must be less than {longest + 1} characters"
    ]


def test_given_blocks_are_left_as_they_are() -> None:
    mine = actions(button("Go", "go"), {"type": "button", "text": plain("Stop")})
    (accepted,) = blockkit.accept(WORLD, [mine])
    assert "action_id" not in mine["elements"][1]
    assert accepted["elements"][1].pop("action_id")
    assert accepted == mine


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "text", "elements", "rows", "x"]), inner, max_size=3
            )
        ),
        max_leaves=8,
    )
)
def test_whatever_is_no_block_is_refused_in_words(junk: object) -> None:
    with pytest.raises(Refused) as caught:
        blockkit.accept(WORLD, [junk, {"type": "divider"}])  # type: ignore[list-item]
    assert caught.value.code == "invalid_blocks"
    assert all(m.startswith("[ERROR] ") and m.endswith("]") for m in caught.value.messages)
