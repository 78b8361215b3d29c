import importlib.util

import pytest

from squeezelogic import recommend_frame


@pytest.mark.skipif(importlib.util.find_spec("narwhals") is not None, reason="narwhals is installed")
def test_what_is_missing_is_said() -> None:
    """Without narwhals the function is there, and says how to get it."""
    with pytest.raises(ImportError, match=r"needs narwhals: `pip install narwhals`"):
        recommend_frame(None)
