"""A month of Ann's, and what her card says of it."""

from __future__ import annotations

import pytest
from office import ANN, SUE, Office

KEPT = (
    "Nothing recorded, so points kept: Call-backs, Satisfaction survey, CSAT, Teamwork rating, "
    "Training hours"
)
SMALL = "Scored on 77 of 100 points · Customer care agents, version 1 · "
TABLE = (
    "*97* of 100 · *A* Excellent\n"
    "Section | Points | Why\n"
    "Service quality | 38 / 40 | –\n"
    "· Service language and behaviour | 13 / 15 | 15 − 1 × 2 (Unfriendly tone) = 13\n"
    "Efficiency and process | 21 / 25 | –\n"
    "· Work discipline | 8 / 12 | 12 − 2 × 2 (Late for shift) = 8\n"
    "Customer satisfaction | 20 / 20 | nothing recorded\n"
    "Teamwork and growth | 15 / 15 | nothing recorded\n"
    "Commendations | +3 | 1 × 3 (Praised by a customer) = 3\n"
)
CARD = f"Ann Reed · November\n{TABLE}{SMALL}so far, up to Thu 19 Nov\n{KEPT}\n[Why?]"
FINAL = f"Ann Reed · November\n{TABLE}{SMALL}published and final\n{KEPT}\n"
LATE = (
    "*Work discipline* · *8 / 12*\n"
    "12 − 2 × 2 (Late for shift) = 8\n"
    "• D-1 · Wed 18 Nov · Late for shift · −2 · _missed the stand-up_\n"
    "• D-2 · Thu 19 Nov · Late for shift · −2\n"
)
WHY = "Ann Reed · November\n*97* of 100, line by line\n"


@pytest.fixture
def month(office: Office) -> Office:
    """Give Ann a month: two latenesses, a tone, a praise, and a smile that was somebody else's."""
    for line in ("late yesterday #T-7 -- missed the stand-up", "late", "tone mon"):
        office.type(f"/deduct <@{ANN}> {line}", by=SUE)
    office.type(f"/commend <@{ANN}> praise -- a letter", by=SUE)
    office.type(f"/deduct <@{ANN}> smile", by=SUE)
    office.type("/deduct void D-5 -- it was somebody else", by=SUE)
    return office
