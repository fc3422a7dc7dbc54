#!/usr/bin/env bash
# Fetches the Java client of Stargate from Maven Central into $GIBSEY_SERVICES_CACHE, once.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
need_java; fetch_jars gateway
