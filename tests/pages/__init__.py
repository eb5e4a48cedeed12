"""Pages in a real browser."""

from playwright.sync_api import expect

# On a busy machine a page may take longer than the five seconds that are usual.
expect.set_options(timeout=30_000)
