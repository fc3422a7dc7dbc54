#!/usr/bin/env bash
# Stops what start.sh started, and removes its data.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
stop_pid "$RUN/pocketbase/pid" 10
rm -rf "$RUN/pocketbase"
