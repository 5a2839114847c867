"""The complaints one may see: all, the open ones, one's own, a person's, a month's."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlmodel import Session

from bot import casebook
from bot.commands import case_shown, whom
from bot.errors import UserError
from bot.messages import Reply, reply
from bot.parts import Button, Part, Say
from bot.periods import Period
from bot.reading import dates
from bot.slack import Request

_MOST = 20
_OPEN = frozenset({"open", "未结", "待处理"})
_MINE = frozenset({"mine", "我的"})
_ALL = frozenset({"all", "全部"})
_OVERDUE = frozenset({"overdue", "超期", "逾期"})


@dataclass
class Asked:
    """Which complaints the words ask for."""

    open_only: bool = False
    mine: bool = False
    period: Period | None = None
    words: list[str] = field(default_factory=list)

    @property
    def narrowed(self) -> bool:
        """Whether more was asked for than just the list."""
        return self.open_only or self.mine or self.period is not None or bool(self.words)


def show(session: Session, request: Request, rest: str) -> Reply:
    """`list [open|mine|all|@mira|oct]`: the open ones by default, an agent's own all of them."""
    words = rest.split()
    if _OVERDUE & {word.casefold() for word in words}:
        return reply("complaint.no_clocks", Button("Open complaints", "complaint", "list open"))
    asked = _asked(request, words)
    person = _person(session, request, asked.words)
    found = casebook.cases(
        session,
        by=request.by,
        person=person,
        opened_by=request.by.person.id if asked.mine else None,
        first=asked.period.first if asked.period else None,
        last=asked.period.last if asked.period else None,
        open_only=asked.open_only,
    )
    head = {"n": len(found), "open": asked.open_only, "period": asked.period}
    parts: list[Part] = [Say("complaint.list_head", head)]
    for one in found[:_MOST]:
        number = casebook.id_of(one.complaint)
        said = case_shown.described(session, request, one)
        parts.append(Say("complaint.list_line", said, Button("Show", "complaint", number)))
    if len(found) > _MOST:
        parts.append(Say("complaint.list_more", {"n": len(found) - _MOST}))
    return Reply(tuple(parts))


def _asked(request: Request, words: list[str]) -> Asked:
    asked = Asked()
    everything = False
    for word in words:
        folded = word.casefold()
        period = dates.read_month(word, today=request.today)
        if folded in _OPEN:
            asked.open_only = True
        elif folded in _MINE:
            asked.mine = True
        elif folded in _ALL:
            everything = True
        elif period is not None:
            asked.period = period
        else:
            asked.words.append(word)
    if request.by.supervises and not asked.narrowed and not everything:
        asked.open_only = True
    return asked


def _person(session: Session, request: Request, words: list[str]) -> str | None:
    """Return whose complaints are asked for; raise UserError for words that name nobody."""
    if not words:
        return None
    ids = whom.named(session, request, " ".join(words))
    if len(ids) > 1:
        raise UserError("one_person_only")
    return ids[0]
