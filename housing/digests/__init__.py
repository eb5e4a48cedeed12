"""Daily digests of the register, to be kept elsewhere (design §4)."""
