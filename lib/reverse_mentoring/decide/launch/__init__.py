"""Before the launch: the charter, what a cohort of its size can show, what is announced to whom."""
