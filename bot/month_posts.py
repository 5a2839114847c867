"""What is posted about a month that was closed, each in its reader's language.

A summary for the team's channel, the card for everybody who was appraised, for each supervisor a
reminder of the interviews about the cards, and word of those that wait for a signature. Closed once
more after a reopening, what was posted is edited where it stands and marked as revised, and who has
another card is told so. So is a supervisor whose card was out before all of her teams were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlmodel import Session

from bot import (
    cards,
    casebook,
    evidence,
    filing,
    frozen,
    interview_reminder,
    interviews,
    membership,
    outbox,
    receipts,
    roster,
    sign_reminder,
    signing,
    team_summary,
    trends,
)
from bot.closing import Closing
from bot.frozen import Standing
from bot.messages import Message, render
from bot.models import Person
from bot.outbox import Post
from bot.parts import Button, Buttons, Part, Say
from bot.periods import Period, instant, local_day
from bot.signing import Slot
from bot.trends import Picture
from bot.words import Words

NAME = "month_end"
"""What the names of these messages begin with."""


_Signers = Mapping[str, tuple[Person, int]]
"""By id who is to sign cards of the month, and how many."""


@dataclass(frozen=True)
class _Letter:
    """A message to a person or a channel, with the name it is filed under."""

    name: str
    to: str
    locale: str
    parts: Sequence[Part]
    lapses: datetime | None = None  # of no use after that
    mends: bool = False  # whether it takes the place of a message that is out

    def message(self, closing: Closing) -> Message:
        """Return the message in its reader's language."""
        return render(self.parts, closing.words(self.locale))


def plan(session: Session, closing: Closing) -> None:
    """Plan all that is said about the month, and put right what was said of its cards before."""
    letters = list(_letters(session, closing))
    if closing.again is not None:
        letters = [replace(one, mends=True) for one in (*letters, *_compared(session, closing))]
    posts = [_post(one, closing) for one in letters if not one.mends]
    outbox.plan(session, workspace=closing.team.workspace_id, posts=posts, at=closing.at)
    for letter in letters:
        if letter.mends:
            _say(session, letter, closing)


def card_name(period: Period, person: str) -> str:
    """Return what the message that brings a person her card is filed under."""
    return f"{NAME}:{period}:dm:{person}"


def card_parts(
    picture: Picture,
    words: Words,
    *,
    today: date,
    due: datetime | None = None,
    signed: Sequence[Slot] = (),
    undecided: Sequence[str] = (),
) -> tuple[Part, ...]:
    """Return the message that brings somebody her card, with what `cards.parts` says of it."""
    standing = picture.standing
    own = any(slot.signature.by == "person" and slot.signed is None for slot in signed)
    subject = receipts.of_card(standing.period, standing.revision)
    buttons = (
        Button("Got it", "score", f"got {subject}", style="primary"),
        *((sign_button(standing),) if own else ()),
        Button("Why?", "score", f"why {standing.period}"),
    )
    note = {"due": due, "zone": standing.person.zone}
    return (
        *cards.parts(picture, words, today=today, signed=signed, undecided=undecided),
        Say("month_end.below_card", note),
        Buttons(buttons),
    )


def sign_button(standing: Standing) -> Button:
    """Return the button by which somebody signs the card that she sees."""
    about = f"<@{standing.person.id}> {standing.period} #{signing.digest_of(standing)}"
    return Button("Sign", "month", f"sign {about}")


def _letters(session: Session, closing: Closing) -> Iterator[_Letter]:
    leads = _leads_of(session, closing)
    signers = sign_reminder.waiting(session, closing=closing)
    pictures = _fresh(closing.picture.pictures)
    if pictures:
        revised = Say("month_end.summary_revised", {"at": closing.at, "zone": closing.team.zone})
        below = () if closing.again is None else (revised,)
        yield from _summaries(session, closing, leads, below)
    yield from _cards(session, closing, pictures)
    if pictures and closing.at < _interviews_end(closing):
        yield from _reminders(session, closing, leads, signers)
    yield from _cards(session, closing, _fresh(closing.leads))
    if closing.again is None:
        yield from _sign_news(closing, leads, signers)


def _fresh(pictures: Sequence[Picture]) -> list[Picture]:
    """Return the cards that this closing made; after a reopening some are as they were."""
    return [one for one in pictures if one.standing.fresh]


def _summaries(
    session: Session, closing: Closing, leads: Sequence[Person], below: Sequence[Part]
) -> Iterator[_Letter]:
    """Yield the channel's summary; without a channel it goes to those who can choose one."""
    team = closing.team
    name = f"{NAME}:{closing.period}:team:{team.id}"
    talks = interviews.of_month(session, team=team, period=closing.period.plus(-1))
    if team.channel:
        parts = team_summary.parts(closing, talks, closing.words(team.locale))
        yield _Letter(name, team.channel, team.locale, (*parts, *below))
        return
    below = (*below, Say("month_end.no_channel", {"team": team.name}))
    for reader in leads or roster.hr(session, workspace=team.workspace_id):
        parts = team_summary.parts(closing, talks, closing.words(reader.locale))
        yield _Letter(f"{name}:{reader.id}", reader.id, reader.locale, (*parts, *below))


