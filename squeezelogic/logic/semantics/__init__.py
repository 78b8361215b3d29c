"""The meaning of a rulebook, independent of any engine."""
