"""What somebody should look at before a card goes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from sqlmodel import Session

from bot import evidence
from bot.trends import Picture, TeamPicture

LITTLE = Fraction(3, 4)
"""The share of a card's points that should rest on data; less needs a look."""


def of_month(
    session: Session, *, month: TeamPicture, accused: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return by person why the card needs a look, as `at` does.

    `accused` are those whom an open complaint of the month, or an earlier one, is about.
    """
    pictures = {one.standing.person.id: one for one in month.pictures}
    logged = evidence.counts(
        session, workspace=month.team.workspace_id, people=list(pictures), period=month.period
    )
    return {
        person: at(one, logged[person], accused=person in accused)
        for person, one in pictures.items()
    }


def at(picture: Picture, logged: Mapping[str, int], *, accused: bool = False) -> tuple[str, ...]:
    """Return why the card needs a look; nothing for a clean one.

    `logged` says how often each code stands, `accused` that a complaint is open. The reasons are
    no_result, no_grade, critical, little_data, complaint.
    """
    rubric, card = picture.standing.version.rubric, picture.standing.card
    critical = {one.code for one in rubric.entries if one.critical}
    is_form = card is not None and not card.lines  # it scores nothing, and is only signed
    known = is_form or (card is not None and card.total is not None)
    found = {
        "no_result": not known,
        "no_grade": card is not None and known and card.grade is None and bool(rubric.grades),
        "critical": bool(critical & logged.keys()),
        "little_data": card is not None and bool(card.full) and card.of < card.full * LITTLE,
        "complaint": accused,
    }
    return tuple(name for name, is_so in found.items() if is_so)
