"""Matching rules and resolving conflicts, fast."""
