"""Manners shared by all pages: doors, acts, errors, language, headers, paging."""
