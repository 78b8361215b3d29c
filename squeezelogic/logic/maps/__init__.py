"""Summaries of a rulebook: which attributes can change which slots, and decision maps."""
