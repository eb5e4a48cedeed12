"""Re-check of a waiting household with the departments (轮候复查、配租复审)."""
