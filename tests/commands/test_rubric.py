"""/rubric: what is in force, what something costs, and the catalogue."""

from __future__ import annotations

import re

import pytest
from office import ANN, SUE, WANG, ZED, Office, lines_of, said

from bot import rubrics
from bot.commands import rubric_pages
from bot.messages import render
from bot.playground.tables import characters
from bot.reading.tokens import unescape
from bot.scoring import rubric as files
from bot.words import words_for


def test_what_is_in_force_in_short(office: Office) -> None:
    assert office.type("/rubric", by=ANN) == (
        "*Customer care agents* v1 · Care · since Sun 1 Nov\n"
        "[Show]\n"
        "*Service quality* · 40\n"
        "rude −6 · smile −1 · polite −1 · tone −2 · apology −2 · manual −2 · refused −4 · mood "
        "−1 · careless −3 · vented −5 · errors −2 · fraud −6 · passive −1 · criticism −2 · "
        "attitude −3 · equipment −2 · fire −2 · introduction −1 · tickets −1 · impatient −2\n"
        "*Efficiency and process* · 25\n"
        "chatting −1 · leak −6 · leave −3 · often-late −4 · late −2 · absent −3 · damage −3 · "
        "records −1 · late-record −1 · hair −1 · uniform −1 · hygiene −1 · jewellery −1 · "
        "guidance −2\n"
        "recorded: callbacks\n"
        "*Customer satisfaction* · 20\n"
        "upheld −3 · major −6\n"
        "recorded: survey, rating\n"
        "*Teamwork and growth* · 15\n"
        "instructions −3 · uncooperative −2 · discord −4 · blamed −3 · stiff −1 · selfish −1\n"
        "recorded: team-rating, hours\n"
        "*Commendations*\n"
        "praised +3 · emergency +5 · award +5 · team-award +3 · handled +2\n"
        "Ask for one: `/rubric rude` · all with ranges: `/rubric show`"
    )
    assert office.type("/rubric", by=WANG) == (
        "*客服专员* v1 · Care · 11月1日 周日 起\n"
        "[查看]\n"
        "*服务质量* · 40\n"
        "粗鲁 −6 · 微笑 −1 · 敬语 −1 · 语气 −2 · 道歉 −2 · 手册 −2 · 不服从 −4 · 情绪 −1 · "
        "不负责 −3 · 发泄 −5 · 差错 −2 · 作假 −6 · 不积极 −1 · 批评 −2 · 态度 −3 · 设施 −2 · "
        "消防 −2 · 简介 −1 · 票务 −1 · 不耐烦 −2\n"
        "*工作效率与规范* · 25\n"
        "闲聊 −1 · 泄密 −6 · 事假 −3 · 早退 −4 · 迟到 −2 · 空岗 −3 · 损坏 −3 · 记录 −1 · 录入 "
        "−1 · 发型 −1 · 工装 −1 · 卫生 −1 · 首饰 −1 · 指引 −2\n"
        "录入数据：回访\n"
        "*客户满意度* · 20\n"
        "投诉 −3 · 重大投诉 −6\n"
        "录入数据：满意度、评分\n"
        "*团队协作与个人发展* · 15\n"
        "不听安排 −3 · 不配合 −2 · 挑拨 −4 · 指责 −3 · 生硬 −1 · 本位 −1\n"
        "录入数据：协作评分、培训\n"
        "*加分*\n"
        "表扬 +3 · 突发 +5 · 获奖 +5 · 班组奖励 +3 · 处理得当 +2\n"
        "查一项： `/rubric 粗鲁` · 看全部和分值范围： `/rubric 查看`"
    )
    assert office.type("/rubric", by=ZED) == (
        "No rubric scores you or a team of yours. These are there to choose from:\n[List]"
    )


