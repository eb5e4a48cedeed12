"""Migrations: numbered, one idea each, both directions."""
