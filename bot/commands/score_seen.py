"""/score got, /score ack: `Got it`. It says that something was seen, not that it is agreed with."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlmodel import Session

from bot import conduct, filing, history, month_posts, notices, receipts
from bot.commands import asked
from bot.errors import Usage, UserError
from bot.messages import Reply
from bot.models import Delivery
from bot.parts import Part, Say, Sent
from bot.periods import Period
from bot.reading import ids
from bot.slack import Request
from bot.words import N_

_CARD = "card:"


def got(session: Session, request: Request, rest: str) -> Reply:
    """`got D-1042`, `got card:2026-10`."""
    subject = rest.strip()
    if not subject:
        raise Usage("score")
    if subject.startswith(_CARD):
        month, _, revision = subject.removeprefix(_CARD).partition("/")
        try:
            return _got_card(session, request, Period.parse(month), int(revision or 1))
        except ValueError:
            raise UserError("bad_id", word=subject, example="card:2026-10") from None
    return _got_entry(session, request, subject)


def acknowledge(session: Session, request: Request, rest: str) -> Reply:
    """`ack [oct]`: one's own card, of the last month unless another is named."""
    period, unknown = asked.month_in(request, rest)
    if unknown:
        raise UserError("not_understood", words=unknown, example=N_("/score ack oct"))
    return _got_card(session, request, period or asked.this_month(request).plus(-1))


def _got_card(
    session: Session, request: Request, period: Period, revision: int | None = None
) -> Reply:
    """Note that the card was seen; the button of one that was revised since is refused."""
    standing = asked.standing(session, request, request.by.person, period)
    if not standing.final:
        raise UserError("card_not_published", period=period)
    if revision not in (None, standing.revision):
        raise UserError("card_revised", period=period)
    name = month_posts.card_name(period, request.by.person.id)
    post, _ = filing.posted(session, workspace=request.workspace, name=name)
    told = None if post is None else filing.newest(session, post=post)
    return _seen(session, request, [receipts.of_card(period, standing.revision)], told)


def _got_entry(session: Session, request: Request, word: str) -> Reply:
    read = ids.read_id(word)
    if read is None:
        raise UserError("bad_id", word=word, example="D-1042")
    try:
        entry = conduct.entry_of(session, by=request.by, number=read[1])
    except UserError as error:
        raise UserError(error.name, id=word) from None
    if entry.person_id != request.by.person.id:
        raise UserError("not_about_you", id=history.id_of(entry))
    told = notices.told_with(session, entry=entry)
    ids_ = [history.id_of(entry), *(history.id_of(one) for one in told)]
    return _seen(session, request, ids_, notices.post_of(session, entry=entry))


def _seen(
    session: Session, request: Request, subjects: Sequence[str], delivery: Delivery | None
) -> Reply:
    """Write the receipts; put the message they were about back, its button gone."""
    person = request.by.person
    receipt, *_ = [
        receipts.give(session, person=person, subject=one, at=request.at) for one in subjects
    ]
    seen = Say("score.seen", {"at": receipt.at, "zone": person.zone, "today": request.today})
    if delivery is None:
        return Reply((Say("score.got", {"subject": subjects[0]}), seen), replaces=True)
    return Reply((_without_button(delivery), seen), replaces=True)


def _without_button(delivery: Delivery) -> Part:
    """Return the message as it went out, but for the button that was pressed."""
    blocks = []
    for block in json.loads(delivery.blocks):
        if block["type"] == "actions":
            block["elements"] = [
                one for one in block["elements"] if not one["value"].startswith("got ")
            ]
        if block.get("elements") != []:
            blocks.append(block)
    return Sent(delivery.text, tuple(blocks))
