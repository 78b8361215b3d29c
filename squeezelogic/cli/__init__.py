"""The commands of the command line, one module each: `add` declares it, and what it runs returns the text to print."""
