"""A Chinese reader sees no English: not in messages, tables, charts, forms or at home."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from office import ADA, ANN, CARE, LEE, SUE, USERS, WANG, Office

ENGLISH = re.compile(r"[A-Za-z]{2,}")
TYPED = re.compile(r"`[^`]*`|<[@#][^>]*>|[@/]\w+")
SHOWN = ("text", "title", "name", "label")
"""Where Slack's blocks keep what is shown as a plain string."""
NAMES = (*(user.real_name for user in USERS), "Care", "Desk", "HR", "Slack", "UTC")

ANSWERED = (
    f"/deduct <@{WANG}> 迟到 昨天 -- 早会没来",
    f"/deduct <@{WANG}> 迟到 昨天",
    f"/deduct <@{ANN}> 迟到 x3",
    f"/deduct <@{ANN}> 看电影",
    f"/commend <@{WANG}> 表扬 !public -- 客人点名感谢",
    f"/complaint 登记 <@{WANG}> 账单 sev:重大 src:邮件 -- 说好的退款没到",
    "/complaint 登记 未知 配送",
    "/complaint X-1 备注 已联系客户",
    "/complaint X-1 成立",
    f"/record <@{WANG}> 回访 590",
    f"/record <@{WANG}> <@{ANN}> 培训 2",
    "/record 列表",
    "/deduct 列表",
    "/commend 列表 团队",
    "/complaint 列表",
    "/score",
    f"/score <@{WANG}>",
    f"/score <@{WANG}> 为什么",
    f"/score 假如 <@{WANG}> -语气 +表扬",
    "/rubric",
    "/rubric 比较 care-agents scenic-agent-infraction-list",
    "/rubric 启用 scenic-agent-infraction-list 从12月1日起",
    "/month",
    "/month 草稿",
    "/month 检查",
    "/month 完成 计划",
    f"/month 签字 <@{WANG}> 11月",
    "/team",
    "/team 帮助",
    "/perf",
)
LATER = (
    "/month 检查 11月",
    "/month 签字 无疑问 11月",
    f"/score <@{WANG}> 年度",
    "/score 团队 年度",
    "/month 年度",
    "/month 草稿",
    "/rubric 试算 scenic-agent-infraction-list 11月",
)
FORMS = (
    "/deduct",
    "/commend",
    "/complaint",
    "/record",
    "/deduct 批量",
    "/record 导入",
    "/complaint X-1 驳回",
    f"/score 打分 <@{WANG}>",
    "/deduct 修改 D-1",
)


@pytest.fixture
def chinese(office: Office) -> Office:
    """Return the office where everybody reads Chinese, the channel too."""
    for person in (ADA, SUE, ANN, LEE):
        office.slack.change(person, locale="zh-CN")
    office.type("/team 语言 中文", by=SUE)
    return office


def _shown(part: Any) -> Iterator[str]:  # noqa: ANN401 - Slack's JSON
    """Yield every text of blocks or views that a reader sees."""
    if isinstance(part, dict):
        yield from (part[key] for key in SHOWN if isinstance(part.get(key), str))
        yield from (text for value in part.values() for text in _shown(value))
    elif isinstance(part, list):
        yield from (text for value in part for text in _shown(value))


def _english(part: Any) -> list[str]:  # noqa: ANN401 - Slack's JSON
    """Return the texts with English words in them, names and commands left out."""
    names = re.compile("|".join(map(re.escape, NAMES)))
    return [text for text in _shown(part) if ENGLISH.search(TYPED.sub("", names.sub("", text)))]


def _read(office: Office, lines: tuple[str, ...]) -> None:
    """Type the lines as a supervisor; no answer may have English in it."""
    for line in lines:
        for message in office.slack.type(line, by=SUE, channel=CARE):
            assert _english(message.blocks) == [], line


def test_answers_and_forms(chinese: Office) -> None:
    _read(chinese, ANSWERED)
    for line in FORMS:
        chinese.type(line, by=SUE)
        view = chinese.slack.modal(SUE)
        assert view is not None, line
        assert _english(view.content) == [], line
        chinese.slack.close(by=SUE)


def test_messages_and_homes_when_months_end(chinese: Office) -> None:
    _read(chinese, ANSWERED)
    for to in ("+5m", "2026-12-01T09:00:00+00:00", "2027-01-01T09:00:00+00:00"):
        chinese.wait(to)
        for person in (ADA, SUE, ANN, WANG, LEE):
            assert _english(chinese.slack.home(person).content) == []
            assert [it for one in chinese.slack.dms(person) for it in _english(one.blocks)] == []
    assert [it for one in chinese.slack.messages(CARE, WANG) for it in _english(one.blocks)] == []
    _read(chinese, LATER)
