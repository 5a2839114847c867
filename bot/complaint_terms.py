"""The few words a complaint is described by: what it is about, how grave it is, whence it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.scoring.entries import Loggable
from bot.scoring.text import Text
from bot.spelling import words_of


@dataclass(frozen=True)
class Term:
    """One of a short list, under all the names people know it by."""

    code: str
    label: Text
    aliases: tuple[str, ...] = ()
    critical: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The code, the aliases and the label in both languages."""
        return (self.code, *self.aliases, self.label.en, self.label.zh)


CATEGORIES = (
    Term("attitude", Text(en="Attitude", zh="态度")),
    Term("information", Text(en="Wrong information", zh="信息有误")),
    Term("waiting", Text(en="Waiting time", zh="等待时间")),
    Term("promise", Text(en="Promise not kept", zh="承诺未兑现")),
    Term("billing", Text(en="Billing", zh="账单")),
    Term("refund", Text(en="Refund", zh="退款")),
    Term("delivery", Text(en="Delivery", zh="配送")),
    Term("quality", Text(en="Quality", zh="质量")),
    Term("privacy", Text(en="Privacy", zh="隐私")),
    Term("other", Text(en="Other", zh="其他")),
)
SEVERITIES = (
    Term("minor", Text(en="minor", zh="一般"), ("ordinary", "轻微", "普通")),
    Term("major", Text(en="major", zh="重大"), ("serious", "grave", "严重")),
)
SOURCES = (
    Term("phone", Text(en="phone", zh="电话"), ("call", "tel", "来电")),
    Term("email", Text(en="email", zh="邮件"), ("mail", "e-mail", "邮箱")),
    Term("chat", Text(en="chat", zh="在线客服"), ("webchat", "在线", "微信", "wechat")),
    Term("counter", Text(en="in person", zh="当面"), ("desk", "柜台", "现场")),
    Term("web", Text(en="web form", zh="网站"), ("app", "form", "website", "网页")),
    Term("survey", Text(en="survey", zh="问卷"), ("调查",)),
    Term("review", Text(en="public review", zh="公开评价"), ("social", "点评", "社交媒体")),
    Term("letter", Text(en="letter", zh="信函"), ("post", "来信")),
    Term("authority", Text(en="authority", zh="主管部门"), ("12345", "12315", "regulator")),
    Term("other", Text(en="other", zh="其他")),
)

# The states a complaint can be in, and the moves as its history tells them.
STATES = {
    "open": Text(en="open", zh="待处理"),
    "upheld": Text(en="upheld", zh="成立"),
    "lifted": Text(en="open again", zh="重新待处理"),
    "rejected": Text(en="rejected", zh="不成立"),
    "resolved": Text(en="resolved", zh="已解决"),
    "settled": Text(en="upheld and resolved", zh="成立，已解决"),
}
DONE = {
    "open": Text(en="opened", zh="登记"),
    "uphold": Text(en="upheld", zh="认定成立"),
    "reject": Text(en="rejected", zh="驳回"),
    "resolve": Text(en="resolved", zh="解决"),
    "note": Text(en="noted", zh="备注"),
}

# What an upheld complaint is logged as, by severity: the codes, then the names, looked for in turn.
_LOGGED_AS = {
    "minor": ("complaint", "投诉"),
    "major": ("major-complaint", "重大投诉", "complaint", "投诉"),
}


def find(word: str, terms: Sequence[Term]) -> Term | None:
    """Return the term that `word` names, in full, in either language."""
    typed = words_of(word)
    return next((one for one in terms if typed and typed in map(words_of, one.names)), None)


def by_code(code: str, terms: Sequence[Term]) -> Term:
    """Return the term with this code, which was stored once: one no longer listed names itself."""
    named = Text(en=code or "–", zh=code or "–")
    return next((one for one in terms if one.code == code), Term(code, named))


def usual_item(entries: Sequence[Loggable], severity: str) -> Loggable | None:
    """Return what a rubric's upheld complaints of this severity are logged as, if it says so."""
    deductions = [item for item in entries if item.kind == "deduction"]
    for name in _LOGGED_AS[severity]:
        for item in deductions:
            if name in (item.code, *item.aliases):
                return item
    return None
