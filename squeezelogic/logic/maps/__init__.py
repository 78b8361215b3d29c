"""What a rulebook comes to, drawn together: which facts matter to which slots, and decision maps."""
