"""Differences between two rulebooks, over all situations."""
