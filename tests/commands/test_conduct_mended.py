"""/deduct undo, void, excuse, edit: who takes back or mends what, until when, and what is told."""

from __future__ import annotations

from office import ADA, ANN, DESK, JOE, LEE, SUE, TOM, Office


def test_what_is_undone_in_time_is_never_told(office: Office) -> None:
    assert office.choose("/deduct ann late", "Undo", by=SUE) == (
        "*D-1* is undone: Ann Reed · Late for shift\nNovember stands at 100"
    )
    office.wait("+5m")
    assert office.dms(ANN) == []


def test_what_is_undone_later_is_withdrawn_in_place(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.wait("+6m")
    office.type("/deduct undo D-1", by=SUE)
    office.wait("+1m")
    assert office.dms(ANN) == [
        (
            "*D-1* was withdrawn: Late for shift, Thu 19 Nov. It no longer counts.\n"
            "November stands at 100"
        )
    ]


def test_a_quarter_of_an_hour_later_only_a_reason_takes_it_back(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.wait("+16m")
    assert office.type("/deduct undo", by=SUE) == (
        "D-1 is older than 15 minutes. Use `/deduct void D-1 -- reason`: it stays, struck out."
    )
    assert office.type("/deduct void D-1", by=SUE) == (
        "This needs a reason, so that it can be understood later: "
        "add ` -- ` and the reason after D-1."
    )
    assert office.type("/deduct void D-1 -- the bus strike", by=SUE) == (
        "*D-1* is void and shown struck out: Ann Reed · Late for shift\n"
        "> the bus strike\n"
        "November stands at 100"
    )
    assert office.type("/deduct list ann", by=SUE) == (
        "*No deductions* · 1 struck out · Sun 1 Nov – Thu 19 Nov\n"
        "~D-1 · Thu 19 Nov · Ann Reed · Late for shift~ · void"
    )
    assert office.type("/deduct void D-1 -- again", by=SUE) == (
        "D-1 was taken back before; nothing changed."
    )


def test_an_excused_entry_stays_and_costs_nothing(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    assert office.type("/deduct excuse D-1 -- the train was late", by=SUE) == (
        "*D-1* is excused and counts 0: Ann Reed · Late for shift\n"
        "> the train was late\n"
        "November stands at 100"
    )


def test_an_entry_is_mended_by_a_new_one(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    assert office.type("/deduct edit D-1 item:smile on:yesterday -- on camera", by=SUE) == (
        "*D-1* is replaced by *D-3*\n"
        "*D-3* · *Ann Reed* · No smile on duty · *−1*\n"
        "Wed 18 Nov · November stands at *99* (was 98)\n"
        "> on camera\n"
        "Ann Reed is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    office.wait("+6m")
    assert len(office.dms(ANN)) == 1
    assert "No smile on duty" in office.dms(ANN)[0]


def test_what_is_mended_late_cannot_be_undone_any_more(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.wait("+16m")
    assert office.type("/deduct edit D-1 on:yesterday", by=SUE) == (
        "*D-1* is replaced by *D-3*\n"
        "*D-3* · *Ann Reed* · Late for shift · *−2*\n"
        "Wed 18 Nov · November stands at *98*\n"
        "Ann Reed is told now.\n"
        "[Edit] [Add evidence]"
    )


def test_the_wrong_person_is_put_right_and_told(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.wait("+6m")
    assert office.type("/deduct edit D-1 to:lee", by=SUE) == (
        "*D-1* is replaced by *D-3*\n"
        "*D-3* · *Lee Moss* · Late for shift · *−2*\n"
        "Thu 19 Nov · November stands at *98* (was 100)\n"
        "Lee Moss is told in 5 minutes.\n"
        "[Undo] [Edit] [Add evidence]"
    )
    office.wait("+6m")
    assert office.dms(ANN) == ["*D-1* was withdrawn: it was not about you. It no longer counts."]
    assert office.dms(LEE)[0].startswith("A deduction was logged for you: *Late for shift*")


def test_undo_offers_nothing_for_a_month_that_is_closed(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.wait("2026-12-02T10:00:00Z")
    closed = (
        "November 2026 is closed: its cards are published, and nothing in it is taken back or "
        'changed. HR can open it again: `/month reopen "Care" 2026-11 -- reason`'
    )
    assert office.type("/deduct undo D-1", by=SUE) == closed
    assert office.type("/deduct void D-1 -- the bus strike", by=SUE) == closed
    assert office.type("/deduct edit D-1 item:tone", by=SUE) == closed
    assert "is open again" in office.type('/month reopen "Care" 2026-11 -- reason', by=ADA)


def test_what_is_not_yours_does_not_exist(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    missing = (
        "There is no entry D-1 that you could see. `/deduct list` and `/commend list` show yours."
    )
    assert office.type("/deduct void D-1 -- x", by=JOE, channel=DESK) == missing
    assert office.type("/deduct undo D-1", by=TOM, channel=DESK) == missing
    assert office.type("/deduct undo D-1", by=ADA) == (
        "Only who logged D-1 can undo it. A supervisor or HR can void it, with a reason."
    )
    assert office.type("/deduct void D-1 -- x", by=ANN) == (
        "Nobody logs, records or decides about themselves. HR can."
    )


def test_a_form_submitted_after_its_entry_was_voided_changes_nothing(office: Office) -> None:
    office.type("/deduct ann late", by=SUE)
    office.type("/deduct edit D-1", by=SUE)
    office.type("/deduct void D-1 -- a mistake", by=ADA)
    assert office.slack.submit({"note": "later"}, by=SUE) == {
        "people": "D-1 was taken back before; nothing changed."
    }
