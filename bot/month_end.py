"""The month end: a team's month is closed, its cards are frozen, and everybody is told.

Three kinds of posts, each in its reader's language: a summary for the team's channel, the card
for each agent, and for each supervisor a reminder of the feedback interviews about these cards,
which are held in the month that begins; where supervisors have a rubric of their own, their cards
follow. Nothing in the channel names a deduction or a low score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session

from bot import (
    appraisals,
    cards,
    evidence,
    interviews,
    months,
    outbox,
    periods,
    roster,
    rubrics,
    trends,
)
from bot.appraisals import Standing
from bot.messages import render
from bot.models import Person, Team
from bot.outbox import Post
from bot.parts import Button, Buttons, Chart, Part, Say
from bot.periods import Period, local_day
from bot.settings import Settings
from bot.trends import Picture, TeamPicture
from bot.words import Words, words_for

JOB = "month_end"
LATE = timedelta(hours=6)
FEWEST = 3
"""Results a summary needs to speak of averages and grades: with fewer it would tell whose."""

_MOST_PRAISED = 30
_MOST_REMINDED = 40  # a message has fifty blocks


@dataclass(frozen=True)
class Closing:
    """A month of a team as it is being closed."""

    picture: TeamPicture
    logged: dict[str, dict[str, int]]  # person -> code -> how often it stands
    at: datetime
    due: datetime | None  # when the posts should have gone out, if they are late
    settings: Settings

    @property
    def team(self) -> Team:
        """The team."""
        return self.picture.team

    @property
    def period(self) -> Period:
        """The month that is closed."""
        return self.picture.period

    @property
    def today(self) -> date:
        """The day where the team works."""
        return local_day(self.at, self.team.zone)

    def words(self, locale: str) -> Words:
        """Return the words of a reader."""
        return words_for(locale, self.settings.commands)


def due_at(team: Team, period: Period, *, at: time) -> datetime:
    """Return when the month is closed: on the first day after it, at a time of day over there."""
    return periods.instant(period.plus(1).first, at, team.zone)


def is_hopeless(session: Session, *, team: Team, period: Period) -> bool:
    """Tell, at little cost, that nobody can be appraised in the month: no rubric, or no agents."""
    workspace = team.workspace_id
    rubric = rubrics.row_in_force(
        session, workspace=workspace, team_id=team.id, role=roster.AGENT, day=period.last
    )
    return rubric is None or not roster.members(
        session,
        workspace=workspace,
        team_id=team.id,
        first=period.first,
        last=period.last,
        role=roster.AGENT,
    )


def close(
    session: Session,
    *,
    team: Team,
    period: Period,
    settings: Settings,
    at: datetime,
    by: str = "",
    due: datetime | None = None,
) -> list[Standing]:
    """Publish the month and plan what is posted about it; return the cards.

    Nothing is done, and nothing returned, if it was published before or nobody is appraised; then
    it stays due, for a rubric may come. `due` is when it should have been done; hours later the
    posts say that they are late.
    """
    workspace = team.workspace_id
    closed = months.is_closed(session, workspace=workspace, team_id=team.id, period=period)
    standings = (
        [] if closed else appraisals.publish(session, team=team, period=period, by=by, at=at)
    )
    if closed or standings:
        outbox.admit(
            session, workspace=workspace, job=JOB, subject=str(team.id), period=str(period), at=at
        )
    if standings:
        late = due if due is not None and at - due > LATE else None
        people = [one.person.id for one in standings]
        closing = Closing(
            trends.around(session, team=team, period=period, standings=standings),
            evidence.counts(session, workspace=workspace, people=people, period=period),
            at,
            late,
            settings,
        )
        posts = [*_posts(session, closing), *_leads_cards(session, closing)]
        outbox.plan(session, workspace=workspace, posts=posts, at=at)
    return standings


def card_key(period: Period, person: str) -> str:
    """Return the key of the message that brings a person her card."""
    return f"{JOB}:{period}:dm:{person}"


def card_parts(
    picture: Picture, words: Words, *, today: date, due: datetime | None = None
) -> tuple[Part, ...]:
    """Return the message that brings an agent her card."""
    period = picture.standing.period
    buttons = (
        Button("Got it", "score", f"got card:{period}", style="primary"),
        Button("Why?", "score", f"why {period}"),
    )
    note = {"due": due, "zone": picture.standing.person.zone}
    return (
        *cards.parts(picture, words, today=today),
        Say("month_end.below_card", note),
        Buttons(buttons),
    )


def reminder(
    session: Session, *, month: TeamPicture, today: date, words: Words
) -> tuple[Part, ...]:
    """Return who still waits for the interview about this month, the lowest total first.

    Nothing is returned when everybody had hers.
    """
    team, period = month.team, month.period
    waiting = interviews.due(session, team=team, period=period, day=today)
    if not waiting:
        return ()
    known = {one.standing.person.id: one for one in month.pictures}
    head = {"n": len(waiting), "team": team.name, "period": period, "until": period.plus(1).last}
    waiting.sort(key=lambda agent: _urgency(known.get(agent.id)))
    logged = evidence.counts(
        session, workspace=team.workspace_id, people=list(known), period=period
    )
    lines = [
        _waiting_line(agent, known.get(agent.id), logged.get(agent.id, {}), period, words)
        for agent in waiting[:_MOST_REMINDED]
    ]
    more = len(waiting) - _MOST_REMINDED
    rest = (Say("month_end.more", {"n": more}),) if more > 0 else ()
    return (Say("month_end.reminder", head | {"today": today}), *lines, *rest)


def _posts(session: Session, closing: Closing) -> Iterator[Post]:
    today = closing.today
    supervisors = roster.supervisors(
        session, workspace=closing.team.workspace_id, team_id=closing.team.id, day=today
    )
    leads = [lead for lead in supervisors if lead.active]
    yield from _summaries(session, closing, leads)
    yield from _cards(closing, closing.picture.pictures)
    if today <= closing.period.plus(1).last:  # the interviews can still be held in their month
        yield from _reminders(session, closing, leads)


def _summaries(session: Session, closing: Closing, leads: Sequence[Person]) -> Iterator[Post]:
    """Yield the channel's summary; without a channel it goes to those who can choose one."""
    team = closing.team
    key = f"{JOB}:{closing.period}:team:{team.id}"
    held = interviews.held(
        session,
        workspace=team.workspace_id,
        people=[one.person_id for one in closing.picture.before],
        period=closing.period.plus(-1),
    )
    if team.channel:
        parts = _summary(closing, len(held), closing.words(team.locale))
        yield _post(closing, key, team.channel, team.locale, parts)
        return
    for reader in leads or roster.hr(session, workspace=team.workspace_id):
        hint = Say("month_end.no_channel", {"team": team.name})
        parts = (*_summary(closing, len(held), closing.words(reader.locale)), hint)
        yield _post(closing, f"{key}:{reader.id}", reader.id, reader.locale, parts)


