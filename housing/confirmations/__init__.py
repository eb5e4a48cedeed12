"""Asking waiting households whether they still wait (轮候意愿确认)."""
