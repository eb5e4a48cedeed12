"""Affordable rental projects (保障性租赁住房项目) of Kunming and Ordos, as records with checks."""
