"""The reminder of the feedback interviews about a month: who still waits, and what to talk of."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sqlmodel import Session

from bot import cards, casebook, evidence, interviews
from bot.models import Person
from bot.parts import Button, Part, Say
from bot.trends import Picture, TeamPicture
from bot.words import Words

_MOST_REMINDED = 40  # a message has fifty blocks


def parts(session: Session, *, month: TeamPicture, today: date, words: Words) -> tuple[Part, ...]:
    """Return who still waits for the interview about this month, the lowest total first.

    Nothing is returned when everybody had hers.
    """
    team, period = month.team, month.period
    known = {one.standing.person.id: one for one in month.pictures}
    talks = interviews.of_month(session, team=team, period=period)
    waiting = sorted(talks.waiting, key=lambda agent: _urgency(known.get(agent.id)))
    if not waiting:
        return ()
    until = period.plus(1).last
    head = {
        "n": len(waiting),
        "team": team.name,
        "period": period,
        "until": until,
        "overdue": until < today,
        "today": today,
    }
    logged = evidence.counts(
        session, workspace=team.workspace_id, people=list(known), period=period
    )
    cases = casebook.undecided(session, team=team, last=period.last)
    lines = []
    for agent in waiting[:_MOST_REMINDED]:
        line = _line(agent, known.get(agent.id), logged.get(agent.id, {}), words)
        button = Button("Held", "month", f"held <@{agent.id}> {period}")
        open_cases = {"cases": cases.get(agent.id, [])}
        lines.append(Say("month_end.waiting", line | open_cases, button))
    more = len(waiting) - _MOST_REMINDED
    rest = (Say("month_end.more", {"n": more}),) if more > 0 else ()
    return (Say("month_end.reminder", head), *lines, *rest)


def _line(
    agent: Person, picture: Picture | None, logged: dict[str, int], words: Words
) -> dict[str, object]:
    """Return what is said of one agent: how the month went, and what happened most."""
    card = None if picture is None else picture.standing.card
    return {
        "name": agent.name,
        "total": None if picture is None else picture.standing.total,
        "grade": words.grade(None if card is None else card.grade),
        "change": cards.arrow(picture.change, words) if picture and picture.change else "",
        "often": _most_often(picture, logged, words),
    }


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
