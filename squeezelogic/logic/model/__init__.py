"""Frozen values: what a rulebook is made of."""
