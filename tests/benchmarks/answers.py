"""The conclusions of the rules, for peers that return only the id of a rule."""

from __future__ import annotations

Dose = tuple[str, str, str, str, float | None, str | None]
"""Verdict, strength, phase, effort, seconds held and breath."""

REFER: Dose = ("refer", "strong", "none", "none", None, None)
REASSESS: Dose = ("reassess", "strong", "none", "none", None, None)
FIX_FORM_FIRST: Dose = ("fix_form_first", "strong", "none", "none", None, None)
SQUEEZE_GENTLY: Dose = ("squeeze_gently", "conditional", "lockout", "gentle", 1.0, "exhale_at_lockout")
LEARN_FIRST: Dose = ("learn_first", "strong", "none", "none", None, "exhale_at_lockout")
SQUEEZE: Dose = ("squeeze", "strong", "lockout", "deliberate", 1.0, "exhale_at_lockout")
SQUEEZE_IF_TUCKED: Dose = ("squeeze", "conditional", "lockout", "deliberate", 1.0, "exhale_at_lockout")
START_GENTLY: Dose = ("start_gently", "conditional", "start", "gentle", None, None)
NO_SQUEEZE: Dose = ("no_squeeze", "strong", "none", "none", None, None)

# In order of importance: the first rule that holds stands.
DOSES: dict[str, Dose] = {
    "red-flag-refers-out": REFER,
    "painful-thrust-reassesses": REASSESS,
    "painful-hinge-reassesses": REASSESS,
    "arching-or-loose-thrust-fixes-form-first": FIX_FORM_FIRST,
    "rehab-thrust-squeezes-gently": SQUEEZE_GENTLY,
    "late-or-unfelt-glutes-squeeze-gently": SQUEEZE_GENTLY,
    "beginner-thrust-learns-first": LEARN_FIRST,
    "advanced-thrust-squeezes": SQUEEZE,
    "hypertrophy-thrust-squeezes": SQUEEZE,
    "late-glutes-start-the-hinge-gently": START_GENTLY,
    "thrust-squeezes-if-tucked": SQUEEZE_IF_TUCKED,
    "hinge-needs-no-squeeze": NO_SQUEEZE,
}

# A hinge with one of these never starts gently.
HINGE_FAULTS = ("rounded_back", "tucked_pelvis", "leans_back", "lumbar_hyperextension", "violent_finish")

# The fault that each rule answers, its family, and the correction.
CORRECTIONS: dict[str, tuple[str, str, str]] = {
    "arched-back-gets-a-tuck": ("thrust", "lumbar_hyperextension", "tuck-and-stop-lower"),
    "loose-core-gets-a-brace": ("thrust", "loose_core", "brace-before-you-push"),
    "flared-ribs-come-down": ("thrust", "flared_ribs", "pull-your-ribs-down"),
    "jerky-squeeze-turns-smooth": ("thrust", "jerky_squeeze", "build-the-squeeze-smoothly"),
    "top-only-focus-works-the-whole-rep": ("thrust", "top_only_focus", "work-the-whole-rep"),
    "short-range-goes-back-down": ("thrust", "short_range", "go-all-the-way-down"),
    "missing-pause-waits-a-count": ("thrust", "no_pause", "wait-a-count-at-the-top"),
    "caving-knees-get-a-band": ("thrust", "knees_cave", "press-your-knees-out"),
    "leaning-back-stands-tall": ("hinge", "leans_back", "stand-tall-not-back"),
    "tucked-pelvis-keeps-its-curve": ("hinge", "tucked_pelvis", "keep-your-low-back-curve"),
    "rounded-back-shows-the-chest": ("hinge", "rounded_back", "show-your-chest-going-down"),
    "violent-finish-calms-down": ("hinge", "violent_finish", "arrive-quietly-at-the-top"),
}
