#!/usr/bin/env bash
# Fetches the jars of Kafka from Maven Central into $GIBSEY_SERVICES_CACHE, once, and again when pom.xml changes.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
need_java; fetch_jars kafka
