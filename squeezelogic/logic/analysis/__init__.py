"""Sets of situations, exactly: as decision diagrams, a whole rulebook among them, and back to conditions."""
