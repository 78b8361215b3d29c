"""A host: an app of Django with a catalogue of exercises."""
