"""How rulebooks, findings and decisions show themselves in a notebook. None of it needs a script or a network."""
