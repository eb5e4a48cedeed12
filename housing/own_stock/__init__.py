"""Stock that an enterprise or a park built: whom it serves first, and what is left over (HN 19)."""
