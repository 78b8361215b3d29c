"""Profiles, exercises, recommendations."""
