"""Registration of interest (意向登记): which classes a household wishes for, and its re-review."""
