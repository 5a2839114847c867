"""Rights: every command, typed by everybody who might try, has one answer."""

from __future__ import annotations

import pytest
from office import ADA, ANN, JOE, OLD, ROB, SUE, ZED, Office

NO_ACCESS = (
    "This is for active members of the workspace only. Guests "
    "of other workspaces, bots and deactivated accounts cannot use it."
)
SUPERVISORS = "Only supervisors and HR can do that. `/score` shows your own standing."
NOT_YOURS = "Ann Reed is not in your team. Sue Park or HR can do that."
PRIVATE = "The card of Ann Reed is private. Ann Reed, Sue Park and HR see it."
HR_ONLY = "Only HR can do that."
PAY_IS_PRIVATE = (
    "Performance pay, and the base it is worked out from, are for HR alone: ask Ada Hart."
)
YOUR_LEAD = "Only Sue Park and HR can do that for your team. `/score` shows your own card."
LEADS = "Only a team's supervisors and HR can do that. `/score` shows your own card."
NOT_YOUR_TEAM = "Care is not your team. Sue Park or HR can do that."
NO_TEAM = "You are in no team yet. HR or its supervisor can put you into one."
WHICH_TEAM = "Which team? Choose, or add its name to the line: Care, Desk. Nothing is changed yet."
WHICH_MONTH = "Which team? Add its name: Care, Desk."
RUNNING = (
    "November 2026 is still running. Its cards go out by themselves Tue 1 Dec 09:00; "
    "`/month draft` shows them as they stand."
)
A_FORM = ""  # it opens, and nothing else is said
NOT_A_COLLEAGUE = "You do not work with Ann Reed. Those who do, Sue Park and HR can rate."
DIFFERENCE = "*Customer care agents* v1 → *Front-desk supervisor, monthly table* v1"
NO_MESSAGE = "There is no message 1. `/team undelivered` lists what did not arrive."
SET_UP = "This workspace is set up already. HR can give you a role with `/team role`."

NO_STEPS = (
    "The rubric in force names no steps for this month, so nothing changed. "
    "`/rubric list` shows those that do."
)
NO_SIGNATURES = "The rubric *Customer care agents* asks for no signatures; nothing was signed."
SIGN_LATER = (
    "November 2026 is still running, and its cards change with every entry. They are signed once "
    "it is over."
)

