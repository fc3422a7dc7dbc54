#!/usr/bin/env bash
# Stops what start.sh started.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
stop_pid "$RUN/ollama/pid" 10
