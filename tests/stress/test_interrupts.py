"""After Ctrl-C at any moment, the library gives correct answers."""

from __future__ import annotations

import signal

import pytest

from tests.stress.interrupting import SCENES, hurt_at

MOMENTS = {"inferring": 150, "deciding": 150, "recommending": 150, "considering": 20, "loading": 16, "importing": 24}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer signals here")
@pytest.mark.parametrize("scene", SCENES)
def test_after_an_interrupt_at_any_moment_the_library_answers_rightly(scene: str) -> None:
    """No half-filled cache, no lock that is kept. `python -m tests.stress interrupts` tries many more moments."""
    found = hurt_at(scene, MOMENTS[scene])
    assert not found.wrong
    assert found.interrupted > MOMENTS[scene] // 5
