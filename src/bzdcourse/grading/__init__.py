"""The way from a submission to a grade: the only place that knows nbgrader."""
