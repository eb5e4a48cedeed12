"""Applications (申请): from draft to acceptance, members, consents, duplicates."""
