"""The rule kinds, a file for each evaluator: what a rubric says and how it becomes points."""
