"""From TOML files to a rulebook, with every problem noted beside its file and line."""
