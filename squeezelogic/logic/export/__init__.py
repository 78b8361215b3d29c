"""A rulebook as plain tables, for engines that this library does not reach."""