def test_a_question_about_an_item(office: Office) -> None:
    assert office.type("/rubric what does tone cost?", by=ANN) == (
        "*A4* · Unfriendly tone · *−2* · −1 to −4\n"
        "Service language and behaviour · tone, 语气\n"
        "[Show all]"
    )
    assert office.type("/rubric 迟到扣多少分？", by=WANG) == (
        "*C5* · 上班迟到 · *−2* · −1 到 −3\n"
        "工作纪律 · late、迟到、未提前到岗\n"
        "*C4* · 迟到、早退现象严重 · *−4* · −3 到 −6\n"
        "要写说明\n"
        "工作纪律 · often-late、早退\n"
        "[查看全部]"
    )
    assert office.type("/rubric A1", by=SUE) == (
        "*A1* · Guest complained about words or behaviour · *−6* · −4 to −10\n"
        "❗ critical: always asked before it is logged\n"
        "Service language and behaviour · rude, 粗鲁\n"
        "[Show all]"
    )
    assert office.type("/rubric lte", by=SUE) == (
        "*C5* · Late for shift · *−2* · −1 to −3\n"
        "Work discipline · late, 迟到, 未提前到岗\n"
        "[Show all]"
    )
    assert office.type("/rubric praise", by=SUE) == (
        "*praise* · Praised by a customer · *+3* · +1 to +5\n"
        "Commendations · praised, 表扬\n"
        "[Show all]"
    )
    assert office.type("/rubric survey", by=SUE) == (
        "*survey* · Satisfaction survey\n"
        "Very satisfied 6 · Satisfied 5 · Fair 3 · Dissatisfied 0\n"
        "recorded, not logged · 满意度\n"
        "[Show all]"
    )
    assert office.type("/rubric csat", by=SUE) == (
        "*csat* · CSAT · of 5 · 1 – 5\nrecorded, not logged · rating, 评分\n[Show all]"
    )
    assert office.type("/rubric xylophone", by=SUE) == (
        "Nothing in the rubric is like *xylophone*. `/rubric show` has all of it.\n[Show all]"
    )
    assert office.type("/rubric tone", by=ZED) == (
        "No rubric is in force on Thu 19 Nov 2026. `/rubric list` shows those for agents and for "
        "supervisors, and `/rubric use NAME` puts one in force: HR can, and for agents their "
        "supervisor."
    )
    card = office.answer("/rubric hair", by=SUE)
    assert said([card]) == (
        "*D1* · Hair not to standard · *−1*\nAppearance and guidance · hair, 发型\n[Show all]"
    )


