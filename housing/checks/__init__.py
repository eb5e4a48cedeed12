"""Department checks (部门核查): one request to each department, by page, sheet or connector."""
