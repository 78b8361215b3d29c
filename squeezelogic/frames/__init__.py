"""Recommendations for whole frames: columns in, decision columns out."""
