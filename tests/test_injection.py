"""What people write is shown and never obeyed: no ping, no link, on no surface."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from office import ADA, ANN, CARE, JOE, LEE, OTHER, SUE, WANG, ZED, Office
from sqlalchemy import update
from sqlmodel import col

from bot.models import Person, Team

ROOT = Path(__file__).parent.parent
BAIT = "<!channel> <@U0BAIT> <#C0BAIT> <https://bait.example|look> <!subteam^S0BAIT>"
BAITS = ("<!channel>", "<@U0BAIT", "<#C0BAIT", "<https://bait.example", "<!subteam^S0BAIT")
SHOWN = "&lt;!channel&gt;"
PLAIN = ("plain_text", "raw_text", "raw_number")  # Slack shows these as they are
LABELS = ("name", "label", "categories", "title", "value", "initial_value", "private_metadata")


def obeyed(shown: object, *, path: str = "") -> Iterator[str]:
    """Yield where Slack would read words as markup, with the words."""
    if isinstance(shown, dict):
        if shown.get("type") in PLAIN:
            return
        for key, value in shown.items():
            if key not in LABELS or not isinstance(value, str):
                yield from obeyed(value, path=f"{path}.{key}")
    elif isinstance(shown, list):
        for value in shown:
            yield from obeyed(value, path=path)
    elif isinstance(shown, str):
        yield f"{path}: {shown}"


def outgoing(office: Office) -> list[object]:
    """Return all that the bot sent: calls of the Web API, and answers to requests."""
    return [
        line.sent if line.kind == "api" else line.answered
        for line in office.slack.wire.journal.since()
    ]


def baited(office: Office) -> None:
    """Give everybody and every team a name that pings."""
    with office.desk.database.writing() as session:
        session.exec(update(Person).where(col(Person.id) != ZED).values(name=f"Ann {BAIT}"))
        session.exec(update(Person).where(col(Person.id) == ADA).values(nickname=BAIT))
        session.exec(update(Team).values(name=col(Team.name) + f" {BAIT}"))


def live(office: Office) -> None:
    """Do a bit of everything, with bait wherever people may write."""
    office.type(f"/deduct <@{ANN}> late -- {BAIT}", by=SUE)
    office.type(f"/commend <@{ANN}> praise !public -- {BAIT}", by=SUE)
    office.type(f"/deduct <@{ANN}> <@{LEE}> tone -- {BAIT}", by=SUE)
    office.type(f"/deduct edit D-1 -- {BAIT} again", by=SUE)
    office.type(f"/complaint open <@{ANN}> billing #{BAIT} -- {BAIT}", by=SUE)
    office.type(f"/complaint X-1 reject -- {BAIT}", by=SUE)
    office.type(f"/record <@{ANN}> training 6 -- {BAIT}", by=SUE)
    for command in ("deduct", "commend", "complaint", "record", "rubric", "month", "team", "perf"):
        office.type(f"/{command} {BAIT}", by=SUE)
        office.type(f"/{command} list {BAIT}", by=ADA)
    for line in ("", "ann", "team", f"why <@{ANN}>", f"what-if <@{ANN}> -{BAIT}", "team year"):
        office.type(f"/score {line}", by=SUE)
        office.type(f"/score {line}", by=ADA)
    office.slack.say(f"deduct {BAIT}", by=SUE, channel="appraisal")
    office.type(f"/team nickname <@{WANG}> {BAIT}", by=SUE)
    office.type(f"/team praise <#{OTHER}|other>", by=SUE)
    office.type("/deduct", by=SUE)
    office.type("/month", by=ADA)
    office.wait("+13d")
    for user in (ADA, SUE, ANN, WANG, JOE, ZED):
        office.slack.home(user)
        office.type("/score", by=user)
        office.type("/team", by=user)
        office.type("/deduct list", by=user)


def test_bait_is_shown_and_never_obeyed(office: Office) -> None:
    baited(office)
    live(office)
    said = [words for one in outgoing(office) for words in obeyed(one)]
    assert [words for words in said if any(bait in words for bait in BAITS)] == []
    assert sum(SHOWN in words for words in said) > 100
    assert office.slack.messages(CARE)


def test_no_spreadsheet_is_written_without_care_for_formulas() -> None:
    """Nothing here writes CSV or XLSX, so no cell can be taken for a formula.

    Whoever adds an export has cells that begin with = + - @ tab or CR shown as text, keeps numbers
    as numbers, and says so here.
    """
    writers = {"writer", "DictWriter", "openpyxl", "xlsxwriter", "files_upload_v2"}
    found = [
        path.name
        for path in ROOT.joinpath("bot").rglob("*.py")
        if path.parent.name != "playground"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in writers)
        or (isinstance(node, ast.Name) and node.id in writers)
    ]
    assert found == []
