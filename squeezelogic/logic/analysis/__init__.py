"""Exact sets of situations as decision diagrams, rulebooks compiled to diagrams, and diagrams back to conditions."""
