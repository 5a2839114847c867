"""The people and the rubric the tests of this folder talk about, and what is typed of them."""

from dataclasses import dataclass
from datetime import date

from bot.reading.grammar import Record, Target, read
from bot.reading.items import Match

THURSDAY = date(2026, 11, 19)


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    handle: str = ""
    nickname: str = ""
    staff_no: str = ""
    active: bool = True


@dataclass(frozen=True)
class Line:
    code: str
    others: tuple[str, ...] = ()
    critical: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.code, *self.others)


MIRA = Person("U1", "Mira Chen", "mira", "", "1042")
TOM = Person("U2", "Tom Jones", "tjones", "Tommy")
HARDY = Person("U3", "Tom Hardy", "hardy")
WANG_FANG = Person("U4", "王芳", "wfang")
LI_NA = Person("U5", "李娜", "lina.li", "小娜", "77")
OUYANG = Person("U6", "欧阳小明", "oyxm")
ANA = Person("U7", "Ana María Núñez", "ana")
SUN = Person("U8", "Sun Li", "sunny")
GONE = Person("U9", "Piet Gone", "piet", active=False)
JO = Person("UJO", "Jo Park", "jo")
PEOPLE = (MIRA, TOM, HARDY, WANG_FANG, LI_NA, OUYANG, ANA, SUN, GONE, JO)

LATE = Line("late", ("tardy", "Late for shift", "上班迟到"))
TONE = Line("tone", ("Impatient with customer", "服务态度不耐烦"))
RECORD = Line("record", ("Record incomplete", "记录不完整"))
HANDOVER = Line("handover", ("No handover at end of shift", "未交接班"))
FRAUD = Line("fraud", ("Fraudulent refund", "骗取退款"), critical=True)
ITEMS = (LATE, TONE, RECORD, HANDOVER, FRAUD)


def typed(text: str, *, nearby: frozenset[str] = frozenset()) -> Record:
    """Read a line that Jo typed."""
    return read(text, people=PEOPLE, items=ITEMS, today=THURSDAY, me=JO.id, nearby=nearby)


def at(person: Person, words: str) -> Target:
    return Target("person", person.id, person, words)


def exactly(item: Line, words: str) -> Match:
    return Match(item, "exact", words)
