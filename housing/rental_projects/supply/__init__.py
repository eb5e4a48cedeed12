"""Rental housing under the measures of Hanzhong: plans, approvals, grants, reliefs, filings."""
