"""A rulebook for other hosts: as data for JavaScript."""
