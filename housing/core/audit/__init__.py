"""The register: append-only, hash-chained, one chain a county (design §4)."""
