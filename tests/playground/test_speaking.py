"""Slash commands and messages, between a person and a real Bolt app."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask, Response, jsonify
from parrot import BOARD, CARE, MIRA, PAST, SUE, section

from bot.playground import speaking
from bot.playground.hands import NoAnswer, Slack
from bot.playground.reading import read, read_all
from bot.playground.refusal import Mistaken

Open = Callable[[Flask], Slack]


def answering(respond: Callable[[], object]) -> Flask:
    """Return an app that answers whatever it is sent in one way."""
    app = Flask("answering")
    app.add_url_rule("/slack/events", view_func=respond, methods=["POST"])  # type: ignore[arg-type]
    return app


def test_a_command_is_answered_for_its_user_alone(slack: Slack) -> None:
    (answer,) = slack.type("/echo late yesterday", by="sue", channel="care")
    assert read(answer) == "You said: late yesterday\n[Again] [Loud] [Gone]"
    assert slack.messages("care", "sue") == [answer]
    assert slack.messages("care", "mira") == []


def test_the_app_gets_what_slack_sends(slack: Slack) -> None:
    slack.type("/echo hello", by="Mira Chen", channel="#care")
    (line,) = slack.requests()
    form = dict(line.sent)
    assert form.pop("response_url").startswith(f"{slack.world.url}hooks/T0PLAY/")
    assert form.pop("trigger_id") in slack.world.triggers
    assert form == {
        "token": "playground",
        "team_id": "T0PLAY",
        "team_domain": "playground",
        "channel_id": CARE,
        "channel_name": "care",
        "user_id": MIRA,
        "user_name": "mira",
        "command": "/echo",
        "text": "hello",
        "api_app_id": "A0PLAYAPP",
        "is_enterprise_install": "false",
    }
    assert (line.name, line.status, line.error, line.at) == (
        "/echo",
        200,
        None,
        "2026-11-19T10:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("channel", "named"), [("care", "care"), ("board", "privategroup"), ("dm", "directmessage")]
)
def test_private_places_are_not_named(slack: Slack, channel: str, named: str) -> None:
    slack.type("/raw x", by="sue", channel=channel)
    assert slack.requests()[-1].sent["channel_name"] == named


def test_names_become_mentions_where_the_manifest_says_so(slack: Slack) -> None:
    (escaped,) = slack.type("/echo @mira", by="sue", channel="care")
    (raw,) = slack.type("/raw @mira", by="sue", channel="care")
    assert read_all([escaped, raw]) == ("You said: <@U0MIRA|mira>\n[Again] [Loud] [Gone]\n\n@mira")


def test_nothing_is_said_where_the_app_answers_nothing(slack_of: Open) -> None:
    slack = slack_of(answering(Response))
    assert slack.type("/echo", by="sue", channel="care") == []


def test_an_answer_can_be_for_everybody(slack_of: Open) -> None:
    body = {"response_type": "in_channel", "blocks": [section("*Hear*")], "text": "Hear"}
    slack = slack_of(answering(lambda: jsonify(body)))
    slack.type("/echo", by="sue", channel="care")
    assert read_all(slack.messages("care", "mira")) == "*Hear*"


def hanging(until: threading.Event) -> Flask:
    """Return an app that does not answer before the test is over."""

    def wait() -> Response:
        until.wait()
        return Response()

    return answering(wait)


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """Give an event that is set when the test is over."""
    event = threading.Event()
    yield event
    event.set()


def test_three_seconds_are_all_there_is(slack_of: Open, never: threading.Event) -> None:
    slack = slack_of(hanging(never))
    assert slack.wire.patience == 3.0
    slack.wire.patience = 0.01
    with pytest.raises(NoAnswer, match="operation_timeout"):
        slack.type("/echo", by="sue", channel="care")
    never.set()
    assert read_all(slack.messages("care", "sue")) == (
        '/echo failed with the error "operation_timeout"'
    )
    assert slack.messages("care", "mira") == []


@pytest.mark.parametrize(
    ("respond", "error"),
    [
        (lambda: Response(status=500), "dispatch_failed"),
        (lambda: Response(status=401), "dispatch_failed"),
        (
            lambda: jsonify({"blocks": [{"type": "poem"}]}),
            (
                "invalid_command_response: invalid_blocks: "
                "[ERROR] unsupported type: poem [json-pointer:/blocks/0]"
            ),
        ),
        (lambda: jsonify({"response_type": "ephemeral"}), "invalid_command_response: no_text"),
    ],
)
def test_a_bad_answer_is_shown_as_a_failure(
    slack_of: Open, respond: Callable[[], object], error: str
) -> None:
    slack = slack_of(answering(respond))
    outcome = speaking.type_command(
        slack.world, slack.wire, user="sue", channel="care", command="/echo"
    )
    assert outcome.error == error
    assert read_all(slack.messages("care", "sue")) == f'/echo failed with the error "{error}"'


def test_an_app_that_is_down_is_a_failure(slack: Slack) -> None:
    slack.wire.bot_url = "http://127.0.0.1:9/slack/events"
    with pytest.raises(NoAnswer, match="dispatch_failed"):
        slack.type("/echo", by="sue", channel="care")


def test_a_wrong_signature_is_refused_by_the_app(slack: Slack) -> None:
    slack.wire.signing_secret = "another"
    with pytest.raises(NoAnswer, match="dispatch_failed"):
        slack.type("/echo", by="sue", channel="care")
    assert slack.requests()[-1].status == 401


@pytest.mark.parametrize(
    ("line", "by", "channel", "sentence"),
    [
        ("/nothing", SUE, CARE, "/nothing is not a valid command"),
        ("/echo", "nobody", CARE, "there is no user nobody"),
        ("/echo", SUE, "nowhere", "there is no channel nowhere"),
        ("/echo", MIRA, BOARD, "mira is not in board"),
        ("/echo", SUE, PAST, "past is archived"),
    ],
)
def test_what_nobody_can_type(
    slack: Slack, line: str, by: str, channel: str, sentence: str
) -> None:
    with pytest.raises(Mistaken, match=sentence):
        slack.type(line, by=by, channel=channel)
    assert slack.requests() == []


def test_a_read_only_conversation_takes_neither_words_nor_commands(slack: Slack) -> None:
    slack.world.app = replace(slack.world.app, takes_messages=False)
    with pytest.raises(Mistaken, match="sending messages to this app has been turned off"):
        slack.type("/echo", by="sue", channel="dm")
    with pytest.raises(Mistaken, match="sending messages to this app has been turned off"):
        slack.say("hello", by="sue", channel="dm")


def test_the_app_hears_what_it_is_told(slack: Slack) -> None:
    answers = slack.say("hello & <good> day", by="mira", channel="dm")
    assert read_all(answers) == "message: hello &amp; &lt;good&gt; day"
    event = slack.requests()[-1].sent["event"]
    assert (event["channel_type"], event["user"], event["channel"]) == ("im", MIRA, "D0MIRA")


def test_the_app_hears_its_name_where_it_is(slack: Slack) -> None:
    assert slack.say("hello", by="mira", channel="care") == []
    (answer,) = slack.say("@parrot hello", by="mira", channel="care")
    assert read(answer) == "app_mention: <@U0PLAYBOT> hello"
    assert slack.say("@parrot hello", by="mira", channel="hall") == []


def test_an_answer_in_a_thread_stays_there(slack: Slack) -> None:
    slack.say("a question", by="sue", channel="care")
    (question,) = slack.messages("care", "sue")
    (answer,) = slack.say("@parrot well?", by="mira", channel="care", thread=question)
    assert (answer.thread_ts, answer.is_reply) == (question.ts, True)


def test_files_are_handed_over_with_the_message(slack: Slack) -> None:
    answers = slack.say("two", by="sue", channel="dm", files={"a.csv": "1,2", "b.txt": "b"})
    assert read_all(answers) == "message: two a.csv b.txt"
    event = slack.requests()[-1].sent["event"]
    assert event["subtype"] == "file_share"
    assert [(f["name"], f["mimetype"], f["size"]) for f in event["files"]] == [
        ("a.csv", "text/csv", 3),
        ("b.txt", "text/plain", 1),
    ]


def test_a_message_says_something(slack: Slack) -> None:
    with pytest.raises(Mistaken, match="a message needs a text or a file"):
        slack.say("", by="sue", channel="care")


def test_an_event_that_fails_is_sent_again_at_once(slack_of: Open) -> None:
    statuses = iter([500, 200])
    slack = slack_of(answering(lambda: Response(status=next(statuses))))
    slack.say("hello", by="sue", channel="dm")
    first, second = slack.requests()
    assert (first.status, second.status) == (500, 200)
    assert first.sent == second.sent
    assert slack.wire.last is not None
    assert slack.wire.last.headers["X-Slack-Retry-Num"] == "1"
    assert slack.wire.last.headers["X-Slack-Retry-Reason"] == "http_error"


def test_a_request_can_be_delivered_twice(slack: Slack) -> None:
    slack.type("/raw once", by="sue", channel="care")
    slack.resend()
    first, second = slack.requests()
    assert first.sent == second.sent
    assert len(slack.messages("care", "sue")) == 1


def test_the_oldest_ephemeral_messages_go(slack: Slack) -> None:
    for number in range(31):
        slack.type(f"/raw {number}", by="sue", channel="care")
    slack.type("/raw hers", by="mira", channel="care")
    assert [m.text for m in slack.messages("care", "sue")] == [str(n) for n in range(1, 31)]
    assert [m.text for m in slack.messages("care", "mira")] == ["hers"]


@pytest.mark.parametrize("name", ["olga", "parrot"])
def test_who_has_left_and_who_is_no_person_cannot_act(slack: Slack, name: str) -> None:
    with pytest.raises(Mistaken, match=f"{name} cannot act"):
        slack.say("hello", by=name, channel="care")
