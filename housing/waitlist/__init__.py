"""The waitlist (轮候): entries, their order, their cap, and what ends them."""
