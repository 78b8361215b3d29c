"""Profiles, exercises and recommendations."""
