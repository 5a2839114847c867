"""What is asked back when a line cannot be taken as it stands. Nothing typed is lost."""

from __future__ import annotations

from textwrap import shorten

from bot.errors import Usage, UserError
from bot.messages import Reply
from bot.parts import Button, Buttons, Say
from bot.reading.grammar import Record
from bot.words import N_

_LONGEST_SHOWN = 100  # characters of what nobody understands

_EXAMPLES = {
    "deduct": N_("/deduct @mira late yesterday"),
    "commend": N_("/commend @mira praise"),
    "complaint": N_("/complaint open @mira billing sev:major -- refund not sent"),
    "record": N_("/record @mira calls 590"),
}


def about(record: Record, *, kind: str, command: str) -> Reply | None:
    """Return the question a record raises, or None when it says all that is needed.

    Every button is the typed line again with the doubtful words made certain.
    Raise Usage for a line without anybody in it.
    """
    asked = doubts(record, command=command)
    if asked is not None:
        return asked
    if not record.targets:
        raise Usage(command, buttons=(_form(record, command),))
    if record.item is None:
        raise UserError(f"which_{kind}", buttons=(*_items(record, command), _form(record, command)))
    return None


def doubts(record: Record, *, command: str) -> Reply | None:
    """Return the question who is meant; raise UserError for words nobody understands."""
    if record.doubtful:
        return _who(record, command)
    strange = [*record.unknown, *(f"{key}:{value}" for key, value in record.options.items())]
    if strange:
        raise _not_understood(record, strange, command)
    return None


def _not_understood(record: Record, strange: list[str], command: str) -> UserError:
    """Return the refusal that fits what is missing: a person, an item, or neither."""
    words = shorten(" ".join(strange), _LONGEST_SHOWN, placeholder=" …")
    buttons = (*_items(record, command), _form(record, command))
    if record.item is not None and not record.targets:
        return UserError("unknown_person", word=words, near=(), buttons=buttons)
    if record.item is None and record.targets:
        return UserError("unknown_item", word=words, buttons=buttons)
    return UserError("not_understood", words=words, example=_EXAMPLES[command], buttons=buttons)


def which_day(error: UserError, typed: str, command: str) -> UserError:
    """Return the refusal of `03/04` with a button for each day it may mean."""
    buttons = tuple(
        Button(
            "%(day)s",
            command,
            typed.replace(error.context["word"], day.isoformat(), 1),
            context={"day": day.isoformat()},
        )
        for day in error.context["options"]
    )
    return UserError(error.name, **error.context, buttons=buttons)


def _who(record: Record, command: str) -> Reply:
    typed, candidates = record.doubtful[0]
    if not candidates:
        raise UserError("unknown_person", word=typed, near=(), buttons=(_form(record, command),))
    buttons = tuple(
        Button(
            "%(name)s", command, _again(record, typed, f"<@{one.id}>"), context={"name": one.name}
        )
        for one in candidates
    )
    return Reply((Say("conduct.who", {"word": typed}), Buttons(buttons)))


def _items(record: Record, command: str) -> tuple[Button, ...]:
    typed = " ".join(record.unknown)
    return tuple(
        Button(
            "%(name)s",
            command,
            _again(record, typed, choice.code),
            context={"name": choice.names[1] if len(choice.names) > 3 else choice.code},  # noqa: PLR2004 - code and two labels are always there
        )
        for choice in record.near
    )


def _again(record: Record, typed: str, certain: str) -> str:
    """Return the typed line with the doubtful words made certain, or the missing ones added."""
    if typed and typed in record.typed:
        return record.typed.replace(typed, certain, 1)
    return f"{certain} {record.typed}"


def _form(record: Record, command: str) -> Button:
    return Button("Open the form", command, f"form {record.typed}")