def test_a_version_and_a_name(office: Office) -> None:
    assert office.type("/rubric show v7", by=SUE) == (
        "None of your teams was ever scored by a version 7. `/rubric show` shows the one in force."
    )
    assert office.type("/rubric show supervisor-table", by=SUE) == (
        "There is no rubric *supervisor-table*. Near it: front-desk-supervisor-table, "
        "property-supervisor-table, supervisor-monthly-table-latest, "
        "supervisor-monthly-table-practical, support-centre-supervisor-table. `/rubric list` "
        "shows them all."
    )
    assert office.type("/rubric show scenic", by=SUE) == (
        "Scenic-area agents, infraction list\n"
        "`scenic-agent-infraction-list` v1 · scores agents · by the month · 100 points\n"
        "38 infractions and one commendation of the source; all points are ours.\n"
        "S04 客服员工考核标准（景区）\n"
        "*Conduct on duty* · 100\n"
        "*Service language and behaviour* · 20\n"
        "`A1` Guest complained about words or behaviour *−6* (−4 to −10) ❗ · rude, 粗鲁\n"
        "`A2` No smile on duty *−1* · smile, 微笑\n"
        "`A3` No polite forms with visitors *−1* (−1 to −2) · polite, 敬语\n"
        "`A4` Unfriendly tone *−2* (−1 to −4) · tone, 语气\n"
        "`A5` Did not apologise first after an oversight *−2* (−1 to −3) · apology, 道歉\n"
        "`A6` Breach of the post manual *−2* (−1 to −4) · manual, 手册\n"
        "*Work attitude* · 20\n"
        "`B1` Refused assigned work *−4* (−2 to −6) · refused, 不服从\n"
        "`B2` Brought a bad mood to work *−1* (−1 to −2) · mood, 情绪\n"
        "`B3` Irresponsible at work *−3* (−2 to −5) · careless, 不负责\n"
        "`B4` Vented dissatisfaction on a visitor *−5* (−3 to −6) · vented, 发泄\n"
        "`B5` Inattentive, repeated errors *−2* (−1 to −4) · errors, 差错\n"
        "`B6` Fraud *−6* (−6 to −15) ❗ · fraud, 作假\n"
        "`B7` Not proactive *−1* (−1 to −2) · passive, 不积极\n"
        "`B8` Did not accept criticism after an error *−2* (−1 to −3) · criticism, 批评\n"
        "`B9` Poor service attitude *−3* (−2 to −5) · attitude, 态度\n"
        "*Work discipline* · 20\n"
        "`C1` Chatting in groups on duty *−1* (−1 to −2) · chatting, 闲聊\n"
        "`C2` Disclosed operating information to outsiders *−6* (−6 to −12) ❗ · leak, 泄密\n"
        "`C3` Leave without a reason *−3* (−2 to −4) · leave, 事假\n"
        "`C4` Often late or left early *−4* (−3 to −6) · often-late, 早退\n"
        "`C5` Not on post ahead of time *−2* (−1 to −3) · late, 迟到\n"
        "`C6` Left the post empty *−3* (−2 to −6) · absent, 空岗\n"
        "`C7` Damaged public property *−3* (−1 to −6) · damage, 损坏\n"
        "*Appearance and guidance* · 10\n"
        "`D1` Hair not to standard *−1* · hair, 发型\n"
        "`D2` Uniform or badge not in order *−1* (−1 to −2) · uniform, 工装\n"
        "`D3` Poor hygiene *−1* (−1 to −2) · hygiene, 卫生\n"
        "`D4` Conspicuous jewellery *−1* · jewellery, 首饰\n"
        "`D6` Wrong or no guidance *−2* (−1 to −3) · guidance, 指引\n"
        "*Knowledge and skills* · 15\n"
        "`E1` Cannot operate the equipment *−2* (−1 to −3) · equipment, 设施\n"
        "`E2` No basic fire-fighting knowledge *−2* (−1 to −4) · fire, 消防\n"
        "`E3` Does not know the site introduction *−1* (−1 to −2) · introduction, 简介\n"
        "`E4` Cannot explain the ticket types *−1* (−1 to −2) · tickets, 票务\n"
        "`E5` Impatient on the phone *−2* (−1 to −4) · impatient, 不耐烦\n"
        "*Obedience and teamwork* · 15\n"
        "`F1` Did not follow instructions *−3* (−2 to −5) · instructions, 不听安排\n"
        "`F2` Did not cooperate with colleagues *−2* (−1 to −3) · uncooperative, 不配合\n"
        "`F3` Sowed discord *−4* (−3 to −6) · discord, 挑拨\n"
        "`F4` Blamed a colleague before visitors *−3* (−2 to −4) · blamed, 指责\n"
        "`F5` Stiff, no care for unity *−1* (−1 to −2) · stiff, 生硬\n"
        "`F6` No mutual help *−1* (−1 to −2) · selfish, 本位\n"
        "*Commendations* · +6 at the most\n"
        "`E6` Handled a complaint promptly, with full records *+2* (+1 to +3) · handled, "
        "处理得当"
    )
    assert office.type("/rubric show department-satisfaction-appraisal", by=SUE) == (
        "Customer-satisfaction appraisal of a section\n"
        "`department-satisfaction-appraisal` v1 · scores a department · by the month · 100 "
        "points\n"
        "Complete arithmetic. Several answers are averaged; a month with a complaint but no "
        "inspection keeps the 50; both are settings.\n"
        "S44 客户满意度工作考评管理办法\n"
        "*Inspection* · 50\n"
        "*Execution of service standards* · 50\n"
        "▫ `inspected` Inspected this month: Yes 1, No 0\n"
        "_full points while nothing is recorded_\n"
        "`problem` Problem found at an inspection *−1* · finding, 问题\n"
        "*Customers' voice* · 50\n"
        "*Satisfaction survey* · 20\n"
        "▫ `survey` Satisfaction survey: Very satisfied 20, Basically satisfied 16, Fair 12, "
        "Not very satisfied 8, Very dissatisfied 4\n"
        "*Service complaints* · 30\n"
        "`complaint` Valid service complaint *−6* · valid-complaint, 投诉 "
        "· _counted by the bot_\n"
        "`major-complaint` Major service complaint *−12* ❗ · major, 重大投诉 "
        "· _counted by the bot_\n"
        "Excellent from 95 · Qualified from 90 · Unqualified"
    )
    assert office.type("/rubric show supervisor-scheme", by=SUE) == (
        "Supervisors: rated all round\n"
        "`supervisor-scheme-design` v1 · scores supervisors · by the month · 100 points\n"
        "The source names angles and the 360° method and no numbers: scale, equal weights and "
        "equal raters are ours.\n"
        "S29 客服主管绩效制定方案\n"
        "*Angles* · 100\n"
        "*Service quality* · 20\n"
        "rated by: supervisor, peers, team members, self\n"
        "▫ `quality` Service quality: Very good 100, Good 80, Fair 60, Weak 40, Poor 20\n"
        "*Service efficiency* · 20\n"
        "rated by: supervisor, peers, team members, self\n"
        "▫ `efficiency` Service efficiency: Very good 100, Good 80, Fair 60, Weak 40, Poor 20\n"
        "*Communication* · 20\n"
        "rated by: supervisor, peers, team members, self\n"
        "▫ `communication` Communication: Very good 100, Good 80, Fair 60, Weak 40, Poor 20\n"
        "*Work planning* · 20\n"
        "rated by: supervisor, peers, team members, self\n"
        "▫ `planning` Work planning: Very good 100, Good 80, Fair 60, Weak 40, Poor 20\n"
        "*Team building* · 20\n"
        "rated by: supervisor, peers, team members, self\n"
        "▫ `building` Team building: Very good 100, Good 80, Fair 60, Weak 40, Poor 20"
    )


