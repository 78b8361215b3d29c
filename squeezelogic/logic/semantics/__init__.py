"""What a rulebook means."""
