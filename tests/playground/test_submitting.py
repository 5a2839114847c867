"""Forms: filled in, checked, submitted and closed, between a person and a real Bolt app."""

from __future__ import annotations

from typing import Any

import pytest
from parrot import CARE, HALL, MIRA, SUE, field, menu, modal, option, plain, section

from bot.playground import blockkit, submitting
from bot.playground.hands import NoAnswer, Slack
from bot.playground.modals import open_view
from bot.playground.reading import read
from bot.playground.refusal import Mistaken
from bot.playground.world import View


def form_of(slack: Slack, *blocks: dict[str, Any], **more: object) -> View:
    """Put a form in front of Sue."""
    with slack.world.changing():
        content = blockkit.accept_view(slack.world, modal(*blocks, **more))
        return open_view(slack.world, SUE, content)


def test_a_form_is_opened_and_read(slack: Slack) -> None:
    assert slack.type("/form", by="sue", channel="care") == []
    form = slack.modal("sue")
    assert form is not None
    assert read(form) == "# A form\nNote:\nKind:\nCase:"
    assert slack.modal("mira") is None


def test_a_form_goes_when_it_is_taken(slack: Slack) -> None:
    slack.type("/form", by="sue", channel="care")
    assert slack.submit({"note": "fine", "kind": "late"}, by="sue") == {}
    assert slack.modal("sue") is None
    assert [read(m) for m in slack.dms("sue")] == ["Got fine"]


def test_the_app_gets_what_slack_sends_for_a_form(slack: Slack) -> None:
    slack.type("/form", by="sue", channel="care")
    form = slack.modal("sue")
    assert form is not None
    slack.submit({"note": {"note": "fine"}, "kind": {"kind": "late"}}, by="sue")
    sent = dict(slack.requests()[-1].sent)
    assert sent.pop("trigger_id") in slack.world.triggers
    view = sent.pop("view")
    assert sent == {
        "type": "view_submission",
        "team": {"id": "T0PLAY", "domain": "playground"},
        "user": {"id": SUE, "username": "sue", "name": "sue", "team_id": "T0PLAY"},
        "api_app_id": "A0PLAYAPP",
        "token": "playground",
        "enterprise": None,
        "is_enterprise_install": False,
        "response_urls": [],
    }
    assert view["state"]["values"] == {
        "note": {"note": {"type": "plain_text_input", "value": "fine"}},
        "kind": {"kind": {"type": "static_select", "selected_option": option("late")}},
        "case": {"case": {"type": "external_select", "selected_option": None}},
    }
    assert (view["id"], view["hash"], view["callback_id"]) == (form.id, form.hash, "form")
    assert (view["root_view_id"], view["previous_view_id"]) == (form.id, None)


def test_the_apps_errors_stand_beside_the_inputs(slack: Slack) -> None:
    slack.type("/form", by="sue", channel="care")
    assert slack.submit({"note": "bad"}, by="sue") == {"note": "Not that."}
    form = slack.modal("sue")
    assert form is not None
    assert (form.errors, read(form)) == (
        {"note": "Not that."},
        "# A form\nNote: bad\nKind:\nCase:",
    )


def test_a_form_can_be_pushed_and_closed_again(slack: Slack) -> None:
    slack.type("/form", by="sue", channel="care")
    first = slack.modal("sue")
    slack.submit({"note": "more"}, by="sue")
    second = slack.modal("sue")
    assert first is not None
    assert second is not None
    assert (read(second), second.previous_id, second.root_id) == (
        "# A form\nMore",
        first.id,
        first.id,
    )
    slack.close(by="sue")
    assert slack.modal("sue") == first
    slack.close(by="sue")
    assert slack.modal("sue") is None
    assert [read(m) for m in slack.dms("sue")] == ["Closed"]
    assert slack.requests()[-1].sent["is_cleared"] is False


