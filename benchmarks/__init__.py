"""What the engine costs beside what one would otherwise pick; see README.md for how to run it."""
