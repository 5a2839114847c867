"""The words that /deduct and /commend share: one table of verbs, everything else is a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlmodel import Session

from bot import conduct
from bot.commands import corrections, entries, help_, listing, plans, proposals
from bot.commands.plans import Plan
from bot.errors import UserError
from bot.messages import Reply
from bot.models import Entry
from bot.reading import grammar, ids
from bot.slack import FieldError, Form, Request
from bot.views import entry_form

_ASKED_BACK = frozenset({"duplicate", "critical", "long_ago"})

Verb = Callable[[Session, Request, str, str], Reply]


def run(session: Session, request: Request, kind: str) -> Reply:
    """Do what the first word says; a line without a verb is something to log."""
    verb, rest = grammar.first_word(request.words)
    if verb in help_.WORDS:
        return help_.about(plans.COMMAND_OF[kind], request)
    if not verb:
        return _empty(session, request, kind)
    chosen = VERBS.get(verb)
    if chosen is None:
        return entries.log(session, request, kind)
    try:
        return chosen(session, request, kind, rest)
    except UserError as error:
        if error.name != "unknown_entry":
            raise
        raise UserError("unknown_entry", id=_typed(error.context["id"], kind, rest)) from None


def _typed(number: object, kind: str, rest: str) -> str:
    """Return the number of an entry with its letter: the one typed, else the command's."""
    read = (ids.read_id(word) for word in rest.split())
    letters = [found[0] for found in read if found is not None and found[1] == number]
    return f"{letters[0] if letters else corrections.LETTERS[kind]}-{number}"


def _empty(session: Session, request: Request, kind: str) -> Reply:
    """Open the form; who may log nothing sees what was logged about her."""
    if not request.by.supervises:
        return listing.entries(session, request, kind, "")
    return Reply(form=entry_form.empty(session, request, kind))


def _form(session: Session, request: Request, kind: str, rest: str) -> Reply:
    """Open the form with the typed words in the note, so that they are not lost."""
    return Reply(form=entry_form.empty(session, request, kind, note=rest))


def _batch(session: Session, request: Request, kind: str, rest: str) -> Reply:
    """Open the paste box, or preview the lines that follow."""
    if rest.strip():
        return proposals.preview(session, request, kind, rest)
    return _lines(session, request, kind, rest)


def _lines(session: Session, request: Request, kind: str, rest: str) -> Reply:
    """Open the paste box, with the lines in it that could not be logged as they were."""
    del session
    if not request.by.supervises:
        raise UserError("supervisors_only")
    return Reply(form=entry_form.paste_box(kind, rest.strip()))


VERBS: Mapping[str, Verb] = {
    "list": listing.entries,
    "列表": listing.entries,
    "undo": corrections.undo,
    "撤销": corrections.undo,
    "edit": corrections.edit,
    "修改": corrections.edit,
    "evidence": corrections.evidence,
    "void": corrections.void,
    "作废": corrections.void,
    "excuse": corrections.excuse,
    "免责": corrections.excuse,
    "batch": _batch,
    "批量": _batch,
    "lines": _lines,
    "form": _form,
    "confirm": proposals.confirm,
    "cancel": proposals.cancel,
}


def submit(session: Session, request: Request) -> Reply:
    """Log what the form was filled with, or mend the entry it was opened for.

    A form shows whom and how much before it is sent; asked back is only what it does not show to
    be unusual: the same again, a critical item, a day long ago.
    """
    if "edits" in request.meta:
        entry = _opened_for(session, request)
        return corrections.mend(session, request, entry, entry_form.mended(session, request, entry))
    drafts = tuple(entry_form.drafts_of(session, request))
    public = bool(request.meta.get("public") or request.values.get("public"))
    plan = Plan(drafts, public=public)
    found = tuple(why for why in plans.reasons(session, request, plan) if why in _ASKED_BACK)
    if found:
        return proposals.ask(session, request, request.meta["kind"], Plan(drafts, found, public))
    return plans.write(session, request, plan)


def submit_evidence(session: Session, request: Request) -> Reply:
    """Add a reference and a note to an entry."""
    entry = _opened_for(session, request)
    if not request.values.get("ref"):
        raise FieldError("ref", "reference_needed")
    draft = corrections.draft_of(session, entry)
    return corrections.mend(session, request, entry, entry_form.with_evidence(request, draft))


def _opened_for(session: Session, request: Request) -> Entry:
    """Return the entry that a form is about; raise UserError if it left the caller's charge."""
    try:
        return conduct.standing_entry(session, by=request.by, number=int(request.meta["edits"]))
    except UserError as error:
        if error.name != "unknown_entry":
            raise
        raise UserError("entry_out_of_charge") from None


def submit_batch(session: Session, request: Request) -> Reply:
    """Preview the pasted lines."""
    return proposals.preview(session, request, request.meta["kind"], request.values["lines"])


FORMS = (
    Form("entry", submit),
    Form("evidence", submit_evidence),
    Form("batch", submit_batch),
)
