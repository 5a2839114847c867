"""Whatever is logged, taken back, closed and reopened, in any order: ledger and cards agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
)
from office import ADA, ANN, LEE, SUE, WORKSPACE, seed
from sqlmodel import Session

from bot import (
    appraisals,
    complaints,
    conduct,
    ledger,
    menu,
    month_end,
    months,
    rights,
    roster,
    schema,
)
from bot.complaints import Report
from bot.conduct import Draft
from bot.errors import UserError
from bot.models import Entry, Team
from bot.periods import Period
from bot.rights import Actor
from bot.scoring.facts import Fact
from bot.scoring.score import score
from bot.settings import Settings
from bot.store import connect

NOVEMBER = Period(2026, 11)
MORNING = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
PEOPLE = (ANN, LEE)
CODES = ("C5", "A2", "A4", "praise")
CARE = 1  # the team of both

people, days = st.sampled_from(PEOPLE), st.integers(1, 30)


class Ledger(RuleBasedStateMachine):
    """A supervisor at work on the morning after the month, HR, and a count of what must stand.

    While the month is out every act is refused, and changes nothing.
    """

    entries: Bundle[int] = Bundle("entries")

    def __init__(self) -> None:
        super().__init__()
        self.database = connect("sqlite://")
        schema.migrate(self.database.engine)
        with self.database.writing() as session:
            seed(session)
        self.standing: Counter[tuple[str, str, Decimal | None]] = Counter()
        self.now = MORNING
        self.asked = 0
        self.out = False

    @rule(target=entries, person=people, code=st.sampled_from(CODES), own=st.booleans(), day=days)
    def log(self, person: str, code: str, day: int, *, own: bool) -> MultipleResults[int]:
        def act(session: Session, by: Actor) -> list[int]:
            draft = self._draft(session, by, person, code, NOVEMBER.first.replace(day=day), own=own)
            (entry,) = conduct.log(session, by=by, drafts=[draft], at=self.now, key=self._key())
            self.standing[_fact(entry)] += 1
            return [entry.number]

        return multiple(*self._try(act, refused=[]))

    @rule(target=entries, number=consumes(entries), how=st.sampled_from(("undo", "void", "excuse")))
    def take_back(self, number: int, how: str) -> MultipleResults[int]:
        def act(session: Session, by: Actor) -> list[int]:
            if how == "undo":
                (entry,) = conduct.undo(session, by=by, number=number, at=self.now, key=self._key())
            else:
                judge = conduct.void if how == "void" else conduct.excuse
                entry = judge(
                    session, by=by, number=number, note="why", at=self.now, key=self._key()
                )
            self.standing[_fact(entry)] -= 1
            return []

        return multiple(*self._try(act, refused=[number]))

    @rule(target=entries, number=consumes(entries), code=st.sampled_from(CODES[:3]))
    def mend(self, number: int, code: str) -> MultipleResults[int]:
        def act(session: Session, by: Actor) -> list[int]:
            old = conduct.standing_entry(session, by=by, number=number)
            draft = self._draft(session, by, old.person_id, code, old.day, own=False)
            old, new = conduct.mend(
                session, by=by, number=number, draft=draft, at=self.now, key=self._key()
            )
            self.standing[_fact(old)] -= 1
            self.standing[_fact(new)] += 1
            return [new.number]

        return multiple(*self._try(act, refused=[number]))

    @rule(target=entries, person=people, code=st.sampled_from(CODES[:3]), day=days)
    def uphold(self, person: str, code: str, day: int) -> MultipleResults[int]:
        def act(session: Session, by: Actor) -> list[int]:
            draft = self._draft(
                session, by, person, code, NOVEMBER.first.replace(day=day), own=False
            )
            report = Report(draft.person, _care(session), "billing", "minor", "", draft.day)
            found = complaints.open_case(
                session, by=by, report=report, at=self.now, key=self._key()
            )
            _, entry = complaints.uphold(
                session,
                by=by,
                number=found.complaint.number,
                draft=draft,
                note="it is so",
                at=self.now,
                key=self._key(),
            )
            self.standing[_fact(entry)] += 1
            return [entry.number]

        return multiple(*self._try(act, refused=[]))

    @precondition(lambda self: not self.out)
    @rule()
    def close(self) -> None:
        closings = []
        for _ in range(2):
            with self.database.writing() as session:
                closings.append(
                    month_end.close(
                        session,
                        team=_care(session),
                        period=NOVEMBER,
                        settings=Settings(),
                        at=self.now,
                    )
                )
        assert [bool(cards) for cards in closings] == [True, False]
        self.out = True

    @precondition(lambda self: self.out)
    @rule()
    def reopen(self) -> None:
        with self.database.writing() as session:
            by = rights.actor(session, workspace=WORKSPACE, user=ADA, at=self.now)
            months.reopen(
                session, by=by, team=_care(session), period=NOVEMBER, reason="why", at=self.now
            )
        self.out = False

    @rule(seconds=st.integers(0, 1))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def the_ledger_sums_to_what_stands(self) -> None:
        with self.database.reading() as session:
            found = appraisals.facts(session, workspace=WORKSPACE, people=PEOPLE, period=NOVEMBER)
        for person, facts in found.items():
            assert sorted(facts, key=_code) == sorted(self._facts(person), key=_code)

    @invariant()
    def the_cards_say_what_stands(self) -> None:
        """See that the card, frozen while the month is out, is the score of what stands."""
        with self.database.reading() as session:
            for user in PEOPLE:
                person = roster.person(session, workspace=WORKSPACE, user=user)
                found = appraisals.standing(
                    session, workspace=WORKSPACE, person=person, period=NOVEMBER
                )
                expected = score(found.version.rubric, self._facts(user))
                assert found.card == expected
                assert found.final == self.out

    @invariant()
    def the_chain_is_whole(self) -> None:
        with self.database.reading() as session:
            assert ledger.first_broken(session, workspace=WORKSPACE) is None

    def teardown(self) -> None:
        self.database.engine.dispose()

    def _try(self, act: Callable[[Session, Actor], list[int]], refused: list[int]) -> list[int]:
        """Do something as the supervisor; while the month is out, see that it is refused."""
        if not self.out:
            with self.database.writing() as session:
                return act(session, self._sue(session))
        with pytest.raises(UserError) as told, self.database.writing() as session:
            act(session, self._sue(session))
        assert told.value.name in ("month_closed", "entry_in_closed_month")
        return refused

    def _facts(self, person: str) -> list[Fact]:
        """Return what must stand for the person, as the ledger would sum it up."""
        found = []
        for code in CODES:
            mine = {
                points: count
                for (who, what, points), count in self.standing.items()
                if (who, what) == (person, code)
            }
            whole = mine.pop(None, 0)
            given = sum((points * count for points, count in mine.items() if points), Decimal(0))
            if whole or given:
                found.append(Fact(code=code, count=whole, points=given))
        return found

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


def _care(session: Session) -> Team:
    return roster.team(session, workspace=WORKSPACE, team_id=CARE)


def _fact(entry: Entry) -> tuple[str, str, Decimal | None]:
    return entry.person_id, entry.code, entry.points


def _code(fact: Fact) -> str:
    return fact.code


Ledger.TestCase.settings = settings(max_examples=8, stateful_step_count=20)
TestLedger = Ledger.TestCase