def test_a_form_can_be_changed_or_cleared(slack: Slack) -> None:
    slack.type("/form", by="sue", channel="care")
    slack.submit({"note": "change"}, by="sue")
    changed = slack.modal("sue")
    assert changed is not None
    assert read(changed) == "# A form\nChanged"
    slack.type("/form", by="sue", channel="care")
    slack.submit({"note": "more"}, by="sue")
    slack.close(by="sue")
    slack.submit({"note": "all"}, by="sue")
    assert slack.modal("sue") is None


def test_closing_everything_tells_of_everything(slack: Slack) -> None:
    slack.type("/form", by="sue", channel="care")
    slack.submit({"note": "more"}, by="sue")
    submitting.close(slack.world, slack.wire, user="sue", everything=True)
    assert slack.modal("sue") is None
    (closed,) = [line.sent for line in slack.requests() if line.kind == "view_closed"]
    assert (closed["view"]["callback_id"], closed["is_cleared"]) == ("form", True)


def test_a_view_that_slack_cannot_show_is_a_failure(slack: Slack) -> None:
    slack.type("/form", by="sue", channel="care")
    with pytest.raises(NoAnswer, match="missing required field: title"):
        slack.submit({"note": "broken"}, by="sue")
    assert slack.modal("sue") is not None


TEXT = {"type": "plain_text_input", "action_id": "it", "min_length": 2, "max_length": 4}
NUMBER = {"type": "number_input", "action_id": "it", "is_decimal_allowed": False}
DECIMAL = {
    "type": "number_input",
    "action_id": "it",
    "is_decimal_allowed": True,
    "min_value": "-1.5",
    "max_value": "10",
}
EMAIL = {"type": "email_text_input", "action_id": "it"}
URL = {"type": "url_text_input", "action_id": "it"}
SEVERAL = menu("multi_static_select", "it", "a", "b", "c", max_selected_items=2)
REQUIRED = "Please complete this required field."


@pytest.mark.parametrize(
    ("element", "value", "complaint"),
    [
        (TEXT, "", REQUIRED),
        (TEXT, "a", "Please enter at least 2 characters."),
        (TEXT, "abcde", "Please enter at most 4 characters."),
        (NUMBER, "1.5", "Please enter a whole number."),
        (NUMBER, "one", "Please enter a valid number."),
        (DECIMAL, "-1.6", "Please enter a number that is at least -1.5."),
        (DECIMAL, "10.1", "Please enter a number that is at most 10."),
        (EMAIL, "mira", "Please enter a valid email address."),
        (URL, "mira.example", "Please enter a valid URL."),
        (SEVERAL, [], REQUIRED),
        (SEVERAL, ["a", "b", "c"], "Please select at most 2 items."),
    ],
)
def test_slack_checks_forms_itself(
    slack: Slack, element: dict[str, Any], value: object, complaint: str
) -> None:
    form_of(slack, field("It", element))
    assert slack.submit({"it": value}, by="sue") == {"it": complaint}
    assert slack.requests() == []


@pytest.mark.parametrize(
    ("element", "value"),
    [
        (TEXT, "abcd"),
        (NUMBER, "-3"),
        (NUMBER, 3),
        (DECIMAL, "9.99"),
        (EMAIL, "mira@example.com"),
        (URL, "https://example.com/a?b"),
        (SEVERAL, ["a", "c"]),
    ],
)
def test_what_slack_finds_good_is_sent(
    slack: Slack, element: dict[str, Any], value: object
) -> None:
    note = field("Note", {"type": "plain_text_input", "action_id": "note"}, optional=True)
    form_of(slack, field("It", element), note)
    assert slack.submit({"it": value}, by="sue") == {}
    assert slack.requests()[-1].kind == "view_submission"


def test_an_optional_input_may_stay_empty(slack: Slack) -> None:
    note = field("Note", {"type": "plain_text_input", "action_id": "note"})
    form_of(slack, field("It", TEXT, optional=True), note)
    assert slack.submit({"note": "fine"}, by="sue") == {}


