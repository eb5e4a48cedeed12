"""Database: names of constraints, sessions, column types, immutability."""
