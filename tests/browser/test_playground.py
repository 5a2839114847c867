"""The playground's page in a real Chromium: what a visitor types, presses, fills in and sees."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from bot.playground.hands import Slack

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
SUE, ANN, WANG, CARE = "U0SUE", "U0ANN", "U0WANG", "C0CARE"
PHONE = (390, 844)
AT_THE_END = """() => {
    const log = document.querySelector("#log");
    return log.scrollHeight - log.scrollTop - log.clientHeight < 2;
}"""


def composer(page: Page) -> Locator:
    return page.locator("#composer textarea")


def send(page: Page, line: str) -> None:
    composer(page).fill(line)
    composer(page).press("Enter")


def overflow(page: Page, box: str = "html") -> int:
    """Return by how many pixels what stands in a box is wider than the box."""
    return int(page.locator(box).evaluate("box => box.scrollWidth - box.clientWidth"))


def test_a_command_is_completed_escaped_and_answered_to_its_writer_alone(
    open_page: Open, heard: list[object]
) -> None:
    page = open_page(SUE)
    composer(page).press_sequentially("/de")
    expect(page.locator(".suggestion")).to_have_text(["/deduct@person item"])
    composer(page).press("Enter")
    composer(page).press_sequentially("@an")
    expect(page.locator(".suggestion")).to_have_text(["AAnn@annCare agent"])
    composer(page).press("Tab")
    expect(composer(page)).to_have_value("/deduct @ann ")
    expect(page.locator(".usage")).to_have_text("/deduct @person item")
    composer(page).press_sequentially("late")
    composer(page).press("Enter")
    answer = page.locator(".message[data-ephemeral]")
    expect(answer.locator(".only-you")).to_have_text("Only visible to you")
    expect(answer.locator(".section")).to_have_text("Logged @Ann late")
    assert heard == ["<@U0ANN|ann> late"]
    expect(open_page(ANN).locator(".empty")).to_be_visible()


def test_groups_are_completed_and_an_arrow_brings_the_last_line_back(open_page: Open) -> None:
    page = open_page(SUE)
    composer(page).press_sequentially("hello @ea")
    expect(page.locator(".suggestion")).to_have_text(["@earlyGroup · Early shift"])
    composer(page).press("Enter")
    composer(page).press("Enter")
    expect(page.locator(".message .text")).to_have_text(["hello @early"])
    expect(composer(page)).to_have_value("")
    composer(page).press("ArrowUp")
    expect(composer(page)).to_have_value("hello @early")


def test_a_button_asks_first_and_then_changes_its_message(open_page: Open, slack: Slack) -> None:
    slack.type("/deduct @ann late", by=SUE, channel=CARE)
    page = open_page(SUE)
    page.get_by_role("button", name="Undo").click()
    question = page.get_by_role("dialog", name="Undo it?")
    question.get_by_role("button", name="Keep it").click()
    expect(page.locator(".section")).to_have_text("Logged @Ann late")
    page.get_by_role("button", name="Undo").click()
    question.get_by_role("button", name="Take it back").click()
    expect(page.locator(".message .text")).to_have_text("Logged taken back")
    expect(page.locator(".message s")).to_have_text("Logged")


def test_a_form_complains_beside_its_fields_and_hands_over_what_was_filled_in(
    open_page: Open, heard: list[object]
) -> None:
    page = open_page(SUE)
    send(page, "/form")
    form = page.get_by_role("dialog", name="New entry")
    expect(form.get_by_role("alert").first).to_have_text("The month is closed.")
    log = form.get_by_role("button", name="Log")
    log.click()
    needed = ["who", "item", "points", "kind", "note"]
    wrong = form.locator("[data-wrong=true]")
    expect(wrong).to_have_count(len(needed))
    assert [wrong.nth(at).get_attribute("data-block-id") for at in range(len(needed))] == needed

    form.locator("[data-block-id=who] .pick").click()
    form.get_by_role("option", name="Ann").click()
    form.get_by_role("option", name="王芳").click()
    form.get_by_role("listbox").press("Escape")
    form.locator("[data-block-id=item] .pick").click()
    form.get_by_role("listbox").press("ArrowDown")
    form.get_by_role("listbox").press("Enter")
    form.locator("[data-block-id=ticket] .pick").click()
    form.get_by_role("combobox").fill("4")
    form.get_by_role("option", name="T-41").click()
    form.get_by_label("points").fill("-2.5")
    form.get_by_label("minor").check()
    form.get_by_label("note").fill("one line")
    log.click()
    expect(form.locator(".field-error:visible")).to_have_text(["This is no number."])
    form.get_by_label("points").fill("-2")
    log.click()
    expect(form.locator(".field-error:visible")).to_have_text(["Two lines, please."])
    form.get_by_label("note").fill("one\ntwo")
    log.click()
    expect(form).to_be_hidden()

    def chosen(text: str) -> dict[str, object]:
        return {"text": {"type": "plain_text", "text": text}, "value": text}

    assert heard == [
        {
            "who": {"type": "multi_users_select", "selected_users": [ANN, WANG]},
            "item": {"type": "static_select", "selected_option": chosen("Tone")},
            "ticket": {"type": "external_select", "selected_option": chosen("T-41")},
            "points": {"type": "number_input", "value": "-2"},
            "day": {"type": "datepicker", "selected_date": "2026-11-19"},
            "kind": {"type": "radio_buttons", "selected_option": chosen("minor")},
            "note": {"type": "plain_text_input", "value": "one\ntwo"},
        }
    ]


def test_a_chart_is_drawn_and_its_values_are_told(open_page: Open, slack: Slack) -> None:
    slack.type("/score", by=SUE, channel=CARE)
    page = open_page(SUE)
    chart = page.locator("figure.chart")
    expect(chart.locator("svg[data-chart=bar] path.bar")).to_have_count(4)
    expect(chart.locator("svg .value")).to_have_text(["2", "3", "5", "4.5"])
    expect(chart.locator(".legend li")).to_have_text(["Oct", "Nov"])
    expect(chart.locator(".unseen tbody tr")).to_have_text(["A23", "B54.5"])
    chart.get_by_role("img", name="Grades").press("ArrowLeft")
    expect(chart.locator(".chart-tip")).to_have_text("BOct 5Nov 4.5")


def test_a_data_table_turns_its_pages_and_sorts_numbers_as_numbers(
    open_page: Open, slack: Slack
) -> None:
    slack.type("/score", by=SUE, channel=CARE)
    table = open_page(SUE).locator(".data-table")
    rows = table.locator("tbody tr")
    expect(rows).to_have_text(["Ann87", "王芳96"])
    expect(table.locator(".pager span")).to_have_text("1–2 of 3")
    table.get_by_role("button", name="Next page").click()
    expect(rows).to_have_text(["Lee9"])
    table.get_by_role("button", name="Score").click()
    expect(rows).to_have_text(["Lee9", "Ann87"])
    table.get_by_role("button", name="Score").click()
    expect(rows).to_have_text(["王芳96", "Ann87"])


def test_a_note_that_holds_html_is_shown_as_it_was_written(open_page: Open) -> None:
    note = '<img src=x onerror="document.title=1"> <b>&amp;</b> </script>'
    page = open_page(SUE)
    send(page, note)
    send(page, f"/deduct @ann late -- {note}")
    expect(page.locator(".message .text")).to_have_text([note, f"Logged @Ann late -- {note}"])
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(page.locator("#log img, #log b:not(.byline b), #log script")).to_have_count(0)


def test_an_id_is_never_broken_between_lines(open_page: Open) -> None:
    page = open_page(SUE)
    send(page, "look at *X-5*, X-41 (D-1042); A-B-7, e-2 and COVID-19 stay words")
    expect(page.locator(".message .id")).to_have_text(["X-5", "X-41", "D-1042"])


def test_an_unknown_command_is_told_which_there_are(open_page: Open, heard: list[object]) -> None:
    page = open_page(SUE)
    send(page, "/undo D-1")
    expect(page.get_by_text("There are: /deduct /score /form.")).to_have_text(
        "/undo is no command here. There are: /deduct /score /form. “/deduct help” explains one."
    )
    expect(composer(page)).to_have_value("/undo D-1")
    assert heard == []
    send(page, "/deduct @ann late")
    expect(page.locator(".message .section")).to_have_text("Logged @Ann late")
    expect(page.locator(".notice")).to_have_count(0)


def test_the_hint_makes_room_once_something_is_tried(open_page: Open) -> None:
    page = open_page(SUE, size=PHONE, hint=True)
    tries = page.locator("#hint .try")
    expect(tries.first).to_be_visible()
    send(page, "/deduct @ann late")
    expect(tries.first).to_be_hidden()
    page.locator("#hint summary").click()
    expect(tries.first).to_be_visible()
    page.get_by_role("button", name="Hide this").click()
    expect(page.locator("#hint")).to_be_hidden()


def test_a_table_shows_at_its_edge_that_it_goes_on(open_page: Open, slack: Slack) -> None:
    slack.type("/score", by=SUE, channel=CARE)
    page = open_page(SUE, size=PHONE)
    frame = page.locator(".table-frame")
    expect(frame).to_have_attribute("data-beyond", "false")
    page.add_style_tag(content=".table-frame th { min-width: 60vw }")
    page.set_viewport_size({"width": 389, "height": 844})
    expect(frame).to_have_attribute("data-beyond", "true")
    page.locator(".table-scroll").evaluate("box => box.scrollTo(box.scrollWidth, 0)")
    expect(frame).to_have_attribute("data-beyond", "false")
    expect(frame).to_have_attribute("data-before", "true")


def test_a_thread_is_opened_and_answered(open_page: Open, slack: Slack) -> None:
    slack.say("who takes the 09:30?", by=ANN, channel=CARE)
    page = open_page(SUE)
    message = page.locator("#log .message")
    message.hover()
    message.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    thread.get_by_role("combobox").fill("I do")
    thread.get_by_role("combobox").press("Enter")
    expect(thread.locator(".message .text")).to_have_text(["who takes the 09:30?", "I do"])
    expect(message).to_have_count(1)
    expect(message.locator(".thread-link")).to_have_text("1 reply")


def test_a_message_has_the_apps_shortcuts(
    open_page: Open, slack: Slack, heard: list[object]
) -> None:
    slack.say("late again", by=ANN, channel=CARE)
    page = open_page(SUE, size=PHONE)
    page.get_by_role("button", name="Message actions").tap()
    page.get_by_role("menuitem", name="Log it").tap()
    expect(page.get_by_role("menu")).to_have_count(0)
    slack.wait_until(lambda: heard == ["late again"])


def test_who_scrolled_up_and_acts_is_shown_the_answer(open_page: Open, slack: Slack) -> None:
    for _ in range(5):
        slack.type("/score", by=SUE, channel=CARE)
    slack.type("/deduct @ann late", by=SUE, channel=CARE)
    page = open_page(SUE)
    expect(page.get_by_role("button", name="Undo")).to_be_in_viewport()
    for line in ("/deduct @ann tone", "/score", "said to all"):
        page.locator("#log").hover()
        page.mouse.wheel(0, -900)
        expect(page.locator("#log .message").last).not_to_be_in_viewport()
        slack.say("news of others", by=ANN, channel=CARE)
        expect(page.locator("#log .message").last).to_have_text(re.compile("news of others"))
        expect(page.locator("#log .message").last).not_to_be_in_viewport()
        send(page, line)
        expect(page.locator("#log .message").last).not_to_have_text(re.compile("news of others"))
        page.wait_for_function(AT_THE_END)


def test_a_file_is_sent(open_page: Open, slack: Slack) -> None:
    page = open_page(SUE)
    table = {"name": "calls.csv", "mimeType": "text/csv", "buffer": b"ann,590\n"}
    page.locator("#composer input[type=file]").set_input_files(table)  # type: ignore[arg-type] # its TypedDict is private
    expect(page.locator(".file")).to_have_text("calls.csv1 kB")
    (message,) = slack.messages(CARE, SUE)
    assert slack.world.state.files[message.files[0]].content == b"ann,590\n"


def test_the_page_speaks_the_language_of_whom_one_acts_as(open_page: Open) -> None:
    page = open_page(SUE, hint=True)
    expect(page.locator("#hint h2")).to_have_text("Three things to try as Sue")
    expect(page.locator("#hint .try")).to_have_text(["/deduct @ann late", "/score", "Open Home"])
    expect(page.locator("#hint p")).to_contain_text("move the clock above to 1 Dec, 09:00:")
    page.get_by_role("button", name="/deduct @ann late").click()
    expect(composer(page)).to_have_value("/deduct @ann late")
    page.get_by_role("button", name="You are Sue").click()
    page.get_by_role("menuitem", name="王芳").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("#hint h2")).to_have_text("以王芳的身份，先试三件事")
    expect(page.locator("#sidebar h2")).to_have_text(["频道", "私信"])
    page.get_by_role("button", name="收起提示").click()
    page.reload()
    expect(page.locator(".persona")).to_contain_text("王芳")
    expect(page.locator("#hint")).to_be_hidden()


def test_the_clock_shows_and_moves_the_acting_persons_time(open_page: Open, slack: Slack) -> None:
    page = open_page(WANG)
    expect(page.locator(".clock-time")).to_have_text("22:05")
    first = page.locator("#clock > .clock-steps .step").last
    expect(first).to_have_text("到12月1日 17:00")
    first.click()
    expect(page.locator(".clock-day")).to_contain_text("2026年12月1日")
    last_to_see_nine = "2026-12-01T09:00:00+00:00"  # in London, where Sue and Ann work
    assert slack.world.clock.now().isoformat() == last_to_see_nine
    expect(first).to_have_text("到1月1日 17:00")
    page.locator(".clock-face").click()
    page.get_by_label("日期和时间").fill("2026-12-02T10:30")
    page.get_by_role("button", name="拨到此刻").click()
    expect(page.locator(".clock-time")).to_have_text("10:30")
    page.locator(".clock-face").click()
    page.get_by_role("button", name="重新开始").click()
    page.get_by_role("dialog").get_by_role("button", name="重新开始").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_home_is_called_empty_only_once_the_app_has_answered(open_page: Open) -> None:
    page = open_page(ANN)
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    page.route("**/open-home", hold)
    with page.expect_request("**/open-home"):
        page.get_by_role("button", name="Appraisal · Home").click()
    expect(page.locator("#home")).to_be_visible()
    expect(page.locator("#home > *")).to_have_count(0)
    asked[0].abort()
    expect(page.locator("#home")).to_have_text("Appraisal has nothing on this page yet.")


def test_a_form_is_closed_once_however_often_it_is_told_to(open_page: Open) -> None:
    page = open_page(SUE)
    asked: list[str] = []
    page.on("request", lambda asking: asked.append(asking.url))
    send(page, "/form")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Close").last.dblclick()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert [url.rpartition("/")[2] for url in asked].count("close") == 1


def test_home_is_opened_and_unread_messages_are_counted(open_page: Open, slack: Slack) -> None:
    page = open_page(ANN)
    page.get_by_role("button", name="Appraisal · Home").click()
    expect(page.locator("#home .block-header")).to_have_text("To do")
    slack.say("hello", by=SUE, channel=CARE)
    place = page.locator(f"[data-place={CARE}]")
    expect(place.locator(".unread")).to_have_text("1")
    place.click()
    expect(place.locator(".unread")).to_have_count(0)


def test_a_phone_never_scrolls_sideways(open_page: Open, slack: Slack) -> None:
    slack.say("https://example.org/" + "long" * 60, by=SUE, channel=CARE)
    slack.type("/score", by=SUE, channel=CARE)
    page = open_page(SUE, size=PHONE)
    expect(page.locator("figure.chart svg")).to_be_visible()
    assert overflow(page) == 0
    assert overflow(page, "#log") == 0
    page.get_by_role("button", name="Open the menu").tap()
    page.get_by_role("button", name="Appraisal · Home").tap()
    expect(page.locator("#home")).to_be_visible()
    assert overflow(page) == 0
    page.get_by_role("button", name="Open the menu").tap()
    page.locator(f"[data-place={CARE}]").tap()
    send(page, "/form")
    form = page.get_by_role("dialog", name="New entry")
    expect(form).to_be_visible()
    assert form.bounding_box() == {"x": 0, "y": 24, "width": 390, "height": 820}
    assert overflow(page) == 0
