"""What did not arrive, as HR finds it on App Home and by /team, and sets it right."""

from __future__ import annotations

import pytest
from mailing import in_care
from office import ADA, ANN, CARE, LEE, NOW, OTHER, SUE, WANG, WORKSPACE, Office, lines_of
from sqlmodel import select

from bot import outbox
from bot.models import Delivery, Person
from bot.outbox import Post

HEAD = "⚠️ 1 message did not arrive"
GONE = (
    "That channel is gone, or it is private and I was not invited. Invite me, or choose another "
    "with `/team channel #care` and send this there: `/team retry 1 #care`"
)
INVITE = f"I am not in <#{CARE}>. Invite me there, then try again."
ARCHIVED = (
    "That channel is archived. Bring it back, or choose another with `/team channel #care` and "
    "send this there: `/team retry 1 #care`"
)
LOCKED = "That channel's settings do not let me post. A channel admin can allow it."
SCOPE = (
    "Slack says that I lack a permission (`missing_scope`). Whoever runs this bot installs the "
    "app again from its manifest."
)
TOKEN = (
    "Slack no longer takes the token I was given (`{}`). Whoever runs this bot installs the app "
    "again and gives me the new one."
)
EDIT = (
    "The message that this was to put right is gone, or can no longer be changed. Tell the "
    "person yourself."
)
OURS = "I stumbled over it myself. Whoever runs this bot finds the reason in the log."
LEFT = (
    "Slack knows nobody there whom I could write to. If the person has left: `/team remove @mira`"
)
LOOK = (
    "Slack did not say whether it was posted, and I could not find out. Look there, "
    "then press what is so."
)


def plan(
    office: Office,
    *,
    to: str = CARE,
    key: str = "month_end:2026-11:team:1",
    state: str = outbox.FAILED,
    error: str = "",
    edits: str = "",
) -> None:
    """Plan a message and leave it as an attempt left it."""
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "The month is out."}}
    post = Post(key, to, "The month is out.", [block], NOW, edits)
    with office.desk.database.writing() as session:
        outbox.plan(session, workspace=WORKSPACE, posts=[post], at=NOW)
        row = session.exec(select(Delivery).where(Delivery.key == key)).one()
        row.state, row.error, row.attempt = state, error, 1
        session.add(row)


def home(office: Office, user: str = ADA) -> list[str]:
    return list(lines_of(office.slack.home(user).content["blocks"]))


def pressed(office: Office, button: str, *, by: str = ADA) -> str:
    """Press a button of the home tab; return what the window says that opens."""
    office.slack.press(office.slack.home(by), button, by=by)
    view = office.slack.modal(by)
    assert view is not None
    return "\n".join(lines_of(view.content["blocks"]))


def state(office: Office) -> str:
    with office.reading() as session:
        return str(session.get_one(Delivery, (WORKSPACE, 1)).state)


def test_what_failed_is_told_and_tried_again(office: Office) -> None:
    plan(office, error="not_in_channel")
    assert home(office)[:3] == [
        HEAD,
        f"1 · A month-end post, to *<#{CARE}>* (Care) · Thu 19 Nov 10:00\n{INVITE}",
        "[Try again]",
    ]
    assert pressed(office, "Try again") == (
        f"Message 1 goes to *<#{CARE}>* within seconds. If it does not arrive, you see it "
        "here again."
    )
    assert HEAD not in home(office)
    office.wait("+1s")
    assert in_care(office) == ["The month is out."]
    assert state(office) == outbox.SENT


def test_what_is_tried_again_is_of_use_again(office: Office) -> None:
    plan(office, error="not_in_channel")
    with office.desk.database.writing() as session:
        session.get_one(Delivery, (WORKSPACE, 1)).lapses = NOW
    pressed(office, "Try again")
    office.wait("+1s")
    assert in_care(office) == ["The month is out."]


def test_what_nobody_knows_of_was_there(office: Office) -> None:
    plan(office, to=ANN, key="entry:1", state=outbox.NEEDS_REVIEW, error="missing_scope")
    assert home(office)[:3] == [
        HEAD,
        f"1 · News of an entry, to *Ann Reed* · Thu 19 Nov 10:00\n{LOOK}",
        "[It arrived] [Send it again]",
    ]
    assert pressed(office, "It arrived") == (
        "✓ Noted: message 1 reached *Ann Reed*. It is not sent again."
    )
    assert HEAD not in home(office)
    office.wait("+1m")
    assert office.dms(ANN) == []


def test_what_nobody_knows_of_is_sent_again_when_it_is_missing(office: Office) -> None:
    plan(office, to=ANN, key="entry:1", state=outbox.NEEDS_REVIEW, error="too_many_messages")
    (block,) = (
        block for block in office.slack.home(ADA).content["blocks"] if block["type"] == "actions"
    )
    sure = block["elements"][1]["confirm"]["text"]["text"]
    assert sure == "If it arrived after all, it will be there twice."
    pressed(office, "Send it again")
    office.wait("+1s")
    assert office.dms(ANN) == ["The month is out."]


@pytest.mark.parametrize(
    ("to", "error", "words"),
    [
        (CARE, "channel_not_found", GONE),
        (CARE, "is_archived", ARCHIVED),
        (CARE, "restricted_action", LOCKED),
        (ANN, "user_disabled", LEFT),
        (ANN, "channel_not_found", LEFT),
        (ANN, "missing_scope", SCOPE),
        (CARE, "account_inactive", TOKEN.format("account_inactive")),
        (CARE, "invalid_auth", TOKEN.format("invalid_auth")),
        (CARE, "token_revoked", TOKEN.format("token_revoked")),
        (CARE, "message_not_found", EDIT),
        (CARE, "unexpected", OURS),
        (CARE, "msg_too_long", "Slack said `msg_too_long`. Tell whoever runs this bot."),
    ],
)
def test_every_error_says_what_to_do(office: Office, to: str, error: str, words: str) -> None:
    plan(office, to=to, error=error)
    assert home(office)[1].splitlines()[1] == words


