"""The number of examples of slow tests."""

from hypothesis import settings

USUAL = 50
"""The number of examples in the profile `ci`, see conftest.py."""


def examples(usual: int) -> int:
    """This number with the profile `ci`, and in proportion with any other."""
    return max(1, usual * settings().max_examples // USUAL)
