"""How many examples a test takes that cannot afford as many as the others."""

from hypothesis import settings

QUICK = 50
"""What the profile `quick` gives the others, see conftest.py."""


def examples(usual: int) -> int:
    """So many with the profile `quick`, and in proportion with any other."""
    return max(1, usual * settings().max_examples // QUICK)
