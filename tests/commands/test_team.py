"""/team: who may see and change what of a team, and what they are told."""

from __future__ import annotations

import pytest
from care_shown import CARE_SHOWN, HINTS
from office import ADA, ANN, DESK, JOE, SUE, TOM, WANG, ZED, Office, said
from sqlalchemy import delete, update

from bot.models import Membership, Person, Team, Workspace


@pytest.fixture
def bare(office: Office) -> Office:
    """Open an office that nobody has set up yet; Slack's people are known."""
    with office.desk.database.writing() as session:
        for table in (Membership, Team, Workspace):
            session.exec(delete(table))
        session.exec(update(Person).values(hr=False))
    return office


def test_a_slack_admin_sets_the_workspace_up_and_is_hr(bare: Office) -> None:
    assert bare.type("/team", by=SUE) == (
        "This workspace is not set up yet. A Slack admin can do it with `/team setup`."
    )
    assert bare.type("/team setup", by=SUE) == (
        "Only an admin of this Slack workspace can set the bot up. Ask one to type `/team setup`."
    )
    assert bare.type("/team add @tom", by=ANN) == (
        "This workspace is not set up yet. A Slack admin can do it with `/team setup`."
    )
    assert bare.type("/team setup", by=ADA) == (
        "*This workspace is set up, and you are HR.*\n"
        "Three lines put a team to work:\n"
        '`/team create "Front Desk" #front-desk` makes it\n'
        "`/team role @jo supervisor Front Desk` says who leads it\n"
        "`/team add @mira @tom Front Desk` puts people into it\n"
        "Another person for HR: `/team role @kim hr`\n"
        "[Help]"
    )
    assert bare.type("/team setup", by=ADA) == (
        "This workspace is set up already. HR can give you a role with `/team role`."
    )
    assert bare.type("/team", by=ADA) == (
        'There is no team yet. HR makes one: `/team create "Front Desk" #front-desk`'
    )
    assert bare.type("/team", by=SUE) == "You are in no team yet. Ada Hart can put you into one."


