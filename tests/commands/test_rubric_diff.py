"""/rubric diff: what another rubric, or the next version of one, counts otherwise."""

from __future__ import annotations

from office import SUE, Office, said
from own_rubric import put_in_force

from bot import rubrics

CHANGES = (
    ("version: 1", "version: 2"),
    ("points: 40", "points: 38"),
    ("points: 25", "points: 27"),
    ("from: 80", "from: 82"),
    ("superior: 1, peer: 1, customer: 1", "superior: 2, peer: 1, customer: 1"),
)


def next_version(office: Office) -> None:
    """Put a changed text of the agents' rubric in force in Care, as an upgrade would."""
    text = rubrics.text_of("reception-dept-plan")
    for was, now in CHANGES:
        text = text.replace(was, now, 1)
    put_in_force(office, text)


def test_the_next_version_of_the_rubric_in_force(office: Office) -> None:
    office.choose("/rubric use reception-dept-plan", "Put in force", by=SUE)
    next_version(office)
    assert office.type("/rubric diff v1 v2", by=SUE) == (
        "*Reception department: standard plan* v1 → *Reception department: standard plan* v2\n"
        "⚠️ Core weights change: Customer service quality 40 → 38. The core should stay about "
        "where it is, or months cannot be compared.\n"
        "*Weights*\n"
        "• Customer service quality 40 → *38*\n"
        "• Efficiency and conformity 25 → *27*\n"
        "*Lines*\n"
        "• Service attitude 10 → *9.5*\n"
        "• Communication 10 → *9.5*\n"
        "• Problem solving 10 → *9.5*\n"
        "• Professional knowledge 10 → *9.5*\n"
        "• Efficiency 8.33 → *9*\n"
        "• Following the process 8.33 → *9*\n"
        "• Upkeep of surroundings 8.33 → *9*\n"
        "Scored by another rule or scale: Service attitude (raters)\n"
        "*Grades*\n"
        "Excellent from 90 · Good from 80 · Pass from 60 · To improve → "
        "Excellent from 90 · Good from 82 · Pass from 60 · To improve\n"
        "[Show]"
    )
    assert office.type("/rubric diff reception-dept-plan v1", by=SUE) == (
        "That is one and the same: Reception department: standard plan v1."
    )


def test_changed_words_are_shown_though_nothing_counts_otherwise(office: Office) -> None:
    office.choose("/rubric use reception-dept-plan", "Put in force", by=SUE)
    text = rubrics.text_of("reception-dept-plan").replace("version: 1", "version: 2")
    text = text.replace("On-site check, tidiness", "Tidiness on site")
    put_in_force(office, text.replace("{en: Discipline, zh: 纪律性}", "{en: Conduct, zh: 纪律}"))
    assert office.type("/rubric diff v1 v2", by=SUE) == (
        "*Reception department: standard plan* v1 → *Reception department: standard plan* v2\n"
        "They score alike.\n"
        "*Wording*\n"
        "• Upkeep of surroundings: On-site check, tidiness → *Tidiness on site*\n"
        "• Discipline → *Conduct*\n"
        "[Show]"
    )


def test_two_schemes(office: Office) -> None:
    answer = office.answer("/rubric diff care-agents and scenic", by=SUE)
    assert said([answer]) == (
        "*Customer care agents* v1 → *Scenic-area agents, infraction list* v1\n"
        "*Weights*\n"
        "• Conduct on duty: new, *100*\n"
        "• Service quality: gone, was 40\n"
        "• Efficiency and process: gone, was 25\n"
        "• Customer satisfaction: gone, was 20\n"
        "• Teamwork and growth: gone, was 15\n"
        "*Lines*\n"
        "• Service language and behaviour 15 → *20*\n"
        "• Work attitude 15 → *20*\n"
        "• Work discipline 12 → *20*\n"
        "• Appearance and guidance 5 → *10*\n"
        "• Knowledge and skills 10 → *15*\n"
        "• Obedience and teamwork 6 → *15*\n"
        "• Records: gone, was 4\n"
        "• Call-backs: gone, was 4\n"
        "• Satisfaction survey: gone, was 6\n"
        "• CSAT: gone, was 4\n"
        "• Complaints upheld: gone, was 10\n"
        "• Teamwork rating: gone, was 4\n"
        "and 1 more\n"
        "*To log*\n"
        "• Record incomplete: gone, was −1 (−1 to −2)\n"
        "• Record entered late: gone, was −1\n"
        "• Complaint upheld: gone, was −3 (−1 to −5)\n"
        "• Major complaint upheld: gone, was −6 (−5 to −10) ❗\n"
        "• Praised by a customer: gone, was +3 (+1 to +5)\n"
        "• Praised for handling an emergency: gone, was +5 (+3 to +5)\n"
        "• Own award: gone, was +5\n"
        "• Team award: gone, was +3\n"
        "*To record*\n"
        "• Call-backs: gone, was calls\n"
        "• Satisfaction survey: gone, was Very satisfied 6 · Satisfied 5 · Fair 3 · "
        "Dissatisfied 0\n"
        "• CSAT: gone, was 1 – 5 of 5\n"
        "• Teamwork rating: gone, was 0 – 4\n"
        "• Training hours: gone, was hours\n"
        "*Grades*\n"
        "Excellent from 90 · Good from 80 · Satisfactory from 70 · Pass from 60 · To improve → –\n"
        "What follows from the total changes too: its limits, its conditions, pay or the year.\n"
        "[Show]"
    )


def test_it_needs_one_or_two_names(office: Office) -> None:
    told = (
        "Which ones? `/rubric diff care-agents reception-dept-plan` compares two; with a single "
        "name it is compared with the one in force."
    )
    assert office.type("/rubric diff", by=SUE) == told
    assert office.type("/rubric diff v1 v2 v3", by=SUE) == told
    assert office.type("/rubric diff v1 v9", by=SUE) == (
        "None of your teams was ever scored by a version 9. `/rubric show` shows the one in force."
    )


def test_the_card_that_asks_shows_what_weighs_otherwise(office: Office) -> None:
    office.choose("/rubric use reception-dept-plan", "Put in force", by=SUE)
    next_version(office)
    card = office.answer("/rubric use reception-dept-plan from 1 dec", by=SUE)
    assert said([card]) == (
        "*Score Care by Reception department: standard plan v1?*\n"
        "From Tue 1 Dec; all of December 2026 is scored by it.\n"
        "It scores Ann Reed, Lee Moss, 王芳.\n"
        "So far: Reception department: standard plan v2. Items: 0 new, 0 gone, 0 as before.\n"
        "⚠️ Core weights change: Customer service quality 38 → 40. The core should stay about "
        "where it is, or months cannot be compared.\n"
        "*Weights*\n"
        "• Customer service quality 38 → *40*\n"
        "• Efficiency and conformity 27 → *25*\n"
        "[Put in force] [Compare] [Cancel]"
    )
    assert office.press(card, "Compare", by=SUE).startswith(
        "*Reception department: standard plan* v2 → *Reception department: standard plan* v1\n"
    )
