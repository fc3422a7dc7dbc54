#!/usr/bin/env bash
# Stops the broker that start.sh started with the same $GIBSEY_SERVICES_RUN; its data stay. With -9 it is killed.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
if [ "${1:-}" = -9 ]; then kill -9 "$(cat "$RUN/kafka/pid")"; rm -f "$RUN/kafka/pid"; else stop_pid "$RUN/kafka/pid" 60; fi
