"""Loads rulebooks from TOML files, and reports all problems with file and line."""
