"""Money received and paid back: bank sheets, the provident fund, deposits. Basis: HN 26, HN 29."""
