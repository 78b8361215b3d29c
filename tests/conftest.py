"""How long the properties are tested: `HYPOTHESIS_PROFILE` is `quick` if not set, and may be `brief` or `thorough`."""

import os

from hypothesis import HealthCheck, settings

# No deadlines: the first example of a test pays for loading the rulebook and building engines. Nor may a busy machine
# decide what passes.
NO_CLOCK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("brief", NO_CLOCK, max_examples=10)
settings.register_profile("quick", NO_CLOCK, max_examples=50)
settings.register_profile("thorough", NO_CLOCK, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
