"""Households (家庭) that wait: what was registered about each, with personal data sealed."""
