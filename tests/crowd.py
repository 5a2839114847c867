"""Many people who type at once, and the ledger compared with what each of them was told."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import TypeAlias

import pytest
import tables
from office import ANN, CARE, LEE, SUE, WANG, WORKSPACE, Office, lines_of
from sqlmodel import col, select

from bot import appraisals, ledger, serving, words
from bot.app import build
from bot.hosting import serve
from bot.models import Entry
from bot.periods import Period
from bot.web import site

SLACKS_PATIENCE = 3.0  # seconds until Slack tells the person that the app did not answer
CODES = ("A2", "A3", "A4", "B2", "B5", "B7", "C1", "C5", "D1", "D2", "D3")
DAYS = ("today", "yesterday", "17 nov")
LINES = [  # no two alike, so that none is asked back as a duplicate
    f"<@{user}> {code} {day}" for user, day, code in product((ANN, LEE, WANG), DAYS, CODES)
]
LAST = len(LINES) - 1
WAVES = tuple(range(nth, nth + 24) for nth in (0, 24, 48, 72))
WRITTEN = "*D-"
BUSY = "The database is busy and nothing was written."
UNKNOWN = "The database went away just as this was being written down"
HEAD = """\
| tried | database | answers | said to be written, and were | said not to be, and were not | \
said that nobody knows | neither or both |
|---|---|--:|--:|--:|--:|--:|"""

Hear: TypeAlias = Callable[[str], object]  # is told each answer when it comes


@pytest.fixture
def busy(office: Office) -> Iterator[Office]:
    """Open the office's door as wide as `serve` does, and as well prepared."""
    words.prepare(office.desk.settings.commands)
    door = serve(site(build(office.desk), office.desk), threads=serving.THREADS)
    office.slack.wire.bot_url = f"{door.url}slack/events"
    yield office
    door.stop()


def deduct(office: Office, nth: int) -> str:
    """Type the nth line as a request of its own; return the answer, which Slack must accept."""
    fields = {
        "team_id": WORKSPACE,
        "channel_id": CARE,
        "user_id": SUE,
        "command": "/deduct",
        "text": LINES[nth],
        "trigger_id": f"load.{nth}",
    }
    outcome = office.slack.wire.send_command("/deduct", fields)
    assert outcome.error is None, outcome
    assert isinstance(outcome.body, dict)
    return "\n".join(lines_of(outcome.body["blocks"]))


def all_at_once(office: Office, numbers: range, hear: Hear = len) -> dict[int, str]:
    """Type these lines at the same moment, each on a connection of its own."""
    ready = threading.Barrier(len(numbers))

    def one(nth: int) -> str:
        ready.wait()
        answer = deduct(office, nth)
        hear(answer)
        return answer

    with ThreadPoolExecutor(len(numbers)) as pool:
        return dict(zip(numbers, pool.map(one, numbers), strict=True))


def key_of(nth: int) -> str:
    """Return the key that the nth line's entry has, if it has one."""
    return f"cmd:{WORKSPACE}:load.{nth}:{SUE}#0"


def agreed(office: Office, answers: Mapping[int, str], *, doubts: bool = False) -> int:
    """Compare the answers with the ledger one for one; return how many entries there are.

    Where there may be `doubts`, some may say that nobody knows: of those, either is true.
    """
    told = told_by(answers)
    assert told.total() == len(answers), answers
    assert doubts or not told[UNKNOWN]
    said = {
        key_of(nth): int(number[1])
        for nth, answer in answers.items()
        if (number := re.match(r"\*D-(\d+)\*", answer))
    }
    doubted = {key_of(nth) for nth, answer in answers.items() if answer.startswith(UNKNOWN)}
    with office.reading() as session:
        written = session.exec(select(Entry).order_by(col(Entry.number))).all()
        assert ledger.first_broken(session, workspace=WORKSPACE) is None
        sums = appraisals.facts(
            session, workspace=WORKSPACE, people=[ANN, LEE, WANG], period=Period(2026, 11)
        )
    known = [entry for entry in written if entry.request_key not in doubted]
    assert {entry.request_key: entry.number for entry in known} == said
    assert [entry.number for entry in written] == list(range(1, len(written) + 1))
    assert sum(fact.count for facts in sums.values() for fact in facts) == len(written)
    return len(written)


def told_by(answers: Mapping[int, str]) -> Counter[str]:
    """Count the answers by what they say."""
    return Counter(
        words
        for answer in answers.values()
        for words in (WRITTEN, BUSY, UNKNOWN)
        if answer.startswith(words)
    )


def row(tried: str, office: Office, answers: Mapping[int, str]) -> str:
    """Return a line of the table under HEAD, for answers that agree with the ledger."""
    told = told_by(answers)
    counts = f"{told[WRITTEN]} | {told[BUSY]} | {told[UNKNOWN]} | 0"
    return f"| {tried} | {tables.name(office.desk.database)} | {len(answers)} | {counts} |"
