"""Figures from a spreadsheet: every line previewed, the good ones recorded once, however often."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from bot import history, measures, names, roster
from bot.commands import offers, recording
from bot.errors import UserError
from bot.measures import Reading
from bot.menu import Circle
from bot.messages import Reply
from bot.parts import Part, Say
from bot.periods import Period
from bot.reading import dates, items
from bot.reading.tokens import clean, unescape
from bot.slack import Request
from bot.spelling import words_of
from bot.words import N_, Markup

_COLUMNS = {
    "person": (
        "person",
        "who",
        "name",
        "agent",
        "employee",
        "staff",
        "姓名",
        "人员",
        "员工",
        "客服",
        "工号",
    ),
    "measure": ("measure", "item", "what", "kpi", "metric", "indicator", "指标", "项目", "考核项"),
    "value": (
        "value",
        "level",
        "figure",
        "score",
        "result",
        "数值",
        "值",
        "等级",
        "结果",
        "得分",
        "评价",
    ),
    "day": ("date", "day", "when", "日期", "时间"),
    "rater": ("rater", "by", "rated by", "评价人", "评分人"),
    "note": ("note", "comment", "remark", "备注", "说明"),
}
_REQUIRED = (N_("person"), N_("measure"), N_("value"))
_DELIMITERS = ",\t;，；|"
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_MOST_PROBLEMS = 20

Row = Mapping[str, str]


@dataclass
class Sheet:
    """What became of the lines of a file: readings, lines recorded before, refusals by line."""

    good: list[Reading] = field(default_factory=list)
    known: int = 0
    bad: list[tuple[int, UserError]] = field(default_factory=list)


def preview(session: Session, request: Request, circle: Circle, text: str) -> Reply:
    """Show what the lines would record and which cannot be; the good ones can be recorded.

    Raise UserError for a text without a header.
    """
    sheet = _read(session, request, circle, text)
    counted = {"good": len(sheet.good), "bad": len(sheet.bad), "known": sheet.known}
    parts: list[Part] = [Say("record.sheet", counted)]
    parts += recording.lines(request, sheet.good)
    words = request.words_of
    for line, error in sheet.bad[:_MOST_PROBLEMS]:
        why = Markup(words.say(f"errors.{error.name}", error.context))
        parts.append(Say("record.bad_line", {"line": line, "why": why}))
    if len(sheet.bad) > _MOST_PROBLEMS:
        parts.append(Say("record.more", {"n": len(sheet.bad) - _MOST_PROBLEMS}))
    if sheet.good:
        kept = {"readings": recording.kept(sheet.good)}
        parts.append(recording.choices(offers.keep(session, request, "record", kept)))
    return Reply(tuple(parts))


def _read(session: Session, request: Request, circle: Circle, text: str) -> Sheet:
    content = clean(unescape(text))
    digest = hashlib.sha256(content.encode()).hexdigest()[:16]
    before = text[: len(text) - len(text.lstrip())].count("\n")
    rows = [(line + before, row) for line, row in _rows(content)]
    keys = {line: f"import:{digest}:{line - before}" for line, _ in rows}
    known = measures.written(session, workspace=request.workspace, keys=keys.values())
    sheet = Sheet()
    for line, row in rows:
        if keys[line] in known:
            sheet.known += 1
            continue
        try:
            reading = _reading(session, request, circle, row, keys[line])
            _require_fresh(session, request, sheet, reading)
        except UserError as error:
            sheet.bad.append((line, error))
        else:
            sheet.good.append(reading)
    return sheet


def _rows(content: str) -> Iterator[tuple[int, Row]]:
    """Yield each line under the header with its number; cells are text, whatever they begin with.

    Raise UserError when the first line does not name the columns.
    """
    lines = content.splitlines()
    header = lines[0] if lines else ""
    delimiter = max(_DELIMITERS, key=lambda mark: len(_columns(header.split(mark))))
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    columns = _columns(next(reader, []))
    missing = [name for name in _REQUIRED if name not in columns.values()]
    if missing:
        raise UserError("csv_header", missing=missing)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            row = {columns[at]: cell.strip() for at, cell in enumerate(cells) if at in columns}
            yield reader.line_num, row


def _columns(header: Sequence[str]) -> dict[int, str]:
    """Return which column stands where, of those that are known."""
    known = {words_of(name): column for column, every in _COLUMNS.items() for name in every}
    found: dict[int, str] = {}
    for at, cell in enumerate(header):
        column = known.get(words_of(cell))
        if column is not None and column not in found.values():
            found[at] = column
    return found


def _reading(session: Session, request: Request, circle: Circle, row: Row, key: str) -> Reading:
    """Return what a line records; raise UserError for what is wrong with it."""
    for column in _REQUIRED:
        if not row.get(column):
            raise UserError("csv_empty_cell", column=column)
    named = _MENTION.sub(r"\1", row["person"])
    found = names.find(named, circle.people, nearby=circle.scope)
    if found.exact is None:
        near = [one.name for one in found.near]
        raise UserError("unknown_person", word=row["person"], near=near)
    words = row["measure"].split()
    measure = items.match(words, circle.choices)
    if measure is None or measure[1] != len(words) or measure[0].how == "typo":
        raise UserError("unknown_measure", word=row["measure"])
    day = row.get("day", "")
    read = dates.read_day(day.split(), today=request.today) if day else None
    if day and (read is None or read[1] != len(day.split())):
        raise UserError("bad_date", word=day)
    reading, _ = recording.reading_of(
        session,
        request,
        person=roster.person(session, workspace=request.workspace, user=found.exact.id),
        code=measure[0].item.code,
        figure=row["value"],
        day=read[0].day if read else request.today,
        rater=row.get("rater", ""),
        note=row.get("note", ""),
        key=key,
    )
    return reading


def _require_fresh(session: Session, request: Request, sheet: Sheet, reading: Reading) -> None:
    """Refuse a line that says what an earlier one, or the ledger, says already."""
    if reading.measure.collect == "replace":
        place = _place(reading)
        if any(_place(one) == place for one in sheet.good):
            raise UserError("one_a_month", measure=reading.measure)
    same = measures.same(session, workspace=request.workspace, reading=reading)
    if same:
        raise UserError(
            "duplicate_reading",
            person=reading.person,
            measure=reading.measure,
            id=history.id_of(same[0]),
        )


def _place(reading: Reading) -> tuple[str, str, Period, str]:
    """Return what there can be only one of in a month, of a measure that is replaced."""
    period = Period.of(reading.day)
    return reading.person.id, reading.measure.code, period, reading.rater
