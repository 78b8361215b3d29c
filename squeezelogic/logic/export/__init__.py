"""Exports of a rulebook to other languages and engines."""
