"""Rulebooks in a notebook."""
