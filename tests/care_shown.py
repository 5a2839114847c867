"""What `/team` shows of Care, where nothing of it was set anew."""

CARE_SHOWN = (
    "Care\n"
    "*Supervised by* Sue Park\n"
    "*Scored by* Customer care agents v1, since Sun 1 Nov\n"
    "*Channel* <#C0CARE>\n"
    "*Time* Thu 19 Nov 10:00 (UTC) · posts in English\n"
)
HINTS = "`/team add @mira` · `/team remove @mira` · `/team help` for the rest"
"""What stands above the agents, and what a supervisor reads below them."""
