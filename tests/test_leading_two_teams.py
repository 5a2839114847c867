"""A supervisor of two teams: her card waits for both, and is revised with either."""

from __future__ import annotations

from office import ADA, JOE, TOM, Office

SMALL = "Scored on 20 of 100 points · Support-centre supervisor, table, version 1"


def lead_both(office: Office) -> None:
    """Let Joe lead Care beside Desk, by whose rubric he is appraised then."""
    office.type(f"/team role <@{JOE}> supervisor Care from 1 nov", by=ADA)
    line = "/rubric use support-centre-supervisor-table Care from 2026-11-01"
    office.choose(line, "Put in force", by=ADA)


def cards(office: Office) -> list[str]:
    """Return the messages that brought Joe his card of November."""
    return [message for message in office.dms(JOE) if "Joe Wolf · November" in message]


def top(office: Office) -> list[str]:
    """Return the head of the card as HR reads it, and its small print."""
    lines = office.type(f"/score <@{JOE}> nov", by=ADA).splitlines()
    return [lines[1], next(line for line in lines if line.startswith("Scored on"))]


def test_the_other_team_closed_again_revises_the_card(office: Office) -> None:
    lead_both(office)
    office.wait("2026-12-02T09:00:00Z")
    assert top(office) == ["*90* of 100", f"{SMALL} · published and final"]
    office.type("/month reopen Desk nov -- forgot", by=ADA)
    office.choose(f"/deduct <@{TOM}> late 19 nov", "Log it", by=ADA)
    office.choose("/month publish nov Desk", "Publish", by=ADA)
    office.wait()
    assert top(office) == ["*87.64* of 100", f"{SMALL} · *revised* and published Wed 2 Dec 09:00"]
    assert office.dms(JOE)[-1] == (
        "*Your card of November 2026 was revised*: 90 → *87.64*\n"
        "> forgot\n"
        "Reopened by Ada Hart. The card in this conversation is mended, and the old one can still "
        "be read.\n"
        "[My card]"
    )


def test_the_card_waits_for_the_team_that_closes_last(office: Office) -> None:
    lead_both(office)
    office.type("/team zone Desk America/Los_Angeles", by=ADA)
    office.wait("2026-12-01T10:00:00Z")
    assert cards(office) == []
    assert top(office)[1] == f"{SMALL} · not published yet"
    office.wait("2026-12-01T18:00:00Z")
    assert len(cards(office)) == 1
    assert top(office)[1] == f"{SMALL} · published and final"


def test_a_team_that_closes_after_all_revises_the_card(office: Office) -> None:
    lead_both(office)
    office.type(f"/team remove <@{TOM}> from 1 nov", by=ADA)
    office.wait("2026-12-02T09:00:00Z")
    assert len(cards(office)) == 1  # Desk had no agent, and was not waited for
    assert top(office) == ["*90* of 100", f"{SMALL} · published and final"]
    office.type(f"/team add <@{TOM}> Desk from 1 nov", by=ADA)
    office.choose(f"/deduct <@{TOM}> late 19 nov", "Log it", by=ADA)
    office.wait()
    assert top(office) == ["*87.64* of 100", f"{SMALL} · *revised* and published Wed 2 Dec 09:05"]
    assert office.dms(JOE)[-1] == (
        "*Your card of November 2026 was revised*: 90 → *87.64*\n"
        "The month of Desk, which counts in it, was published later. The card in this conversation "
        "is mended, and the old one can still be read.\n"
        "[My card]"
    )
    (card,) = cards(office)
    assert card.splitlines()[0] == (
        "✏️ *revised* Wed 2 Dec 09:05 · before: 90 · "
        "the month of Desk, which counts in it, was published later"
    )


def test_figures_of_hers_are_taken_until_her_card_is_out(office: Office) -> None:
    lead_both(office)
    office.type("/team zone Desk America/Los_Angeles", by=ADA)
    office.wait("2026-12-01T10:00:00Z")
    assert office.type(f"/record <@{JOE}> sales-plan 40 30 nov", by=ADA) == (
        "*M-1* · *Joe Wolf* · Planned sales · *40*\nMon 30 Nov · November stands at *90*\n[Undo]"
    )
    office.wait("2026-12-01T18:00:00Z")
    assert office.type(f"/record <@{JOE}> sales-actual 40 30 nov", by=ADA) == (
        "November 2026 is closed: its cards are published. Log it for a day of the open month, and "
        "say in the note when it was."
    )
