#!/usr/bin/env bash
# Print what to do for each exercise of a plan. Needs squeezelogic and jq.
#
#   plan.sh PROFILE.json < EXERCISES     one exercise a line
#
# The exit status is 1 if an exercise could not be answered.
set -euo pipefail

profile=$1
failed=0
while IFS= read -r exercise; do
  if answer=$(squeezelogic recommend "$exercise" --profile "$profile" --json); then
    jq -r --arg exercise "$exercise" '[$exercise, .verdict, (.cues[0].text // "-")] | @tsv' <<<"$answer"
  else
    failed=1
    jq -r --arg exercise "$exercise" '[$exercise, "?", .error.problems[0].what] | @tsv' <<<"$answer"
  fi
done
exit "$failed"