def test_a_team_is_at_work_after_three_lines(bare: Office) -> None:
    assert bare.type("/team setup", by=ADA) == (
        "*This workspace is set up, and you are HR.*\n"
        "Three lines put a team to work:\n"
        '`/team create "Front Desk" #front-desk` makes it\n'
        "`/team role @jo supervisor Front Desk` says who leads it\n"
        "`/team add @mira @tom Front Desk` puts people into it\n"
        "Another person for HR: `/team role @kim hr`\n"
        "[Help]"
    )
    card = bare.answer('/team create "Front Desk" #care Shanghai zh', by=ADA)
    assert said([card]) == (
        "*Front Desk is ready*\n"
        "Asia/Shanghai · posts in Chinese · <#C0CARE>\n"
        "Scored by *Customer care agents* v1\n"
        "`/team role @jo supervisor Front Desk` says who leads it\n"
        "`/team add @mira @tom Front Desk` puts people into it\n"
        "`/rubric list` has other rubrics\n"
        "Invite me to the channel, or I cannot post there.\n"
        "[Show Front Desk]"
    )
    assert bare.type("/team role @sue supervisor Front Desk", by=ADA) == (
        "*Sue Park* supervises *Front Desk* from Thu 19 Nov\n[Show Front Desk]"
    )
    assert bare.type("/team add @ann @wangfang", by=SUE) == (
        "*Ann Reed* is in *Front Desk* from Thu 19 Nov\n"
        "*王芳* is in *Front Desk* from Thu 19 Nov\n"
        "[Show Front Desk]"
    )
    assert bare.press(card, "Show Front Desk", by=ADA) == (
        "Front Desk\n"
        "*Supervised by* Sue Park\n"
        "*Scored by* Customer care agents v1, since Sun 1 Nov\n"
        "*Channel* <#C0CARE>\n"
        "*Time* Thu 19 Nov 18:00 (Asia/Shanghai) · posts in Chinese\n"
        "*2 agents*\n"
        "• Ann Reed · since Thu 19 Nov\n"
        "• 王芳 (小芳) · since Thu 19 Nov\n"
        f"{HINTS}"
    )
    assert bare.type("/deduct @ann late", by=SUE) == (
        "*D-1* · *Ann Reed* · Late for shift · *−2*\n"
        "Thu 19 Nov · November stands at *98* (was 100)\n"
        "Ann Reed is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )


def test_the_last_hr_stays(office: Office) -> None:
    assert office.type("/team remove @ada hr", by=ADA) == (
        "Ada Hart is the only one in HR. Make somebody else HR first: `/team role @kim hr`"
    )
    assert office.type("/team role @sue hr", by=SUE) == "Only HR can do that."
    assert office.type("/team role @kim hr", by=ADA) == (
        "I know nobody called *@kim*. Use a mention, such as @mira: it is always exact."
    )
    assert office.type("/team role @zed hr", by=ADA) == (
        "*Zed Fox* is HR now: sees every team and may do everything."
    )
    assert office.type("/team role @rob hr", by=ADA) == (
        "Rob Bot is a bot or was deactivated, and cannot be in a team."
    )
    assert office.type("/team remove @ada hr", by=ADA) == "*Ada Hart* is no longer HR."
    assert office.type("/team remove @zed hr", by=ADA) == "Only HR can do that."
    assert office.type("/team remove @ann hr", by=ZED) == "Ann Reed is not HR; nothing was changed."
    assert office.type("/team remove @zed hr", by=ZED) == (
        "Zed Fox is the only one in HR. Make somebody else HR first: `/team role @kim hr`"
    )


def test_everybody_sees_what_is_hers(office: Office) -> None:
    assert office.type("/team", by=SUE) == (
        f"{CARE_SHOWN}*3 agents*\n"
        "• Ann Reed · since Sun 1 Nov\n"
        "• Lee Moss · since Sun 1 Nov\n"
        "• 王芳 (小芳) · since Sun 1 Nov\n"
        f"{HINTS}"
    )
    assert office.type("/team", by=ANN) == (
        f"{CARE_SHOWN}*3 agents*\n• Ann Reed\n• Lee Moss\n• 王芳 (小芳)"
    )
    assert office.type("/team 查看", by=WANG) == (
        "Care\n"
        "*主管* Sue Park\n"
        "*考评标准* 客服专员 v1，自 11月1日 周日\n"
        "*频道* <#C0CARE>\n"
        "*时间* 11月19日 周四 10:00 (UTC) · 频道消息用英文\n"
        "*3 名客服*\n"
        "• Ann Reed\n"
        "• Lee Moss\n"
        "• 王芳 (小芳)"
    )
    assert office.type("/team show Care", by=JOE) == (
        "Care is not your team. Sue Park or HR can do that."
    )
    assert office.type("/team show Care", by=TOM, channel=DESK) == (
        "Care is not your team. Sue Park or HR can do that."
    )
    assert office.type("/team", by=ZED) == "You are in no team yet. Ada Hart can put you into one."
    assert office.type("/team show Care", by=ZED) == (
        "Care is not your team. Sue Park or HR can do that."
    )
    assert office.type("/team", by=ADA) == (
        "*2 teams* · HR: Ada Hart\n"
        "*Care* · Sue Park · 3 agents · <#C0CARE>\n"
        "[Show]\n"
        "Customer care agents v1\n"
        "*Desk* · Joe Wolf · 1 agent · <#C0DESK>\n"
        "[Show]\n"
        "Customer care agents v1"
    )
    assert office.type("/team show desk", by=ADA) == (
        "Desk\n"
        "*Supervised by* Joe Wolf\n"
        "*Scored by* Customer care agents v1, since Sun 1 Nov\n"
        "*Channel* <#C0DESK>\n"
        "*Time* Thu 19 Nov 10:00 (UTC) · posts in English\n"
        "*1 agent*\n"
        "• Tom Bell · since Sun 1 Nov\n"
        f"{HINTS}"
    )
    assert office.type("/team show Nowhere", by=ADA) == (
        "There is no team *Nowhere*. There are: Care, Desk."
    )


def test_a_team_is_set(office: Office) -> None:
    assert office.type("/team channel #other", by=SUE) == (
        "*Care* posts to <#C0OTHER>\nInvite me to the channel, or I cannot post there.\n[Show Care]"
    )
    assert office.type("/team channel #nowhere", by=SUE) == (
        "Slack sent me the words #nowhere, not a channel. Either there is none of that name, "
        "or *Escape channels, users, and links* is off for this command in the settings of the "
        "app."
    )
    assert office.type("/team channel <#C0OTHER>", by=SUE) == (
        "*Care* posts to <#C0OTHER>\nInvite me to the channel, or I cannot post there.\n[Show Care]"
    )
    assert office.type("/team praise #care", by=SUE) == (
        "Public praise of *Care* goes to <#C0CARE>\n"
        "Invite me to the channel, or I cannot post there.\n"
        "[Show Care]"
    )
    assert office.type("/team praise none", by=SUE) == (
        "Public praise of *Care* goes to <#C0OTHER>\n"
        "Invite me to the channel, or I cannot post there.\n"
        "[Show Care]"
    )
    assert office.type("/team channel none", by=SUE) == (
        "*Care* posts to no channel now\n[Show Care]"
    )
    assert office.type("/team channel", by=SUE) == (
        "That is not complete. `/team help` shows what works."
    )
    assert office.type("/team channel care", by=SUE) == (
        "That is not complete. `/team help` shows what works."
    )
    assert office.type("/team zone shanghai", by=SUE) == (
        "The days of *Care* are those of Asia/Shanghai, where it is Thu 19 Nov 18:00\n[Show Care]"
    )
    assert office.type("/team zone Europe/Berlim", by=SUE) == (
        "There is no time zone *Europe/Berlim*. Near it: Europe/Berlin, America/Lima, "
        "America/Belem."
    )
    assert office.type("/team zone Atlantis", by=SUE) == (
        "There is no time zone *Atlantis*. Near it: Canada/Atlantic, Australia/ACT."
    )
    assert office.type("/team zone", by=SUE) == (
        "That is not complete. `/team help` shows what works."
    )
    assert office.type("/team language zh", by=SUE) == (
        "Posts in the channel of *Care* are in Chinese now\n"
        "What is for one person comes in that person's own Slack language.\n"
        "[Show Care]"
    )
    assert office.type("/team language fr", by=SUE) == (
        "I do not speak *fr*. These work: `en`, `zh`."
    )
    assert office.type("/team rename Care to Customer Care", by=ADA) == (
        "Care is called *Customer Care* now\n[Show Customer Care]"
    )
    assert office.type("/team rename Desk Customer Care", by=ADA) == (
        "There is a team *Customer Care* already."
    )
    assert office.type("/team rename Desk", by=ADA) == (
        'A team needs a name: `/team create "Front Desk" #front-desk`'
    )
    assert office.type("/team", by=SUE) == (
        "Customer Care\n"
        "*Supervised by* Sue Park\n"
        "*Scored by* Customer care agents v1, since Sun 1 Nov\n"
        "*Time* Thu 19 Nov 18:00 (Asia/Shanghai) · posts in Chinese\n"
        "*3 agents*\n"
        "• Ann Reed · since Sun 1 Nov\n"
        "• Lee Moss · since Sun 1 Nov\n"
        "• 王芳 (小芳) · since Sun 1 Nov\n"
        f"{HINTS}"
    )
    assert office.type("/team zone UTC", by=ANN) == (
        "Customer Care is not your team. Sue Park or HR can do that."
    )


def test_names_are_shown_and_never_obeyed(office: Office) -> None:
    card = office.answer('/team create "<!channel> *VIP* :tada:"', by=ADA)
    assert said([card]) == (
        "*&lt;!channel&gt; *VIP* :tada: is ready*\n"
        "UTC · posts in English\n"
        "Scored by *Customer care agents* v1\n"
        "`/team role @jo supervisor &lt;!channel&gt; *VIP* :tada:` says who leads it\n"
        "`/team add @mira @tom &lt;!channel&gt; *VIP* :tada:` puts people into it\n"
        "`/rubric list` has other rubrics\n"
        "[Show <!channel> *VIP* :tada:]"
    )
    assert office.type('/team show "<!channel> *VIP* :tada:"', by=ADA) == (
        "<!channel> *VIP* :tada:\n"
        "⚠️ *Nobody supervises this team*\n"
        "*Scored by* Customer care agents v1, since Sun 1 Nov\n"
        "*Time* Thu 19 Nov 10:00 (UTC) · posts in English\n"
        "*0 agents*\n"
        f"{HINTS}"
    )
    assert office.type('/team create "<!channel> *VIP* :tada:"', by=ADA) == (
        "There is a team *&lt;!channel&gt; *VIP* :tada:* already."
    )
    assert office.type("/team create", by=ADA) == (
        'A team needs a name: `/team create "Front Desk" #front-desk`'
    )
    assert office.type(
        "/team create xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", by=ADA
    ) == ("That is too long: 60 characters are the most.")
    assert office.type('/team create "Night" Berlln', by=ADA) == (
        "There is no time zone *Berlln*. Near it: Europe/Berlin."
    )
    assert office.type("/team create Night shift Europe/Berlin en", by=ADA) == (
        "*Night shift is ready*\n"
        "Europe/Berlin · posts in English\n"
        "Scored by *Customer care agents* v1\n"
        "`/team role @jo supervisor Night shift` says who leads it\n"
        "`/team add @mira @tom Night shift` puts people into it\n"
        "`/rubric list` has other rubrics\n"
        "[Show Night shift]"
    )


def test_the_rubric_is_chosen_here_too(office: Office) -> None:
    card = office.answer("/team rubric scenic-agent-infraction-list Desk from 1 dec", by=ADA)
    assert said([card]) == (
        "*Score Desk by Scenic-area agents, infraction list v1?*\n"
        "From Tue 1 Dec; all of December 2026 is scored by it.\n"
        "It scores Tom Bell.\n"
        "So far: Customer care agents v1. Items: 0 new, 8 gone, 39 as before.\n"
        "[Put in force] [Compare] [Cancel]"
    )
    assert office.press(card, "Put in force", by=ADA) == (
        "*Desk* is scored by *Scenic-area agents, infraction list* v1 from Tue 1 Dec\n[Show]"
    )
    assert office.type("/team", by=JOE) == (
        "Desk\n"
        "*Supervised by* Joe Wolf\n"
        "*Scored by* Customer care agents v1, since Sun 1 Nov\n"
        "*Next* Scenic-area agents, infraction list v1, from Tue 1 Dec\n"
        "*Channel* <#C0DESK>\n"
        "*Time* Thu 19 Nov 10:00 (UTC) · posts in English\n"
        "*1 agent*\n"
        "• Tom Bell · since Sun 1 Nov\n"
        f"{HINTS}"
    )
