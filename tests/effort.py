"""How many examples a test takes that cannot afford as many as the others."""

from hypothesis import settings

USUAL = 50
"""What the profile `ci` gives the others, see conftest.py."""


def examples(usual: int) -> int:
    """So many with the profile `ci`, and in proportion with any other."""
    return max(1, usual * settings().max_examples // USUAL)
