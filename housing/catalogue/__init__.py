"""The law inside the house: every rule of the instruments, and where it is kept."""
