"""Breaking a rulebook in every small way, and seeing who notices."""
