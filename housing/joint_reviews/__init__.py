"""The joint review of a tenant by the departments (联合审核). Basis: HN 24, HN 33."""
