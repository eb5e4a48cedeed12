"""The rental subsidy in place of a flat (租赁补贴). Basis: HN 9, HN 10, HN 16."""
