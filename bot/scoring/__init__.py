"""Pure scoring: a rubric and facts in, a scorecard out. No session, no clock, no Slack.

Reading order:
`text`, `figures` (exact numbers), `entries` (what can be logged), `facts` (what was),
`source` (YAML with line numbers), `kpi` (ratios), `wording` (arithmetic in words),
`kinds/` (a file for each family of rules), `rules` (`RULES`, all of them), `section`, `outcome`
(grade, pay, rank, year), `card` (the scorecard), `item` (a line scores itself),
`defaults`, `mistakes`, `faults` (what files leave out and get wrong), `rubric` (a file, checked),
`score`; then `entry_words`, `entry_file` (facts from files), `listing`, `cli`.
"""
