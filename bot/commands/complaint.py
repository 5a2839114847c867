"""/complaint: take a customer's complaint in, decide it, see what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlmodel import Session

from bot import complaints, roster
from bot.commands import case_list, case_shown, help_, offers, opening, uphold_card, upholding
from bot.errors import UserError
from bot.messages import Reply, reply
from bot.reading import grammar, ids
from bot.reading.tokens import clean
from bot.slack import Command, FieldError, Form, Request
from bot.views import complaint_form

Verb = Callable[[Session, Request, str], Reply]
CaseVerb = Callable[[Session, Request, int, str], Reply]


def run(session: Session, request: Request) -> Reply:
    """Do what the first word says, or what it says about the case it names: `X-88 uphold`."""
    verb, rest = grammar.first_word(request.words)
    if verb in help_.WORDS:
        return help_.about("complaint", request)
    if not verb:
        return _empty(session, request)
    named = _named_case(verb, rest)
    if named is not None:
        return _about_case(session, request, *named)
    chosen = VERBS.get(verb)
    return chosen(session, request, rest) if chosen else opening.read(session, request)


def _empty(session: Session, request: Request) -> Reply:
    """Open the form; who takes no complaints in sees those about herself."""
    if not request.by.supervises:
        return case_list.show(session, request, "")
    return Reply(form=complaint_form.empty(session, request))


def _named_case(verb: str, rest: str) -> tuple[int, str, str] | None:
    """Read `X-88 uphold …` and `uphold X-88 …`: the number, the verb, and what follows."""
    second, tail = grammar.first_word(rest)
    number = _number(verb)
    if number is not None:
        return (number, "note", rest) if second.startswith(("--", "—")) else (number, second, tail)
    number = _number(second)
    if number is not None and verb in CASE_VERBS:
        return number, verb, tail
    return None


def _number(word: str) -> int | None:
    read = ids.read_id(word)
    return read[1] if read is not None and read[0] == "X" else None


def _about_case(session: Session, request: Request, number: int, verb: str, rest: str) -> Reply:
    chosen = CASE_VERBS.get(verb)
    if chosen is None:
        raise UserError("unknown_move", word=verb, id=f"X-{number}")
    return chosen(session, request, number, rest)


def _open(session: Session, request: Request, rest: str) -> Reply:
    if not rest:
        return _empty(session, request)
    return opening.read(session, replace(request, words=rest))


def _form(session: Session, request: Request, rest: str) -> Reply:
    """Open the form with the typed words in its note, so that they are not lost."""
    named = _named_case(*grammar.first_word(rest))
    if named is not None:
        return upholding.form(session, request, named[0], named[2])
    filled = complaint_form.Filled(note=clean(rest))
    return Reply(form=complaint_form.empty(session, request, filled))


def _confirm(session: Session, request: Request, rest: str) -> Reply:
    """Do what the card offered, after every check anew."""
    kept = offers.take(session, request, "complaint", rest)
    carry_out = opening.confirm if "report" in kept else uphold_card.confirm
    return carry_out(session, request, kept)


def _change(session: Session, request: Request, rest: str) -> Reply:
    kept = offers.take(session, request, "complaint", rest)
    if "report" in kept:
        raise UserError("unknown_proposal")
    return upholding.change(session, request, kept)


def _cancel(session: Session, request: Request, rest: str) -> Reply:
    offers.drop(session, request, "complaint", rest)
    return reply("complaint.cancelled", replaces=True)


def _show(session: Session, request: Request, number: int, rest: str) -> Reply:
    if rest:
        raise UserError("unknown_move", word=rest, id=f"X-{number}")
    return case_shown.show(session, request, number)


def _reasoned(move: str) -> CaseVerb:
    """Return the verb of a move that needs a reason; without one its form opens."""

    def make(session: Session, request: Request, number: int, rest: str) -> Reply:
        head, note = grammar.split_note(clean(rest))
        found = complaints.decidable(session, by=request.by, number=number, move=move)
        if not note and not (head and move == "note"):
            return Reply(form=complaint_form.for_move(found, move, head.strip()))
        if head.strip() and move != "note":
            raise UserError(
                "reason_after_dashes", id=f"X-{number} {move}", verb=move, words=head.strip()
            )
        whole = "\n".join(part for part in (head.strip(), note) if part)
        return _made(session, request, number, move, whole)

    return make


def _made(session: Session, request: Request, number: int, move: str, note: str) -> Reply:
    complaints.move(
        session,
        by=request.by,
        number=number,
        move=move,
        note=note,
        at=request.at,
        key=request.key,
    )
    return replace(case_shown.show(session, request, number), replaces=True)


VERBS: Mapping[str, Verb] = {
    "open": _open,
    "new": _open,
    "登记": _open,
    "list": case_list.show,
    "列表": case_list.show,
    "form": _form,
    "confirm": _confirm,
    "change": _change,
    "cancel": _cancel,
}
CASE_VERBS: Mapping[str, CaseVerb] = {
    "": _show,
    "show": _show,
    "查看": _show,
    "uphold": upholding.uphold,
    "成立": upholding.uphold,
    "属实": upholding.uphold,
    "reject": _reasoned("reject"),
    "驳回": _reasoned("reject"),
    "resolve": _reasoned("resolve"),
    "解决": _reasoned("resolve"),
    "办结": _reasoned("resolve"),
    "note": _reasoned("note"),
    "备注": _reasoned("note"),
}


def submit(session: Session, request: Request) -> Reply:
    """Take in the complaint that the form holds."""
    report = complaint_form.report_of(session, request)
    try:
        return opening.take_in(session, request, report)
    except UserError as error:
        block = "day" if error.name == "future_date" else "person"
        raise FieldError(block, error.name, **error.context) from None


def submit_move(session: Session, request: Request) -> Reply:
    """Make the move whose reason was asked for."""
    note = (request.values.get("note") or "").strip()
    return _made(session, request, int(request.meta["number"]), request.meta["move"], note)


def submit_uphold(session: Session, request: Request) -> Reply:
    """Show what upholding would do, with what the form says."""
    number = int(request.meta["number"])
    found = complaints.decidable(session, by=request.by, number=number, move="uphold")
    wanted = complaint_form.wanted_of(request)
    user = wanted.person or found.person_id
    if not user:
        raise FieldError("person", "nobody_chosen")
    person = roster.person(session, workspace=request.workspace, user=user)
    return upholding.submitted(session, request, found, person, wanted)


COMMAND = Command("complaint", run)
FORMS = (
    Form("complaint", submit),
    Form("complaint_move", submit_move),
    Form("complaint_uphold", submit_uphold),
)
