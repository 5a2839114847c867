"""Confirm cards: what would be written, and nothing written until the button is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from bot import conduct, history, menu
from bot.commands import kept, offers, plans, questions
from bot.commands.plans import Plan
from bot.conduct import Draft
from bot.errors import Usage, UserError
from bot.messages import Reply, reply
from bot.parts import Button, Buttons, Part, Say
from bot.reading import grammar, tokens
from bot.slack import Request

_SHOWN = 20  # two blocks each, of a message's fifty
_SHOWN_BESIDE = 10  # where lines that need another look stand below
_PROBLEMS = 8  # three blocks each


@dataclass(frozen=True)
class _Wrong:
    """A line of a batch that cannot be logged as it is, and why."""

    number: int
    typed: str
    error: UserError

    def said(self) -> tuple[Say, Say]:
        """Return the line with what is wrong about it."""
        head = Say("conduct.bad_line", {"line": self.number, "typed": tokens.plain(self.typed)})
        return head, Say(f"errors.{self.error.name}", self.error.context)


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
    drafts, wrong = _read(session, request, kind, text)
    says: list[Part] = [Say("conduct.batch", {"good": len(drafts), "bad": len(wrong)})]
    shown = _SHOWN_BESIDE if wrong else _SHOWN
    says += [Say("conduct.draft", _shown(request, d) | {"same": ""}) for d in drafts[:shown]]
    says += _more(len(drafts) - shown)
    says += [part for one in wrong[:_PROBLEMS] for part in one.said()]
    says += _more(len(wrong) - _PROBLEMS)
    again = [tokens.retyped(one.typed) for one in wrong]
    choices: tuple[Button, ...] = ()
    if drafts:
        plan = Plan(tuple(drafts))
        choices = _choices(kind, _keep(session, request, kind, plan, wrong=again))
    return Reply((*says, Buttons((*choices, *_correct(kind, again)))))


def confirm(session: Session, request: Request, kind: str, words: str) -> Reply:
    """Write what the card offered; a second press changes nothing.

    Raise UserError for somebody else's card and for one that has lapsed.
    """
    payload = offers.take(session, request, kind, words)
    drafts = tuple(kept.read(session, request, one) for one in payload["drafts"])
    written = plans.write(session, request, Plan(drafts, public=payload["public"]))
    wrong = payload.get("wrong")
    if not wrong:
        return written
    left = (Say("conduct.lines_left", {"n": len(wrong)}), Buttons(_correct(kind, wrong)))
    return replace(written, parts=(*written.parts, *left))


def cancel(session: Session, request: Request, kind: str, words: str) -> Reply:
    """Drop the card; nothing was written, and nothing will be."""
    offers.drop(session, request, kind, words)
    return reply("conduct.cancelled", replaces=True)


def _read(
    session: Session, request: Request, kind: str, text: str
) -> tuple[list[Draft], list[_Wrong]]:
    """Return what the lines of a batch would log, and those that cannot be logged."""
    circle = menu.circle(session, by=request.by, day=request.today, kind=kind)
    lines = grammar.read_lines(
        text,
        people=circle.people,
        items=circle.choices,
        today=request.today,
        me=request.by.person.id,
        nearby=circle.scope,
    )
    typed = text.splitlines()
    drafts: list[Draft] = []
    wrong: list[_Wrong] = []
    for number, record in lines:
        try:
            drafts += _good(session, request, kind, record)
        except UserError as error:
            wrong.append(_Wrong(number, typed[number - 1], error))
    return drafts, wrong


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


def _keep(
    session: Session, request: Request, kind: str, plan: Plan, *, wrong: Sequence[str] = ()
) -> int:
    drafts = [kept.written(draft) for draft in plan.drafts]
    payload = {"drafts": drafts, "public": plan.public, "wrong": list(wrong)}
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


def _correct(kind: str, wrong: Sequence[str]) -> tuple[Button, ...]:
    """Return the button that opens the paste box with the lines that cannot be logged, if any."""
    lines = "\n".join(["lines", *wrong])
    return (Button("Correct the lines", plans.COMMAND_OF[kind], lines),) if wrong else ()


def _choices(kind: str, number: int) -> tuple[Button, ...]:
    command = plans.COMMAND_OF[kind]
    return (
        Button("Log it", command, f"confirm {number}", style="primary"),
        Button("Cancel", command, f"cancel {number}"),
    )
