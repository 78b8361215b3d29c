"""A rulebook as pages to read: one a topic, one a rule, one a claim, and what holds them together."""
