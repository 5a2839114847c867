"""Appraisal bot: a ledger of facts, a pure scorer, and messages that are read off them.

Reading order: `scoring` (rubric + facts = card), `models` and `store` (what is kept), `ledger`,
`roster`, `membership`, `rights`, `rubrics`, `months`, `outbox` (the rooms everybody uses),
`history`, `conduct`, `complaints`, `measures`, `interviews`, `appraisals`, `cycle`, `signing`,
`publishing` (the business), `messages`, `cards`, `notices`, `praise`, `month_posts`, `month_end`
(its words), `sittings`, `slack`, `giving`, `attempts`, `directory` (the one door to Slack),
`pacing`, `postman`, `duty`, `rounds` (when a message goes, and who sends it), `jobs`, `ticks`
(what is due), `views`, `commands` (what people type), `app`, `web`, `operations`, `__main__` (how
it starts), `playground` (a Slack to try it in).
"""
