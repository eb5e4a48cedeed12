"""Letters (文书) as sent, and the outbox that delivers them."""
