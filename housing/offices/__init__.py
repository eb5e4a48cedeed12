"""Offices (机构): streets, communities, departments, parks, employers."""
