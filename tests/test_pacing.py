"""The pacer, on a clock of the tests' own: what it never does, whatever Slack answers."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import GAP, IDLE, MOST, START, Pacer

LINES = st.lists(st.integers(1, 6), min_size=1, max_size=12)
ANSWERS = st.tuples(
    st.sampled_from(["accepted", "accepted", "refused", "unheard", "dropped"]),
    st.floats(0.01, 3.0),  # seconds to the answer
    st.integers(1, 40),  # Retry-After
)


@dataclass
class Day:
    """A day at the post office: who was sent when, and what each channel and all were told."""

    pacer: Pacer = field(default_factory=Pacer)
    at: float = 0.0
    waiting: dict[int, str] = field(default_factory=dict)
    away: list[tuple[float, int, str, int]] = field(default_factory=list)
    sent: dict[str, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))
    silent_until: dict[str, float] = field(default_factory=dict)
    all_silent_until: float = -math.inf
    done: list[int] = field(default_factory=list)

    def line_up(self, lengths: list[int]) -> None:
        """Let a line wait for each channel, its messages numbered in order."""
        for place, length in enumerate(lengths):
            for _ in range(length):
                self.waiting[len(self.waiting)] = f"C{place}"

    def look(self) -> None:
        under_way = {number for _, number, _, _ in self.away}
        self.pacer.expect(
            (
                (channel, number)
                for number, channel in self.waiting.items()
                if number not in under_way
            ),
            at=self.at,
        )

    def send(self, answer: tuple[str, float, int]) -> bool:
        """Send the next message; look that it may be sent."""
        number = self.pacer.take(self.at)
        if number is None:
            return False
        channel = self.waiting[number]
        under_way = [self.waiting[other] for _, other, _, _ in self.away]
        assert len(under_way) < MOST
        assert channel not in under_way
        assert self.at >= self.silent_until.get(channel, -math.inf)
        assert self.at >= self.all_silent_until
        if self.sent[channel]:
            assert self.at >= self.sent[channel][-1][0] + GAP
        first = next(one for one, its in self.waiting.items() if its == channel)
        assert number == first
        self.sent[channel].append((self.at, number))
        kind, seconds, wait = answer
        self.away.append((self.at + seconds, number, kind, wait))
        return True

    def hear(self) -> None:
        """Let the first answer come."""
        self.away.sort()
        at, number, kind, wait = self.away.pop(0)
        self.at = max(self.at, at)
        if kind == "refused":
            self._refuse(number, wait)
        elif kind == "unheard":
            self.pacer.unheard(number, at=self.at)
        elif kind == "dropped":
            self.pacer.dropped(number)
        else:
            self.pacer.accepted(number)
            self.done.append(number)
            del self.waiting[number]

    def _refuse(self, number: int, wait: int) -> None:
        channel = self.waiting[number]
        self.pacer.refused(number, at=self.at, wait=wait)
        others = (until for one, until in self.silent_until.items() if one != channel)
        if any(until > self.at for until in others):
            self.all_silent_until = max(self.all_silent_until, self.at + wait)
        self.silent_until[channel] = self.at + wait

    def go_on(self) -> None:
        """Move to the next answer or the next message, whichever comes first."""
        ready = self.pacer.ready_at(self.at)
        if self.away and min(self.away)[0] <= ready:
            self.hear()
        else:
            assert ready < math.inf
            self.at = max(self.at, ready)


@given(LINES, st.lists(ANSWERS, max_size=60))
def test_whatever_slack_answers_all_goes_out_in_order_and_in_time(
    lengths: list[int], answers: list[tuple[str, float, int]]
) -> None:
    day, coming = Day(), iter(answers)
    day.line_up(lengths)
    total = len(day.waiting)
    while day.waiting:
        day.look()
        while day.send(next(coming, ("accepted", 0.3, 0))):
            pass
        day.go_on()
    assert sorted(day.done) == list(range(total))
    for sent in day.sent.values():
        numbers = [number for _, number in sent]
        assert numbers == sorted(numbers)


@given(LINES)
def test_the_longest_line_goes_first(lengths: list[int]) -> None:
    day = Day()
    day.line_up(lengths)
    day.look()
    number = day.pacer.take(0.0)
    assert number is not None
    assert lengths[int(day.waiting[number][1:])] == max(lengths)


def accepted(pacer: Pacer, times: int, *, at: float = 0.0) -> float:
    """Send so many messages to so many people; return when the last was taken."""
    pacer.expect([(f"D{nth}", nth) for nth in range(times + 1)], at=at)
    for _ in range(times):
        at = max(at, pacer.ready_at(at))
        number = pacer.take(at)
        assert number is not None
        pacer.accepted(number)
    return at


def refused(pacer: Pacer, *channels: str, at: float, wait: float) -> None:
    """Send to some channels, and be refused in each."""
    numbers = []
    for nth, channel in enumerate(channels):
        pacer.expect([(channel, 1000 + nth)], at=at)
        at = max(at, pacer.ready_at(at))
        number = pacer.take(at)
        assert number is not None
        numbers.append(number)
    for number in numbers:
        pacer.refused(number, at=at, wait=wait)


def test_it_starts_slowly_and_more_than_doubles_within_a_second() -> None:
    pacer = Pacer()
    assert pacer.pace == START
    at = accepted(pacer, 8)
    assert at < 1.5
    assert pacer.pace == START + 8


def test_a_round_of_refusals_lowers_the_pace_once_and_then_it_rises_in_small_steps() -> None:
    pacer = Pacer()
    at = accepted(pacer, 8)
    refused(pacer, "A", "B", "C", at=at, wait=1)
    assert pacer.pace == (START + 8) / 2
    at = accepted(pacer, 400, at=at + 2)
    assert 0.97 * (START + 8) < pacer.pace < START + 8
    near = pacer.pace
    refused(pacer, "A", at=at + 2, wait=1)
    assert pacer.pace == near * 0.9


def test_a_channel_refused_is_left_alone_and_the_others_go_on() -> None:
    pacer = Pacer()
    refused(pacer, "C", at=0.0, wait=30)
    pacer.expect([("C", 1), ("C", 2), ("D", 3)], at=1.0)
    assert pacer.take(1.0) == 3
    assert pacer.take(29.9) is None
    assert pacer.ready_at(29.9) == 30.0
    assert pacer.take(30.0) == 1


def test_two_channels_refused_hold_the_workspace() -> None:
    pacer = Pacer()
    refused(pacer, "C", "D", at=0.0, wait=30)
    pacer.expect([("E", 3)], at=1.0)
    assert pacer.take(29.9) is None
    assert pacer.take(30.3) == 3


def test_refusals_a_while_apart_are_each_a_channel_s_own() -> None:
    pacer = Pacer()
    refused(pacer, "C", at=0.0, wait=5)
    refused(pacer, "D", at=6.0, wait=30)
    pacer.expect([("E", 3)], at=8.0)
    assert pacer.take(8.0) == 3


def test_a_slack_that_does_not_answer_is_asked_less_and_less_often() -> None:
    pacer = Pacer()
    pacer.expect([(f"D{nth}", nth) for nth in range(20)], at=0.0)
    at, tried = 0.0, []
    for _ in range(11):
        at = pacer.ready_at(at)
        number = pacer.take(at)
        assert number is not None
        tried.append(at)
        pacer.unheard(number, at=at)
    pauses = [round(later - earlier) for earlier, later in pairwise(tried)]
    assert pauses[1:] == [5, 10, 20, 40, 80, 160, 320, 320, 320]


def test_one_who_may_be_deaf_is_asked_one_thing_at_a_time() -> None:
    pacer = Pacer()
    pacer.expect([(f"D{nth}", nth) for nth in range(9)], at=0.0)
    numbers = [pacer.take(float(second)) for second in range(3)]
    assert numbers == [0, 1, 2]
    pacer.unheard(0, at=3.0)
    assert pacer.ready_at(3.0) == math.inf
    pacer.accepted(1)
    assert pacer.take(4.0) == 3


def test_after_a_quiet_while_nothing_is_known_any_more() -> None:
    pacer = Pacer()
    at = accepted(pacer, 20)
    refused(pacer, "C", at=at, wait=1)
    refused(pacer, "D", at=at + 3, wait=1)
    assert pacer.pace != START
    pacer.expect([("E", 3)], at=at + 9 * IDLE)
    assert pacer.take(at + 9 * IDLE) == 3
    assert pacer.pace == START