def test_it_is_said_in_chinese(office: Office) -> None:
    with office.desk.database.writing() as session:
        person = session.get_one(Person, (WORKSPACE, WANG))
        person.hr = True
        session.add(person)
    plan(office, error="not_in_channel")
    plan(office, to=ANN, key="entry:9", state=outbox.NEEDS_REVIEW)
    assert office.type("/team 未送达", by=WANG) == (
        "⚠️ 2 条消息没有送达\n"
        "2 · 发给 *Ann Reed* 的记录通知 · 11月19日 周四 10:00\n"
        "Slack 没有说是否已发出，我也查不到。请去看一眼，再按实际情况选择。\n"
        "[已送达] [再发一次]\n"
        f"1 · 发给 *<#{CARE}>* 的月末消息 (Care) · 11月19日 周四 10:00\n"
        f"我不在 <#{CARE}> 里。请先邀请我，再重发。\n"
        "[重发]"
    )
    assert office.type("/team 已送达 2", by=WANG) == (
        "✓ 已记下：消息 2 已送达 *Ann Reed* ，不再重发。"
    )


def test_a_post_may_go_to_another_channel(office: Office) -> None:
    plan(office, error="is_archived")
    told = office.type(f"/team retry 1 <#{OTHER}|other>", by=ADA)
    assert told.startswith(f"Message 1 goes to *<#{OTHER}>* within seconds.")
    office.wait("+1s")
    assert [message.text for message in office.slack.messages(OTHER)] == ["The month is out."]
    assert "The month is out." not in in_care(office)


def test_what_is_for_one_person_goes_to_no_channel(office: Office) -> None:
    plan(office, to=ANN, key="entry:1", error="user_not_found")
    assert office.type(f"/team retry 1 <#{OTHER}|other>", by=ADA) == (
        "Message 1 is for one person and goes to no channel. `/team retry 1` sends it again."
    )
    plan(office, key="month_end:x:1", error="message_not_found", edits="month_end:x")
    assert office.type(f"/team retry 2 <#{OTHER}|other>", by=ADA) == (
        "Message 2 puts another one right and belongs where that one is. "
        "`/team retry 2` sends it again."
    )
    assert state(office) == outbox.FAILED


def test_a_direct_message_is_opened_anew(office: Office) -> None:
    with office.desk.database.writing() as session:
        person = session.get_one(Person, (WORKSPACE, ANN))
        person.channel = "D0GONE"
        session.add(person)
    plan(office, to=ANN, key="entry:1", error="channel_not_found")
    office.type("/team retry 1", by=ADA)
    office.wait("+1s")
    assert office.dms(ANN) == ["The month is out."]


def test_what_fails_again_is_told_again(office: Office) -> None:
    plan(office, error="not_in_channel")
    office.slack.fail("chat.postMessage", "is_archived")
    office.type("/team retry 1", by=ADA)
    office.wait("+1s")
    assert home(office)[1].splitlines()[1].startswith("That channel is archived.")


def test_a_list_that_is_long_goes_on_by_command(office: Office) -> None:
    assert office.type("/team undelivered", by=ADA) == "✓ Every message arrived, or is on its way."
    for number in range(25):
        plan(office, to=LEE, key=f"entry:{number}", error="user_disabled")
    assert home(office)[21] == "and 15 more: `/team undelivered`"
    told = office.type("/team undelivered", by=ADA).splitlines()
    assert (told[0], told[1].partition(" ·")[0], told[-1]) == (
        "⚠️ 25 messages did not arrive",
        "25",
        "and 5 more: `/team undelivered`",
    )


NOT_A_NUMBER = (
    "“soon” is no message's number. `/team undelivered` lists what did not arrive, such as `12`."
)
UNKNOWN = "There is no message 99. `/team undelivered` lists what did not arrive."
NOT_POSTED = (
    "Slack said that message 1 was not posted, so it cannot have arrived. `/team retry 1` sends "
    "it again."
)
ON_ITS_WAY = "Message 1 is on its way already; nothing was changed."


@pytest.mark.parametrize(
    ("before", "line", "answer"),
    [
        (outbox.FAILED, "/team retry soon", NOT_A_NUMBER),
        (outbox.FAILED, "/team retry 99", UNKNOWN),
        (outbox.FAILED, "/team arrived 1", NOT_POSTED),
        (outbox.SENT, "/team retry 1", "Message 1 arrived; nothing was changed."),
        (outbox.CANCELLED, "/team retry 1", "Message 1 was withdrawn; nothing was changed."),
        (outbox.PLANNED, "/team retry 1", ON_ITS_WAY),
        (outbox.CLAIMED, "/team arrived 1", ON_ITS_WAY),
    ],
)
def test_what_cannot_be_is_refused(office: Office, before: str, line: str, answer: str) -> None:
    plan(office, state=before)
    assert office.type(line, by=ADA) == answer
    assert state(office) == before


def test_only_hr_sees_and_sends_it(office: Office) -> None:
    plan(office, error="not_in_channel")
    for line in ("/team undelivered", "/team retry 1", "/team arrived 1"):
        assert office.type(line, by=SUE) == "Only HR can do that."
    assert HEAD not in home(office, SUE)
    assert state(office) == outbox.FAILED
