"""/rubric simulate: a month by another rubric: who moves, by how much, and what would not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session

from bot import appraisals, cards, roster, rubrics, teams
from bot.commands import asked, rubric_change, rubric_show, team_words
from bot.errors import Usage, UserError
from bot.frozen import Standing
from bot.messages import Reply
from bot.models import Team
from bot.parts import Button, Buttons, Part, Say, Table
from bot.periods import Period
from bot.roster import SUPERVISOR
from bot.rubrics import Version
from bot.scoring.figures import average
from bot.scoring.outcome import Grade
from bot.scoring.rubric import Rubric
from bot.scoring.text import Text
from bot.slack import Request
from bot.words import N_, Words

UNCOUNTED = Text(en="Recorded, but it has no such item", zh="已记录，但该方案没有此项")
_MOST_NAMED = 12


@dataclass(frozen=True)
class Simulation:
    """A month as it stands and as it would by `version`; people without a rubric stand nowhere."""

    team: Team
    period: Period
    role: str
    version: Version
    now: Sequence[Standing]
    then: Sequence[Standing]

    @property
    def rows(self) -> list[tuple[Standing | None, Standing]]:
        """Everybody now and then: who moves most first."""
        now = {one.person.id: one for one in self.now}
        pairs = [(now.get(one.person.id), one) for one in self.then]
        return sorted(pairs, key=lambda it: (-abs(moved(*it) or Fraction(0)), it[1].person.name))

    @property
    def uncounted(self) -> tuple[str, ...]:
        """The codes of what was recorded and would not count."""
        known = {code for one in self.now if one.card is not None for code in one.card.unscored}
        found = {code for one in self.then if one.card is not None for code in one.card.unscored}
        return tuple(sorted(found - known))


def run(session: Session, request: Request, rest: str) -> Reply:
    """`simulate NAME [oct] [TEAM]`: without a month the last one; nothing is stored."""
    period, text = asked.month_in(request, rest)
    team, text = team_words.take_team(session, request, text)
    role, text = rubric_change.take_role(text)
    name, *others = text.split() or [""]
    if not name:
        raise Usage("rubric")
    if others and team is None:
        words = rubric_change.without_for(" ".join(others))
        team = roster.find_team(session, workspace=request.workspace, words=words)
    version = rubric_show.wanted(session, request, name)
    role = role or rubric_change.role_of(version.rubric)
    team = team_words.team_for(session, request, team, command="rubric")
    rubric_change.require_right(session, request, team, role)
    period = period or asked.this_month(request).plus(-1)
    found = simulated(session, team=team, period=period, version=version, role=role)
    if not found.then:
        raise UserError("nobody_to_simulate", team=team, period=period)
    return _shown(request, found)


def simulated(
    session: Session, *, team: Team, period: Period, version: Version, role: str
) -> Simulation:
    """Return a team's month as it stands beside what it would be by another rubric."""
    of = appraisals.of_leads if role == SUPERVISOR else appraisals.of_team
    now = of(session, team=team, period=period)
    then = appraisals.under(session, team=team, period=period, version=version, role=role)
    return Simulation(team, period, role, version, now, then)


def of_every_team(session: Session, *, rubric: Rubric, period: Period) -> Iterator[Simulation]:
    """Yield the month of every team by another rubric, where it scores anybody."""
    version = Version(rubrics.digest_of(rubric.model_dump_json()), rubric)
    role = rubric_change.role_of(rubric)
    for team in teams.every(session):
        found = simulated(session, team=team, period=period, version=version, role=role)
        if found.then:
            yield found


def moved(now: Standing | None, then: Standing) -> Fraction | None:
    """Return by how many points somebody would move.

    None where one of the two cards is not complete, or they are out of different full points.
    """
    if now is None or now.card is None or then.card is None or now.card.full != then.card.full:
        return None
    return None if now.result is None or then.result is None else then.result - now.result


def grade_of(one: Standing | None) -> Grade | None:
    """Return a card's grade; None without one."""
    return None if one is None or one.card is None else one.card.grade


def lines(found: Simulation, words: Words) -> Iterator[str]:
    """Yield a simulation in plain lines, for a terminal."""
    yield f"{found.team.name} · {found.period}"
    for now, then in found.rows:
        yield "  " + " | ".join(cell.strip() for cell in _row(now, then, words))
    left_out = _left_out(found, words)
    if left_out:
        yield f"  {words.text(UNCOUNTED)}: {words.listed(left_out)}"


def _shown(request: Request, found: Simulation) -> Reply:
    words = request.words_of
    labels = (N_("Who"), N_("Now"), N_("Then"), N_("Change"), N_("Grade"))
    table = Table(
        tuple(map(words.label, labels)),
        tuple(_row(now, then, words) for now, then in found.rows),
        numeric=frozenset({1, 2, 3}),
    )
    parts: list[Part] = [Say("rubric.simulated", _head(request, found)), table]
    left_out = _left_out(found, words)
    lacking = _lacking(found, words)
    for template, names in (("rubric.uncounted", left_out), ("rubric.lacking", lacking)):
        if names:
            more = max(0, len(names) - _MOST_NAMED)
            parts.append(Say(template, {"names": names[:_MOST_NAMED], "more": more}))
    show = Button("Show", "rubric", f"show {found.version.rubric.id}")
    return Reply((*parts, Buttons((show,))))


def _head(request: Request, found: Simulation) -> dict[str, object]:
    rows = found.rows
    changes = [moved(*row) or Fraction(0) for row in rows]
    both = [(now, then) for now, then in rows if then.result is not None]
    return {
        "rubric": found.version.rubric,
        "team": found.team.name,
        "supervisors": found.role == SUPERVISOR,
        "period": found.period,
        "far": found.period.year != request.today.year,
        "comparable": bool(both),
        "before": average(None if now is None else now.result for now, _ in both),
        "after": average(then.result for _, then in both),
        "up": sum(change > 0 for change in changes),
        "down": sum(change < 0 for change in changes),
        "regraded": sum(_is_regraded(*row) for row in rows),
    }


def _is_regraded(now: Standing | None, then: Standing) -> bool:
    """Tell whether somebody would have another grade, lose hers or get one."""
    was, will = grade_of(now), grade_of(then)
    return (was and was.code) != (will and will.code)


def _row(now: Standing | None, then: Standing, words: Words) -> tuple[str, ...]:
    change = moved(now, then)
    was, will = (words.grade(grade_of(one)) or "–" for one in (now, then))
    return (
        then.person.name,
        _total(now, words),
        words.label(N_("not enough data")) if then.result is None else _total(then, words),
        cards.arrow(change, words),
        was if was == will else f"{was} → {will}",
    )


def _total(one: Standing | None, words: Words) -> str:
    """Return a total; of a card that is not complete, with the points it could have come to."""
    if one is None or one.card is None:
        return words.number(None)
    total = words.number(one.card.total)
    if one.card.complete or one.card.total is None:
        return total
    known = (line.of for line in one.card.lines if line.points is not None)
    return f"{total} / {words.number(sum((of for of in known if of), Fraction(0)))}"


def _left_out(found: Simulation, words: Words) -> list[str]:
    """Return what was recorded and would not count, as people call it."""
    known = {code: it for one in found.now for code, it in one.version.rubric.by_code.items()}
    return [words.text(known[code].label) if code in known else code for code in found.uncounted]


def _lacking(found: Simulation, words: Words) -> list[str]:
    """Return the lines of which somebody would have no data, in the rubric's order."""
    labels = {
        line.label: None
        for one in found.then
        if one.card is not None
        for line in cards.lacking(one.card)
    }
    return [words.text(label) for label in labels]
