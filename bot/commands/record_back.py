"""Taking records of figures back: undone at once, or struck out with a reason."""

from __future__ import annotations

from sqlmodel import Session

from bot import measures, retractions
from bot.commands import record_list
from bot.errors import UserError
from bot.messages import Reply
from bot.parts import Say
from bot.reading import grammar, ids
from bot.reading.tokens import clean
from bot.slack import Request
from bot.views import record_form


def undo(session: Session, request: Request, rest: str) -> Reply:
    """`undo`, `undo M-1042`, `undo all M-1042`: the last batch, one record, its whole batch."""
    word, tail = grammar.first_word(rest)
    whole = word == "all"
    wanted = tail if whole else rest
    if wanted and not whole:
        numbers = [number_of(wanted)]
    else:
        first = number_of(wanted) if wanted else None
        numbers = retractions.batch_of(session, by=request.by, number=first)
    undone = retractions.undo(
        session, by=request.by, numbers=numbers, at=request.at, key=request.key
    )
    says = []
    for one in undone:
        restored = one.restored
        said = record_list.described(session, request, one.entry)
        again = None if restored is None else record_list.described(session, request, restored)
        says.append(Say("record.undone", said | {"again": again}))
    return Reply(tuple(says), replaces=True)


def void(session: Session, request: Request, rest: str) -> Reply:
    """`void M-1042 -- reason`."""
    head, note = grammar.split_note(clean(rest))
    word, more = grammar.first_word(head)
    number = number_of(word)
    if more:
        raise UserError("reason_after_dashes", id=f"void M-{number}", verb="void", words=more)
    if not note:
        entry = measures.entry_of(session, by=request.by, number=number)
        return Reply(form=record_form.for_voiding(entry))
    entry = retractions.void(
        session, by=request.by, number=number, note=note, at=request.at, key=request.key
    )
    said = record_list.described(session, request, entry) | {"reason": note}
    return Reply((Say("record.void", said),), replaces=True)


def submit(session: Session, request: Request) -> Reply:
    """Strike the record out for the reason that was asked for."""
    words = f"M-{int(request.meta['number'])} -- {request.values.get('note') or ''}"
    return void(session, request, words)


def number_of(word: str) -> int:
    """Read `M-1042` or just `1042`; raise UserError for another kind of id."""
    read = ids.read_id(word) or ids.read_id(f"M-{word.strip()}")
    if read is None or read[0] != "M":
        raise UserError("bad_id", word=word.strip(), example="M-1042")
    return read[1]