@pytest.mark.parametrize(
    ("element", "state"),
    [
        (
            {"type": "plain_text_input", "initial_value": "x"},
            {"type": "plain_text_input", "value": "x"},
        ),
        (
            {**menu("static_select", "", "a"), "initial_option": option("a")},
            {"type": "static_select", "selected_option": option("a")},
        ),
        (
            {**menu("checkboxes", "", "a"), "initial_options": [option("a")]},
            {"type": "checkboxes", "selected_options": [option("a")]},
        ),
        (
            {"type": "multi_users_select", "initial_users": [MIRA]},
            {"type": "multi_users_select", "selected_users": [MIRA]},
        ),
        (
            {"type": "datepicker", "initial_date": "2026-11-19"},
            {"type": "datepicker", "selected_date": "2026-11-19"},
        ),
    ],
)
def test_what_the_app_proposes_is_filled_in(
    slack: Slack, element: dict[str, Any], state: dict[str, Any]
) -> None:
    note = field("Note", {"type": "plain_text_input", "action_id": "note"})
    form_of(slack, field("It", element | {"action_id": "it"}), note)
    slack.submit({"note": "fine"}, by="sue")
    assert slack.requests()[-1].sent["view"]["state"]["values"]["it"]["it"] == state


def test_a_chosen_conversation_can_be_answered(slack: Slack) -> None:
    place = {
        "type": "conversations_select",
        "action_id": "place",
        "response_url_enabled": True,
    }
    note = field("Note", {"type": "plain_text_input", "action_id": "note"})
    form_of(slack, field("Place", place), note)
    slack.submit({"note": "fine", "place": HALL}, by="sue")
    (given,) = slack.requests()[-1].sent["response_urls"]
    assert (given["channel_id"], given["block_id"], given["action_id"]) == (HALL, "place", "place")


def test_the_state_of_a_block_that_has_gone_is_passed_over(slack: Slack) -> None:
    note = field("Note", {"type": "plain_text_input", "action_id": "note"})
    form_of(slack, note)
    gone = {"old": {"old": {"type": "plain_text_input", "value": "x"}}}
    assert slack.submit({"note": "fine", **gone}, by="sue") == {}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"nothing": "x"}, "there is no nothing to act on here"),
        ({"note": {"nothing": "x"}}, "there is no nothing to act on here"),
        ({"kind": "early"}, "kind has no option 'early'"),
    ],
)
def test_what_cannot_be_filled_in(slack: Slack, values: dict[str, Any], sentence: str) -> None:
    slack.type("/form", by="sue", channel="care")
    with pytest.raises(Mistaken, match=sentence):
        slack.submit(values, by="sue")


def test_there_must_be_a_form_that_can_be_submitted(slack: Slack) -> None:
    with pytest.raises(Mistaken, match="sue has no form open"):
        slack.submit(by="sue")
    form_of(slack, section("Only to read"), submit=None)
    with pytest.raises(Mistaken, match="this form has nothing to submit"):
        slack.submit(by="sue")


def test_pressing_in_a_form_takes_along_what_is_filled_in(slack: Slack) -> None:
    row = {"type": "actions", "block_id": "row", "elements": [menu("static_select", "pick", "a")]}
    note = field("Note", {"type": "plain_text_input", "action_id": "note"})
    form = form_of(slack, note, row, title=plain("Pick"))
    slack.press(form, "pick", by="sue", value="a", values={"note": "typed so far"})
    values = slack.requests()[-1].sent["view"]["state"]["values"]
    assert values["note"]["note"]["value"] == "typed so far"
    assert values["row"]["pick"]["selected_option"] == option("a")
    with pytest.raises(Mistaken, match="note is sent with its form, not by itself"):
        slack.press(form, "note", by="sue", value="x")
    assert slack.messages(CARE) == []


def test_what_was_sent_stays_as_it_was_sent(slack: Slack) -> None:
    slack.type("/form", by="sue", channel="care")
    slack.submit({"note": "bad"}, by="sue")
    slack.submit({"note": "fine"}, by="sue")
    first, second = (line.sent for line in slack.requests() if line.kind == "view_submission")
    notes = [sent["view"]["state"]["values"]["note"]["note"]["value"] for sent in (first, second)]
    assert notes == ["bad", "fine"]
