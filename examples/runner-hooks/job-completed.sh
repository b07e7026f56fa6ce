#!/bin/sh
# ACTIONS_RUNNER_HOOK_JOB_COMPLETED: writes runner_stop.
set -u
state=${RUNNER_STATE:-$HOME/.runner-state}
mkdir -p "$state"
now=$(date +%s)
started=$(cat "$state/started" 2>/dev/null || echo "$now")
echo "$now" > "$state/idle-since"

metric-events emit runner_stop \
  --flavor "${RUNNER_FLAVOR:-default}" \
  --workflow "$GITHUB_WORKFLOW" --repo "$GITHUB_REPOSITORY" --github_event "$GITHUB_EVENT_NAME" \
  --status normal --job_duration "$((now - started))" \
  || echo "::warning::the metrics log misses the end of this job"