def _summary(closing: Closing, held: int, words: Words) -> tuple[Part, ...]:
    month = closing.picture
    scored = [one for one in month.pictures if one.standing.result is not None]
    enough = len(scored) >= FEWEST
    head = {
        "team": closing.team.name,
        "period": closing.period,
        "before": closing.period.plus(-1),
        "n": len(month.pictures),
        "average": month.average if enough else None,
        "change": cards.arrow(month.change, words) if month.change else "",
        "grades": _grades(month.pictures) if enough else (),
    }
    praised, improved = _praised(closing), _most_improved(closing)
    news = {
        "praised": [name if n == 1 else f"{name} ({n})" for name, n in praised[:_MOST_PRAISED]],
        "improved": [name for name, _ in improved],
        "by": cards.arrow(improved[0][1], words) if improved else "",
        "held": held,
        "due": len(month.before),
        "about": closing.period.plus(-1),
        "late": closing.due,
        "zone": closing.team.zone,
    }
    charts = _distribution(month, words) if enough else ()
    return (Say("month_end.summary", head), *charts, Say("month_end.news", news))


def _distribution(month: TeamPicture, words: Words) -> tuple[Chart, ...]:
    """Return how many have which grade, this month and the month before."""
    now = dict(_grades(month.pictures))
    before = Counter(one.grade for one in month.before if one.grade)
    if not now:
        return ()
    codes = tuple(now) + tuple(code for code in before if code not in now)
    series = [(words.month(month.period), tuple(Decimal(now.get(code, 0)) for code in codes))]
    if before:
        last = words.month(month.period.plus(-1))
        series.append((last, tuple(Decimal(before[code]) for code in codes)))
    return (Chart("bar", words.label("How many have which grade"), codes, tuple(series)),)


