"""Frozen values: the parts of a rulebook."""
