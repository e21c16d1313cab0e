"""What a learner works with in a notebook; the only place that knows anywidget and ipywidgets."""
