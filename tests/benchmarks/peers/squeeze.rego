# The twenty-four rules in Rego: one chain that ends at its first hit, and a set that fills up.

package squeeze

import rego.v1

reassess := ["reassess", "strong", "none", "none", null, null]

gently := ["squeeze_gently", "conditional", "lockout", "gentle", 1.0, "exhale_at_lockout"]

squeeze := ["squeeze", "strong", "lockout", "deliberate", 1.0, "exhale_at_lockout"]

# red-flag-refers-out
dose := ["refer", "strong", "none", "none", null, null] if {
  count(input.red_flags) > 0
} else := reassess if { # painful-thrust-reassesses
  input.family == "thrust"
  input.back_pain == "current"
} else := reassess if { # painful-hinge-reassesses
  input.family == "hinge"
  input.back_pain == "current"
} else := ["fix_form_first", "strong", "none", "none", null, null] if { # arching-or-loose-thrust-fixes-form-first
  input.family == "thrust"
  some fault in input.observed
  fault in {"lumbar_hyperextension", "loose_core"}
} else := gently if { # rehab-thrust-squeezes-gently
  input.family == "thrust"
  input.rehab == true
} else := gently if { # late-or-unfelt-glutes-squeeze-gently
  input.family == "thrust"
  input.glute_activation in {"late", "hard_to_feel"}
  input.experience != "advanced"
} else := ["learn_first", "strong", "none", "none", null, "exhale_at_lockout"] if { # beginner-thrust-learns-first
  input.family == "thrust"
  input.experience == "beginner"
} else := squeeze if { # advanced-thrust-squeezes
  input.family == "thrust"
  input.experience == "advanced"
} else := squeeze if { # hypertrophy-thrust-squeezes
  input.family == "thrust"
  input.goal == "hypertrophy"
} else := ["start_gently", "conditional", "start", "gentle", null, null] if { # late-glutes-start-the-hinge-gently
  input.family == "hinge"
  input.glute_activation == "late"
  input.load == "bodyweight"
  input.tempo in {"slow", "controlled"}
  not "rounded_back" in input.observed
  not "tucked_pelvis" in input.observed
  not "leans_back" in input.observed
  not "lumbar_hyperextension" in input.observed
  not "violent_finish" in input.observed
} else := ["squeeze", "conditional", "lockout", "deliberate", 1.0, "exhale_at_lockout"] if { # thrust-squeezes-if-tucked
  input.family == "thrust"
} else := ["no_squeeze", "strong", "none", "none", null, null] if { # hinge-needs-no-squeeze
  input.family == "hinge"
}

# One rule a fault: a table of them is how Rego says the same thing of many.
answers := {
  "thrust": {
    "lumbar_hyperextension": "tuck-and-stop-lower",
    "loose_core": "brace-before-you-push",
    "flared_ribs": "pull-your-ribs-down",
    "jerky_squeeze": "build-the-squeeze-smoothly",
    "top_only_focus": "work-the-whole-rep",
    "short_range": "go-all-the-way-down",
    "no_pause": "wait-a-count-at-the-top",
    "knees_cave": "press-your-knees-out",
  },
  "hinge": {
    "leans_back": "stand-tall-not-back",
    "tucked_pelvis": "keep-your-low-back-curve",
    "rounded_back": "show-your-chest-going-down",
    "violent_finish": "arrive-quietly-at-the-top",
  },
}

corrections contains text if {
  count(input.red_flags) == 0
  some fault in input.observed
  text := answers[input.family][fault]
}

decision := {"dose": dose, "corrections": corrections}
