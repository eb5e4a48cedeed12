"""What a flat costs a month, by class and tier, on a day (租金标准). Basis: HN 25."""