def test_a_scheme_is_found_by_its_number(office: Office) -> None:
    named = office.type("/rubric show front-desk-supervisor-table", by=SUE)
    assert office.type("/rubric show S31", by=SUE) == named
    assert office.type("/rubric show S99", by=SUE) == (
        "There is no rubric *S99*. `/rubric list` shows them all."
    )


def test_the_catalogue_is_turned_page_by_page(office: Office) -> None:
    last = -(-len(files.names()) // 10)
    names = []
    card = office.answer("/rubric list", by=ZED)
    for number in range(1, last + 1):
        lines = list(lines_of(card.blocks))
        assert lines[0] == (
            f"*{len(files.names()) - 1} schemes from practice to choose from, and our own default*"
        )
        assert f"page {number} of {last}" in lines
        names += [line.split("`")[1] for line in lines if "`" in line]
        if "care-agents" in names[-10:]:
            assert "agents · our own default, after S01, S04, S32, S33" in lines
        if number < last:
            (card,) = office.slack.press(card, "Next page", by=ZED)
    assert names == list(files.names())
    assert said(office.slack.press(card, "Previous page", by=ZED)).endswith(
        "[Previous page] [Next page]"
    )


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_every_rubric_fits_slacks_limits(locale: str) -> None:
    words = words_for(locale, {})
    for name in files.names():
        for page in rubric_pages.pages(files.read(name), words):
            blocks = render(page, words).blocks
            assert len(blocks) <= 48, name
            assert characters(blocks) <= 11_000, name
            assert not any(line.endswith("…") for line in lines_of(blocks)), name


def test_the_catalogue_says_what_the_files_say() -> None:
    said_in_files = [
        (name, one.label, one.source, one.appraises) for name, one in files.catalogue().items()
    ]
    assert said_in_files == [
        (one.name, one.label, one.source, one.appraises) for one in rubrics.headings()
    ]


def test_a_long_rubric_has_pages() -> None:
    care = files.read("care-agents")
    long = care.model_copy(update={"sections": care.sections * 4})
    words = words_for("en-US", {})
    found = [render(page, words).blocks for page in rubric_pages.pages(long, words)]
    assert [len(blocks) for blocks in found] == [46, 46, 41]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("tech-company-agent-monthly", "up to 0 → 5 · up to 1 → 3 · up to 2 → 1 · more → 0\n"),
        ("tech-company-agent-monthly", "up to 1 → 8 – 10 · up to 2 → 4 – 7 · more → 0 – 3\n"),
        ("tech-company-agent-monthly", "`late` Late · 迟到\n"),
        ("tech-company-agent-monthly", "rated by: supervisor · shown, not counted: self\n"),
        ("property-supervisor-table", "≥ 100 → 7 · < 100 → 0\n"),
        ("property-supervisor-table", "> 98 → 7 · = 98 → 0 · < 98 → 0\n"),
        (
            "ecommerce-supervisor-plan",
            "< Average handling time of the team or company, seconds → 5 · = → 0 · > → −5\n",
        ),
        (
            "supervisor-kpi-details",
            (
                "full points within ± 5 · below: +2 for every 1, as far as 130 · "
                "above: −2 for every 1, as far as 70\n"
            ),
        ),
        (
            "support-centre-supervisor-table",
            "Key tasks completed ÷ Key tasks assigned × 100\n",
        ),
        (
            "kf03-business-reception",
            (
                "Conforms 1 · Basically conforms 0.8 · Generally conforms 0.6 · "
                "Does not conform 0\n▫ `moving-in-1` Plan and process prepared · 4\n"
            ),
        ),
        ("after-sales-satisfaction-standard", "limit: 30 min\n▫ `urgent` Urgent fault\n"),
        ("cs-post-duties-standard", "limit: 3 working days\n"),
        (
            "front-desk-supervisor-table",
            "▫ `leavers` Leavers in the month · 0 – 100,000 · _counted by the bot_\n",
        ),
    ],
)
def test_every_rule_says_how_it_scores(name: str, told: str) -> None:
    words = words_for("en", {})
    parts = [part for page in rubric_pages.pages(files.read(name), words) for part in page]
    shown = "\n".join(unescape(words.say(part.template, part.context)) for part in parts)
    assert told in re.sub(r"\n+", "\n", f"{shown}\n")
