"""Confirm cards: what would be written, and nothing written until the button is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from bot import conduct, history, menu
from bot.commands import kept, offers, plans, questions
from bot.commands.plans import Plan
from bot.conduct import Draft
from bot.errors import Usage, UserError
from bot.messages import Reply, reply
from bot.parts import Button, Buttons, Part, Say
from bot.reading import grammar
from bot.slack import Request

_SHOWN = 20  # two blocks each, of a message's fifty
_SHOWN_BESIDE = 10  # where lines that need another look stand below
_PROBLEMS = 8  # three blocks each


def ask(session: Session, request: Request, kind: str, plan: Plan) -> Reply:
    """Keep the plan and show the card that confirms it."""
    number = _keep(session, request, kind, plan)
    says: list[Part] = [
        Say("conduct.confirm", {"reasons": plan.reasons, "kind": kind, "n": len(plan.drafts)})
    ]
    for draft in plan.drafts[:_SHOWN]:
        same = conduct.same(session, workspace=request.workspace, draft=draft)
        says.append(Say("conduct.draft", _shown(request, draft) | {"same": _ids(same)}))
    says += _more(len(plan.drafts) - _SHOWN)
    return Reply((*says, Buttons(_choices(kind, number))))


def preview(session: Session, request: Request, kind: str, text: str) -> Reply:
    """Read a batch and show good lines, doubtful lines and errors; the good ones can be logged."""
    circle = menu.circle(session, by=request.by, day=request.today, kind=kind)
    lines = grammar.read_lines(
        text,
        people=circle.people,
        items=circle.choices,
        today=request.today,
        me=request.by.person.id,
        nearby=circle.scope,
    )
    drafts: list[Draft] = []
    problems: list[tuple[Part, Part]] = []
    for number, record in lines:
        try:
            drafts += _good(session, request, kind, record)
        except UserError as error:
            head = Say("conduct.bad_line", {"line": number})
            problems.append((head, Say(f"errors.{error.name}", error.context)))
    says: list[Part] = [Say("conduct.batch", {"good": len(drafts), "bad": len(problems)})]
    shown = _SHOWN_BESIDE if problems else _SHOWN
    says += [Say("conduct.draft", _shown(request, d) | {"same": ""}) for d in drafts[:shown]]
    says += _more(len(drafts) - shown)
    says += [part for problem in problems[:_PROBLEMS] for part in problem]
    says += _more(len(problems) - _PROBLEMS)
    if not drafts:
        return Reply(tuple(says))
    plan = Plan(tuple(drafts))
    return Reply((*says, Buttons(_choices(kind, _keep(session, request, kind, plan)))))


def confirm(session: Session, request: Request, kind: str, words: str) -> Reply:
    """Write what the card offered; a second press changes nothing.

    Raise UserError for somebody else's card and for one that has lapsed.
    """
    payload = offers.take(session, request, kind, words)
    drafts = tuple(kept.read(session, request, one) for one in payload["drafts"])
    return plans.write(session, request, Plan(drafts, public=payload["public"]))


def cancel(session: Session, request: Request, kind: str, words: str) -> Reply:
    """Drop the card; nothing was written, and nothing will be."""
    offers.drop(session, request, kind, words)
    return reply("conduct.cancelled", replaces=True)


def _good(
    session: Session, request: Request, kind: str, record: grammar.Record | UserError
) -> list[Draft]:
    """Return the drafts of one line of a batch; raise UserError for what is wrong with it."""
    if isinstance(record, UserError):
        raise record
    command = plans.COMMAND_OF[kind]
    if record.doubtful:
        word, near = record.doubtful[0]
        raise UserError("unknown_person", word=word, near=[one.name for one in near])
    questions.about(record, kind=kind, command=command)
    if record.item is None:
        raise Usage(command)
    plan = plans.plan_of(session, request, record, kind)
    for draft in plan.drafts:
        conduct.check(session, by=request.by, draft=draft, at=request.at)
    if "duplicate" in plan.reasons:
        raise UserError("duplicate_line", person=plan.drafts[0].person, item=plan.drafts[0].item)
    return list(plan.drafts)


def _keep(session: Session, request: Request, kind: str, plan: Plan) -> int:
    payload = {"drafts": [kept.written(draft) for draft in plan.drafts], "public": plan.public}
    return offers.keep(session, request, kind, payload)


def _shown(request: Request, draft: Draft) -> dict[str, object]:
    return {
        "name": draft.person.name,
        "item": draft.item,
        "points": draft.item.points if draft.points is None else draft.points,
        "day": draft.day,
        "time": None if draft.at is None else f"{draft.at:%H:%M}",
        "today": request.today,
        "note": draft.note,
        "ref": draft.ref,
    }


def _more(left: int) -> tuple[Part, ...]:
    return (Say("conduct.more", {"n": left}),) if left > 0 else ()


def _ids(same: Sequence[Any]) -> str:
    return ", ".join(history.id_of(entry) for entry in same)


def _choices(kind: str, number: int) -> tuple[Button, ...]:
    command = plans.COMMAND_OF[kind]
    return (
        Button("Log it", command, f"confirm {number}", style="primary"),
        Button("Cancel", command, f"cancel {number}"),
    )
