"""Leases (租赁合同): drawn up, signed, filed, begun with the keys, ended. Basis: HN 24."""
