"""A rubric of one's own in force in the office, as the catalogue of another day would have it."""

from __future__ import annotations

from typing import Any

from office import ADA, BEGAN, NOW, WORKSPACE, Office
from sqlmodel import func, select

from bot import rubrics
from bot.models import RubricInForce, RubricVersion, Team
from bot.scoring import rubric as files

MANY = 45


def put_in_force(office: Office, text: str, *, team: str = "Care", role: str = "agent") -> None:
    """Let this text of a rubric score a team from its beginning."""
    read = files.load(text, name="own.yaml")
    digest = rubrics.digest_of(text)
    with office.desk.database.writing() as session:
        team_id = session.exec(select(Team.id).where(Team.name == team)).one()
        top = session.exec(select(func.max(RubricInForce.id))).one() or 0
        kept: dict[str, Any] = {"workspace_id": WORKSPACE, "digest": digest, "at": NOW}
        session.add(RubricVersion(**kept, name=read.id, version=read.version, text=text))
        session.flush()
        session.add(
            RubricInForce(**kept, id=top + 1, team_id=team_id, role=role, since=BEGAN, by_id=ADA)
        )


def of_many_ratings(many: int = MANY) -> str:
    """Return a rubric with more ratings than one page of a form holds."""
    lines = [
        f"      - {{id: skill-{number}, label: {{en: Skill {number}, zh: 技能{number}}}}}"
        for number in range(1, many + 1)
    ]
    return "\n".join(
        (
            "id: many",
            "version: 1",
            "label: {en: Many skills, zh: 多项技能}",
            "source: our own",
            "appraises: agent",
            f"total: {2 * many}",
            "each_line: {rule: rating}",
            "sections:",
            "  - id: skills",
            "    label: {en: Skills, zh: 技能}",
            "    lines:",
            *lines,
        )
    )
