"""Pure scoring: a rubric and facts in, a scorecard out. No session, no clock, no Slack.

Reading order:
`text`, `figures` (exact numbers), `entries` (what can be logged), `facts` (what was),
`source` (YAML with line numbers), `kpi` (ratios), `kinds/` (a file for each family of rules),
`rules` (`RULES`, all of them), `outcome` (grade, pay, year), `rubric` (a file, checked),
`card` (the scorecard), `item` (a line scores itself), `score`.
"""