def _grades(pictures: Sequence[Picture]) -> tuple[tuple[str, int], ...]:
    """Return the rubric's grades, best first, each with how many have it."""
    found = Counter(
        one.standing.card.grade.code
        for one in pictures
        if one.standing.card is not None and one.standing.card.grade is not None
    )
    rows = pictures[0].standing.version.rubric.grades
    return tuple((row.code, found[row.code]) for row in rows) if found else ()


def _praised(closing: Closing) -> list[tuple[str, int]]:
    """Return who was commended and how often, the most often first."""
    found = []
    for one in closing.picture.pictures:
        rubric = one.standing.version.rubric
        good = {entry.code for entry in rubric.entries if entry.kind == "commendation"}
        logged = closing.logged[one.standing.person.id]
        times = sum(count for code, count in logged.items() if code in good)
        if times:
            found.append((one.standing.person.name, times))
    return sorted(found, key=lambda it: -it[1])


def _most_improved(closing: Closing) -> list[tuple[str, Fraction]]:
    """Return who gained the most since the month before, with the gain; several if it is a tie."""
    gains = [(one.standing.person.name, one.change) for one in closing.picture.pictures]
    best = max((gain for _, gain in gains if gain is not None), default=Fraction(0))
    return [(name, best) for name, gain in gains if gain == best] if best > 0 else []


def _leads_cards(session: Session, closing: Closing) -> Iterator[Post]:
    """Freeze the supervisors' cards, now that the team's own can count in them, and yield them."""
    standings = appraisals.publish_leads(
        session, team=closing.team, period=closing.period, at=closing.at
    )
    yield from _cards(closing, trends.pictures(session, standings=standings))


def _cards(closing: Closing, pictures: Sequence[Picture]) -> Iterator[Post]:
    for one in pictures:
        person = one.standing.person
        if not person.active:
            continue
        today = local_day(closing.at, person.zone)
        parts = card_parts(one, closing.words(person.locale), today=today, due=closing.due)
        key = card_key(closing.period, person.id)
        yield _post(closing, key, person.id, person.locale, parts)


def _reminders(session: Session, closing: Closing, leads: Sequence[Person]) -> Iterator[Post]:
    for lead in leads:
        words = closing.words(lead.locale)
        parts = reminder(session, month=closing.picture, today=closing.today, words=words)
        if parts:
            key = f"{JOB}:{closing.period}:interviews:{closing.team.id}:{lead.id}"
            yield _post(closing, key, lead.id, lead.locale, parts)


def _waiting_line(
    agent: Person, picture: Picture | None, logged: dict[str, int], period: Period, words: Words
) -> Say:
    """Return one agent's line: how the month went, what happened most, and a button."""
    card = None if picture is None else picture.standing.card
    context = {
        "name": agent.name,
        "total": None if picture is None else picture.standing.total,
        "grade": "" if card is None or card.grade is None else card.grade.code,
        "change": cards.arrow(picture.change, words) if picture and picture.change else "",
        "often": _most_often(picture, logged, words),
    }
    button = Button("Held", "month", f"held <@{agent.id}> {period}")
    return Say("month_end.waiting", context, button)


def _most_often(picture: Picture | None, logged: dict[str, int], words: Words) -> str:
    """Return the deduction that happened most, if it did more than once: `3 × Late for shift`."""
    if picture is None:
        return ""
    rubric = picture.standing.version.rubric
    labels = {one.code: one.label for one in rubric.entries if one.kind == "deduction"}
    found = [(count, code) for code, count in logged.items() if count > 1 and code in labels]
    if not found:
        return ""
    count, code = max(found)
    return f"{count} × {words.text(labels[code])}"


def _urgency(picture: Picture | None) -> tuple[bool, Fraction]:
    total = None if picture is None else picture.standing.total
    return total is None, total or Fraction(0)


def _post(closing: Closing, key: str, recipient: str, locale: str, parts: Sequence[Part]) -> Post:
    message = render(parts, closing.words(locale))
    return Post(key, recipient, message.text, message.blocks, closing.at)
