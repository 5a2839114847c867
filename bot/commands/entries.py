"""Logging deductions and commendations: read the line, ask what must be asked, write, answer."""

from __future__ import annotations

from sqlmodel import Session

from bot import conduct, menu
from bot.commands import plans, proposals, questions
from bot.errors import UserError
from bot.messages import Reply
from bot.reading import grammar
from bot.reading.grammar import Record
from bot.slack import Request
from bot.views import entry_form


def log(session: Session, request: Request, kind: str) -> Reply:
    """Carry out `/deduct …` or `/commend …`: one line, or several lines as a batch."""
    if "\n" in request.words.strip():
        lines = [line for line in request.words.splitlines() if line.strip()]
        if len(lines) > 1 and all(_reads_as_record(line) for line in lines):
            return proposals.preview(session, request, kind, request.words)
    record = _read(session, request, kind)
    asked = questions.about(record, kind=kind, command=plans.COMMAND_OF[kind])
    if asked is not None:
        return asked
    plan = plans.plan_of(session, request, record, kind)
    if any(conduct.needs_note(one.item, one.points) and not one.note for one in plan.drafts):
        return Reply(
            form=entry_form.filled(session, request, kind, plan.drafts, public=plan.public)
        )
    for draft in plan.drafts:
        conduct.check(session, by=request.by, draft=draft, at=request.at)
    if plan.reasons:
        return proposals.ask(session, request, kind, plan)
    return plans.write(session, request, plan)


def _read(session: Session, request: Request, kind: str) -> Record:
    """Read the line; raise UserError for what it cannot mean."""
    circle = menu.circle(session, by=request.by, day=request.today, kind=kind)
    try:
        return grammar.read(
            request.words,
            people=circle.people,
            items=circle.choices,
            today=request.today,
            me=request.by.person.id,
            nearby=circle.scope,
        )
    except UserError as error:
        if error.name == "ambiguous_date":
            raise questions.which_day(error, request.words, plans.COMMAND_OF[kind]) from None
        raise


def _reads_as_record(line: str) -> bool:
    """Tell a line of a batch from the note that goes on after a line break."""
    return line.lstrip().startswith(("<@", "@", "<!subteam", '"'))
