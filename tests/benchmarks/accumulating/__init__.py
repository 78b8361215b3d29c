"""A second decision to measure: rules that only add up."""
