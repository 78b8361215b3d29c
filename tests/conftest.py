"""How long the properties are tested: `HYPOTHESIS_PROFILE` is `quick` if not set, and may be `brief` or `thorough`."""

import os

from hypothesis import settings

# No deadlines: the first example of a test pays for loading the rulebook and building engines.
settings.register_profile("brief", deadline=None, max_examples=10)
settings.register_profile("quick", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
