"""People who sign in: one account a person, one role, one county."""
