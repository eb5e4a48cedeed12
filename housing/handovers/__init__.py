"""The return of a flat at the end of a lease: inspection, settlement, keys."""