# line: what her supervisor, HR, the agent herself, another team's supervisor and a stranger read
TABLE: dict[str, tuple[str, str, str, str, str]] = {
    "/deduct ann late": (
        "*D-1* · *Ann Reed* · Late for shift · *−2*",
        "*D-1* · *Ann Reed* · Late for shift · *−2*",
        SUPERVISORS,
        NOT_YOURS,
        SUPERVISORS,
    ),
    "/deduct list ann": (
        "*No deductions* · Sun 1 Nov – Thu 19 Nov",
        "*No deductions* · Sun 1 Nov – Thu 19 Nov",
        "*No deductions* · Sun 1 Nov – Thu 19 Nov",
        NOT_YOURS,
        "*No deductions* · Sun 1 Nov – Thu 19 Nov",
    ),
    "/commend ann praise": (
        "*C-1* · *Ann Reed* · Praised by a customer · *+3*",
        "*C-1* · *Ann Reed* · Praised by a customer · *+3*",
        SUPERVISORS,
        NOT_YOURS,
        SUPERVISORS,
    ),
    "/complaint open ann billing -- refund": (
        "📥 *X-1* is taken in. It holds no points until it is upheld.",
        "📥 *X-1* is taken in. It holds no points until it is upheld.",
        SUPERVISORS,
        NOT_YOURS,
        SUPERVISORS,
    ),
    "/complaint list ann": (
        "*No complaints*",
        "*No complaints*",
        "*No complaints*",
        NOT_YOURS,
        SUPERVISORS,
    ),
    "/record ann training 6": (
        "*M-1* · *Ann Reed* · Training hours · *6 hours*",
        "*M-1* · *Ann Reed* · Training hours · *6 hours*",
        SUPERVISORS,
        NOT_YOURS,
        SUPERVISORS,
    ),
    "/record list ann": (
        "*0 records* · November 2026",
        "*0 records* · November 2026",
        "*0 records* · November 2026",
        NOT_YOURS,
        "*0 records* · November 2026",
    ),
    "/score": (
        "Care · November",
        "*November* · 2 teams",
        "Ann Reed · November",
        "Desk · November",
        "Zed Fox was in no team in November 2026, so there is no card.",
    ),
    "/score ann": (
        "Ann Reed · November",
        "Ann Reed · November",
        "Ann Reed · November",
        PRIVATE,
        PRIVATE,
    ),
    "/score team": (
        "Care · November",
        "*November* · 2 teams",
        YOUR_LEAD,
        "Desk · November",
        LEADS,
    ),
    "/score ann year": (
        "Ann Reed · year 2026",
        "Ann Reed · year 2026",
        "Ann Reed · year 2026",
        PRIVATE,
        PRIVATE,
    ),
    "/score team year": (
        "Care · year 2026",
        "*Year 2026* · 2 teams",
        YOUR_LEAD,
        "Desk · year 2026",
        LEADS,
    ),
    "/score why ann": (
        "Ann Reed · November",
        "Ann Reed · November",
        "Ann Reed · November",
        PRIVATE,
        PRIVATE,
    ),
    "/score what-if ann -tone": (
        "What if? Ann Reed · November",
        "What if? Ann Reed · November",
        "What if? Ann Reed · November",
        PRIVATE,
        PRIVATE,
    ),
    "/rubric": (
        "*Customer care agents* v1 · Care · since Sun 1 Nov",
        "*Customer care agents* v1 · Care, Desk · since Sun 1 Nov",
        "*Customer care agents* v1 · Care · since Sun 1 Nov",
        "*Customer care agents* v1 · Desk · since Sun 1 Nov",
        "No rubric scores you or a team of yours. These are there to choose from:",
    ),
    "/score rate ann": (
        A_FORM,
        A_FORM,
        A_FORM,
        NOT_A_COLLEAGUE,
        NOT_A_COLLEAGUE,
    ),
    "/rubric diff care-agents front-desk-supervisor-table": (
        DIFFERENCE,
        DIFFERENCE,
        DIFFERENCE,
        DIFFERENCE,
        DIFFERENCE,
    ),
    "/rubric simulate front-desk-supervisor-table Care nov": (
        HR_ONLY,
        "*The supervisors of Care in November, by Front-desk supervisor, monthly table v1*",
        HR_ONLY,
        HR_ONLY,
        HR_ONLY,
    ),
    "/rubric use front-desk-supervisor-table": (
        HR_ONLY,
        WHICH_TEAM,
        HR_ONLY,
        HR_ONLY,
        NO_TEAM,
    ),
    "/month": (
        "*Care · November* · 12 days left",
        "*Care · November* · 12 days left",
        YOUR_LEAD,
        "*Desk · November* · 12 days left",
        LEADS,
    ),
    "/month draft": (
        "Care · November",
        WHICH_MONTH,
        YOUR_LEAD,
        "Desk · November",
        LEADS,
    ),
    "/month check": (
        "Care · November",
        WHICH_MONTH,
        YOUR_LEAD,
        "Desk · November",
        LEADS,
    ),
    "/month done plan": (
        NO_STEPS,
        NO_STEPS,
        NO_STEPS,
        NO_STEPS,
        NO_STEPS,
    ),
    "/month undo plan": (
        NO_STEPS,
        NO_STEPS,
        NO_STEPS,
        NO_STEPS,
        NO_STEPS,
    ),
    "/month sign ann nov": (
        NO_SIGNATURES,
        NO_SIGNATURES,
        NO_SIGNATURES,
        PRIVATE,
        PRIVATE,
    ),
    "/month sign clean nov": (
        SIGN_LATER,
        WHICH_MONTH,
        YOUR_LEAD,
        SIGN_LATER,
        LEADS,
    ),
    "/month reopen care oct -- why": (
        HR_ONLY,
        "October 2026 of Care is not published, so it takes entries as it is; nothing changed.",
        YOUR_LEAD,
        HR_ONLY,
        LEADS,
    ),
    "/month publish": (
        RUNNING,
        WHICH_MONTH,
        YOUR_LEAD,
        RUNNING,
        LEADS,
    ),
    "/month year": (
        "Care · year 2026",
        WHICH_MONTH,
        YOUR_LEAD,
        "Desk · year 2026",
        LEADS,
    ),
    "/month pay nov": (
        PAY_IS_PRIVATE,
        "Performance pay · November 2026",
        PAY_IS_PRIVATE,
        PAY_IS_PRIVATE,
        PAY_IS_PRIVATE,
    ),
    "/month held ann": (
        "Ann Reed was in no team in October 2026, so there is no card.",
        "Ann Reed was in no team in October 2026, so there is no card.",
        YOUR_LEAD,
        NOT_YOURS,
        LEADS,
    ),
    "/team": (
        "Care",
        "*2 teams* · HR: Ada Hart",
        "Care",
        "Desk",
        "You are in no team yet. Ada Hart can put you into one.",
    ),
    "/team add zed": (
        "*Zed Fox* is in *Care* from Thu 19 Nov",
        WHICH_TEAM,
        NOT_YOUR_TEAM,
        "*Zed Fox* is in *Desk* from Thu 19 Nov",
        NO_TEAM,
    ),
    "/team remove ann": (
        "*Ann Reed* is not in *Care* from Thu 19 Nov on",
        "*Ann Reed* is not in *Care* from Thu 19 Nov on",
        NOT_YOUR_TEAM,
        "Ann Reed is not in Desk on Thu 19 Nov; nothing was changed.",
        NO_TEAM,
    ),
    "/team channel <#C0OTHER|other>": (
        "*Care* posts to <#C0OTHER>",
        WHICH_TEAM,
        NOT_YOUR_TEAM,
        "*Desk* posts to <#C0OTHER>",
        NO_TEAM,
    ),
    "/team base ann 2000": (
        PAY_IS_PRIVATE,
        "*Ann Reed* has a performance base of *2,000.00* from October 2026 on",
        PAY_IS_PRIVATE,
        PAY_IS_PRIVATE,
        PAY_IS_PRIVATE,
    ),
    "/team undelivered": (
        HR_ONLY,
        "✓ Every message arrived, or is on its way.",
        HR_ONLY,
        HR_ONLY,
        HR_ONLY,
    ),
    "/team retry 1": (
        HR_ONLY,
        NO_MESSAGE,
        HR_ONLY,
        HR_ONLY,
        HR_ONLY,
    ),
    "/team arrived 1": (
        HR_ONLY,
        NO_MESSAGE,
        HR_ONLY,
        HR_ONLY,
        HR_ONLY,
    ),
    "/team role zed hr": (
        HR_ONLY,
        "*Zed Fox* is HR now: sees every team and may do everything.",
        HR_ONLY,
        HR_ONLY,
        HR_ONLY,
    ),
    "/team create Night": (
        HR_ONLY,
        "*Night is ready*",
        HR_ONLY,
        HR_ONLY,
        HR_ONLY,
    ),
    "/team setup": (
        SET_UP,
        SET_UP,
        SET_UP,
        SET_UP,
        SET_UP,
    ),
    "/perf deduct ann late": (
        "*D-1* · *Ann Reed* · Late for shift · *−2*",
        "*D-1* · *Ann Reed* · Late for shift · *−2*",
        SUPERVISORS,
        NOT_YOURS,
        SUPERVISORS,
    ),
}
CASES = [
    (line, who, answer)
    for line, answers in TABLE.items()
    for who, answer in zip((SUE, ADA, ANN, JOE, ZED), answers, strict=True)
]


@pytest.mark.parametrize(("line", "who", "answer"), CASES)
def test_everybody_gets_the_answer_their_role_has(
    office: Office, line: str, who: str, answer: str
) -> None:
    assert office.forge(line, by=who).partition("\n")[0] == answer


@pytest.mark.parametrize("who", [ROB, OLD])
def test_bots_and_the_deactivated_get_nothing(office: Office, who: str) -> None:
    assert {office.forge(line, by=who) for line in TABLE} == {NO_ACCESS}
