"""The command line: each module has some commands, each with a function that adds its parser and one that runs it."""
