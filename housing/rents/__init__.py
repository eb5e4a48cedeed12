"""Monthly charges, reductions and the statement of a tenant. Basis: HN 25, HN 26."""
