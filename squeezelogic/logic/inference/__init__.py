"""From facts to the rules in force."""
