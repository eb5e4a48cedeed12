"""Who may not apply again for some years, and since when (取消资格). Basis: HN 34 (HN-34-2)."""
