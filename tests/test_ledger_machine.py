"""Whatever is logged and taken back, in whatever order: the ledger sums to what stands."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
from office import ANN, LEE, NOW, SUE, WORKSPACE, seed
from sqlmodel import Session

from bot import appraisals, conduct, ledger, menu, rights, roster, schema
from bot.conduct import Draft
from bot.models import Entry
from bot.periods import Period
from bot.rights import Actor
from bot.store import connect

NOVEMBER = Period(2026, 11)
CODES = ("C5", "A2", "A4", "praise")


class Ledger(RuleBasedStateMachine):
    """A supervisor who logs, undoes, voids, excuses and mends, and a count of what must stand."""

    entries = Bundle("entries")

    def __init__(self) -> None:
        super().__init__()
        self.database = connect("sqlite://")
        schema.migrate(self.database.engine)
        with self.database.writing() as session:
            seed(session)
        self.standing: Counter[tuple[str, str, Decimal | None]] = Counter()
        self.now = NOW
        self.asked = 0

    @rule(
        target=entries,
        person=st.sampled_from((ANN, LEE)),
        code=st.sampled_from(CODES),
        own=st.booleans(),
        day=st.integers(1, 19),
    )
    def log(self, person: str, code: str, day: int, *, own: bool) -> int:
        with self.database.writing() as session:
            by = self._sue(session)
            draft = self._draft(session, by, person, code, date(2026, 11, day), own=own)
            (entry,) = conduct.log(session, by=by, drafts=[draft], at=self.now, key=self._key())
            self.standing[_fact(entry)] += 1
        return entry.number

    @rule(number=consumes(entries), how=st.sampled_from(("undo", "void", "excuse")))
    def take_back(self, number: int, how: str) -> None:
        with self.database.writing() as session:
            by = self._sue(session)
            if how == "undo":
                (entry,) = conduct.undo(session, by=by, number=number, at=self.now, key=self._key())
            else:
                judge = conduct.void if how == "void" else conduct.excuse
                entry = judge(
                    session, by=by, number=number, note="why", at=self.now, key=self._key()
                )
            self.standing[_fact(entry)] -= 1

    @rule(target=entries, number=consumes(entries), code=st.sampled_from(CODES[:3]))
    def mend(self, number: int, code: str) -> int:
        with self.database.writing() as session:
            by = self._sue(session)
            old = conduct.standing_entry(session, by=by, number=number)
            draft = self._draft(session, by, old.person_id, code, old.day, own=False)
            old, new = conduct.mend(
                session, by=by, number=number, draft=draft, at=self.now, key=self._key()
            )
            self.standing[_fact(old)] -= 1
            self.standing[_fact(new)] += 1
        return new.number

    @rule(minutes=st.integers(0, 1))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(seconds=minutes)

    @invariant()
    def the_ledger_sums_to_what_stands(self) -> None:
        with self.database.reading() as session:
            found = appraisals.facts(
                session, workspace=WORKSPACE, people=[ANN, LEE], period=NOVEMBER
            )
        for person, facts in found.items():
            for fact in facts:
                mine = {
                    points: count
                    for (who, code, points), count in self.standing.items()
                    if (who, code) == (person, fact.code)
                }
                own = {points: count for points, count in mine.items() if points is not None}
                assert fact.count == mine.get(None, 0)
                assert fact.points == sum(points * count for points, count in own.items())

    @invariant()
    def the_chain_is_whole(self) -> None:
        with self.database.reading() as session:
            assert ledger.first_broken(session, workspace=WORKSPACE) is None

    def teardown(self) -> None:
        self.database.engine.dispose()

    def _sue(self, session: Session) -> Actor:
        return rights.actor(session, workspace=WORKSPACE, user=SUE, at=self.now)

    def _draft(
        self, session: Session, by: Actor, who: str, code: str, day: date, *, own: bool
    ) -> Draft:
        person = roster.person(session, workspace=WORKSPACE, user=who)
        item = menu.item_for(session, by=by, person=person, day=day, code=code)
        points = item.least if own and item.least != item.points else None
        return Draft(person, item, day, points, "a note")

    def _key(self) -> str:
        self.asked += 1
        return f"machine:{self.asked}"


def _fact(entry: Entry) -> tuple[str, str, Decimal | None]:
    return entry.person_id, entry.code, entry.points


Ledger.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestLedger = Ledger.TestCase
