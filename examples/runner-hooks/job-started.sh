#!/bin/sh
# ACTIONS_RUNNER_HOOK_JOB_STARTED: writes runner_start.
set -u
state=${RUNNER_STATE:-$HOME/.runner-state}
mkdir -p "$state"
now=$(date +%s)
idle_since=$(cat "$state/idle-since" 2>/dev/null || echo "$now")
echo "$now" > "$state/started"

# A hook that fails fails the job: say it, and go on.
metric-events emit runner_start \
  --flavor "${RUNNER_FLAVOR:-default}" \
  --workflow "$GITHUB_WORKFLOW" --repo "$GITHUB_REPOSITORY" --github_event "$GITHUB_EVENT_NAME" \
  --idle "$((now - idle_since))" \
  || echo "::warning::the metrics log misses the start of this job"