def _cards(session: Session, closing: Closing, pictures: Sequence[Picture]) -> Iterator[_Letter]:
    """Yield to each her own card; it may speak of her months in other teams, too."""
    standings = [one.standing for one in pictures]
    slots = signing.of_cards(session, standings=standings)
    cases = casebook.undecided(session, team=closing.team, last=closing.period.last)
    for one in trends.pictures(session, standings=standings):
        person = one.standing.person
        if not person.active:
            continue
        today = local_day(closing.at, person.zone)
        parts = card_parts(
            one,
            closing.words(person.locale),
            today=today,
            due=closing.due,
            signed=slots[person.id],
            undecided=cases.get(person.id, ()),
        )
        name = card_name(closing.period, person.id)
        mends = one.standing.fresh and one.standing.revision > 1
        if mends and _is_out(session, person, name):
            news = _news(session, closing, one)
            parts = (Say("month_end.card_revised", news), *parts)
            button = Button("My card", "score", str(closing.period), style="primary")
            told = (Say("month_end.revised", news), Buttons((button,)))
            number = one.standing.revision
            yield _Letter(f"{name}:revised:{number}", person.id, person.locale, told)
        yield _Letter(name, person.id, person.locale, parts, mends=mends)


def _compared(session: Session, closing: Closing) -> Iterator[_Letter]:
    """Yield the posts of the next month that compare themselves with cards which are others now."""
    team, period = closing.team, closing.period.plus(1)
    changed = {one.standing.person.id for one in _fresh(closing.picture.pictures)}
    standings = frozen.of_team(session, team=team, period=period)
    if not changed or not standings:
        return
    people = [one.person.id for one in standings]
    later = replace(
        closing,
        picture=trends.around(session, team=team, period=period, standings=standings),
        leads=(),
        logged=evidence.counts(session, workspace=team.workspace_id, people=people, period=period),
        due=None,
        again=None,
    )
    leads = _leads_of(session, closing)
    note = {"before": closing.period, "at": closing.at, "zone": team.zone}
    revised = Say("month_end.comparison_revised", note)
    yield from _summaries(session, later, leads, (revised,))
    pictures = [one for one in later.picture.pictures if one.standing.person.id in changed]
    for letter in _cards(session, later, pictures):
        yield replace(letter, parts=(revised, *letter.parts))


def _leads_of(session: Session, closing: Closing) -> list[Person]:
    supervisors = membership.supervisors(
        session, workspace=closing.team.workspace_id, team_id=closing.team.id, day=closing.today
    )
    return [lead for lead in supervisors if lead.active]


def _is_out(session: Session, person: Person, name: str) -> bool:
    """Tell whether somebody may have read the card already; if not, it is not sent any more."""
    post, _ = filing.posted(session, workspace=person.workspace_id, name=name)
    return post is not None and not filing.stopped(session, post=post)


def _news(session: Session, closing: Closing, picture: Picture) -> dict[str, object]:
    """Return what a card came to before and now, who had the month reopened, and why.

    Nobody had where a supervisor's card is revised because a team she led is closed after all.
    """
    again, now = closing.again, picture.standing
    earlier = frozen.revisions(session, person=now.person, period=now.period)
    by = again and roster.person(session, workspace=again.workspace_id, user=again.by_id)
    return {
        "period": closing.period,
        "before": earlier[-2].total,
        "total": now.total,
        "team": closing.team.name,
        "by": by.name if by else "",
        "reason": again.reason if again else "",
        "at": closing.at,
        "zone": now.person.zone,
    }


def _reminders(
    session: Session, closing: Closing, leads: Sequence[Person], signers: _Signers
) -> Iterator[_Letter]:
    for lead in leads:
        words = closing.words(lead.locale)
        parts = interview_reminder.parts(
            session, month=closing.picture, today=closing.today, words=words
        )
        if parts:
            _, n = signers.get(lead.id, (lead, 0))
            parts = (*parts, *sign_reminder.line(closing, n=n))
            name = f"{NAME}:{closing.period}:interviews:{closing.team.id}:{lead.id}"
            yield _Letter(name, lead.id, lead.locale, parts, lapses=_interviews_end(closing))


def _sign_news(closing: Closing, leads: Sequence[Person], signers: _Signers) -> Iterator[_Letter]:
    """Yield to each in HR, once a month, that there are cards to sign; who leads reads it above."""
    told = {lead.id for lead in leads}
    for signer, _ in signers.values():
        if signer.id not in told:
            name = f"{NAME}:{closing.period}:sign:{signer.id}"
            parts = sign_reminder.news(closing)
            yield _Letter(name, signer.id, signer.locale, parts, lapses=_interviews_end(closing))


def _interviews_end(closing: Closing) -> datetime:
    """Return until when interviews about the month are held: the next one is over then."""
    return instant(closing.period.plus(2).first, time(), closing.team.zone)


def _say(session: Session, letter: _Letter, closing: Closing) -> None:
    filing.say(
        session,
        workspace=closing.team.workspace_id,
        name=letter.name,
        recipient=letter.to,
        message=letter.message(closing),
        at=closing.at,
        lapses=letter.lapses,
    )


def _post(letter: _Letter, closing: Closing) -> Post:
    message = letter.message(closing)
    return Post(
        letter.name,
        letter.to,
        message.text,
        message.blocks,
        closing.at,
        lapses=letter.lapses,
        scheduled=closing.scheduled,
    )
