"""One lease on one screen, with its whole story; the lists of the admin portal."""
