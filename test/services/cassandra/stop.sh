#!/usr/bin/env bash
# Stops the node that start.sh started with the same $GIBSEY_SERVICES_RUN; its data stay.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
stop_pid "$RUN/cassandra/pid" 60
