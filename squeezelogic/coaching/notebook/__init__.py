"""Profiles, exercises and recommendations in notebooks."""
