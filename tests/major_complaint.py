"""A complaint with everything in it, as tests take it in."""

from __future__ import annotations

from office import SUE, Office

MAJOR = "/complaint open <@U0ANN> billing sev:major src:email #CASE-991 -- promised refund not sent"
BUTTONS = "[Uphold] [Reject] [Resolve] [Add a note]"


def upheld(office: Office) -> str:
    """Take the major complaint in and uphold it; return what the press said."""
    office.type(MAJOR, by=SUE)
    return office.choose("/complaint X-1 uphold", "Uphold", by=SUE)
