"""A rulebook as Markdown pages: for each topic, rule and claim, with an index, the vocabulary and the coverage."""
