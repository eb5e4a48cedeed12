"""Joint review (联审): street, county, publicity, filing, reconsideration, park."""
