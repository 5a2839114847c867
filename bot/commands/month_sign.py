"""/month sign: a card is signed by whoever is to, as it was seen.

HR puts down the signatures of those whom the bot does not know, with their names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from bot import cards, signing
from bot.commands import asked, month_sign_clean, score
from bot.errors import UserError
from bot.frozen import Standing
from bot.messages import Reply
from bot.parts import Say
from bot.periods import local_day
from bot.reading import grammar
from bot.reading.tokens import clean
from bot.scoring.process import Signature
from bot.signing import Slot
from bot.slack import Request

_AS = re.compile(
    r"(?:(?<=\s)|^)(?:as|作为|代)\s*[\"“”„「]?(?P<role>[^\"“”„」]+?)[\"“”」]?\s*$", re.IGNORECASE
)
_SEEN = re.compile(r"(?:(?<=\s)|^)#(?P<digest>[0-9a-f]{16})(?=\s|$)")


def run(session: Session, request: Request, rest: str) -> Reply:
    """`sign @mira [oct] [as "HR manager"] [-- name]`, `sign clean`; without a name one's own card.

    A button says by a digest which card was seen; if it changed since, nothing is signed.
    """
    verb, after = grammar.first_word(rest)
    if verb in month_sign_clean.WORDS:
        return month_sign_clean.WORDS[verb](session, request, after)
    head, name = grammar.split_note(clean(rest))
    seen = _SEEN.search(head)
    head = _SEEN.sub("", head)
    role = _AS.search(head)
    wanted = asked.read(session, request, _AS.sub("", head), command="month")
    person = wanted.person or request.by.person
    period = wanted.period or asked.this_month(request).plus(-1)
    standing = asked.standing(session, request, person, period)
    require_over(request, standing)
    if seen is not None and seen["digest"] != signing.digest_of(standing):
        raise UserError("card_changed", person=person, period=period)
    slots = signing.of_card(session, standing=standing)
    chosen = _chosen(request, standing, slots, "" if role is None else role["role"])
    for signature in chosen:
        signing.sign(
            session, by=request.by, standing=standing, signature=signature, name=name, at=request.at
        )
    return _answer(session, request, standing, chosen, pressed=seen is not None)


def require_over(request: Request, standing: Standing) -> None:
    """Raise UserError for a month that still runs, and for a card that nobody is to sign."""
    if not standing.version.rubric.signatures:
        raise UserError("nothing_to_sign", rubric=standing.version.rubric)
    if local_day(request.at, standing.team.zone) <= standing.period.last:
        raise UserError("sign_too_early", period=standing.period)


def _chosen(
    request: Request, standing: Standing, slots: Sequence[Slot], role: str
) -> list[Signature]:
    """Return the places the actor signs in: the one that is named, or all that are hers."""
    if role:
        return [_named(request, standing, slots, role)]
    mine = [
        slot
        for slot in slots
        if signing.is_due(request.by, standing=standing, signature=slot.signature)
    ]
    if not mine:
        raise UserError(
            "no_place_to_sign",
            person=standing.person,
            period=standing.period,
            labels=[request.words_of.text(slot.signature.label) for slot in slots],
            others=[
                request.words_of.text(slot.signature.label)
                for slot in slots
                if signing.may_sign(request.by, standing=standing, signature=slot.signature)
            ],
        )
    return [slot.signature for slot in mine if slot.signed is None] or [mine[0].signature]


def _named(request: Request, standing: Standing, slots: Sequence[Slot], role: str) -> Signature:
    wanted = role.strip().casefold()
    found = [
        slot.signature
        for slot in slots
        if wanted in (slot.signature.code, *_labels(slot.signature))
    ] or [
        slot.signature
        for slot in slots
        if any(wanted in label for label in _labels(slot.signature))
    ]
    if len(found) != 1:
        labels = [request.words_of.text(slot.signature.label) for slot in slots]
        raise UserError("unknown_signature", word=role, labels=labels, person=standing.person)
    return found[0]


def _labels(signature: Signature) -> tuple[str, str]:
    return signature.label.en.casefold(), signature.label.zh.casefold()


def _answer(
    session: Session,
    request: Request,
    standing: Standing,
    chosen: Sequence[Signature],
    *,
    pressed: bool,
) -> Reply:
    """Return what was signed and who has not; a pressed button leaves the card, signed."""
    if pressed:
        return replace(score.card(session, request, standing), replaces=True)
    person, period = standing.person, standing.period
    slots = signing.of_card(session, standing=standing)
    context = {
        "name": person.name,
        "period": period,
        "labels": [request.words_of.text(one.label) for one in chosen],
        "total": standing.total,
        "grade": None if standing.card is None else standing.card.grade,
    }
    return Reply((Say("month.signed", context), *cards.signatures(slots, person.zone)))
