#!/usr/bin/env bash
# Installs Prometheus, reverse proxies and a browser if they are missing, starts a real Cassandra in a temporary folder, runs the
# service tests (further arguments go to vitest, e.g. a file name), stops it and removes its data, whatever happens.
# CASSANDRA_CONTACT_POINTS=host:port uses a running server instead. The exit code is that of the tests.
set -uo pipefail
. "$(dirname "$0")/env.sh"
cd "$SERVICES/../.."
"$SERVICES/prometheus/install.sh" || exit 1
"$SERVICES/proxies/install.sh" || exit 1
"$SERVICES/browser/install.sh" || exit 1
if [ -z "${CASSANDRA_CONTACT_POINTS:-}" ]; then
  GIBSEY_SERVICES_RUN="$(mktemp -d "${TMPDIR:-/tmp}/gibsey-services.XXXXXX")"; export GIBSEY_SERVICES_RUN
  finish() { "$SERVICES/cassandra/stop.sh"; rm -rf "$GIBSEY_SERVICES_RUN"; }
  trap finish EXIT
  trap 'exit 130' INT TERM
  started="$(now_ms)"
  contact="$("$SERVICES/cassandra/start.sh" | grep '^CASSANDRA_CONTACT_POINTS=')" || die "Cassandra did not start."
  export "${contact?}"
  echo "services: started in $(seconds_since "$started") s"
fi
started="$(now_ms)"
npx vitest run --project services "$@"; code=$?
echo "services: tests took $(seconds_since "$started") s"
exit "$code"
