"""Explanations of one decision: why, why not, what if, counterfactuals, and questions."""
