#!/usr/bin/env bash
# Installs what is missing (Prometheus, reverse proxies, a browser, PocketBase,
# the Java client of Stargate), starts a real Cassandra and a real Kafka in
# a temporary folder, runs the service tests (further arguments go to vitest, e.g. a file name), stops them and removes
# their data, whatever happens. CASSANDRA_CONTACT_POINTS=host:port and KAFKA_BROKERS=host:port use running servers
# instead. The exit code is that of the tests.
set -uo pipefail
. "$(dirname "$0")/env.sh"
cd "$SERVICES/../.."
"$SERVICES/prometheus/install.sh" || exit 1
"$SERVICES/proxies/install.sh" || exit 1
"$SERVICES/browser/install.sh" || exit 1
"$SERVICES/pocketbase/install.sh" || exit 1
"$SERVICES/gateway/install.sh" || exit 1
GIBSEY_SERVICES_RUN="$(mktemp -d "${TMPDIR:-/tmp}/gibsey-services.XXXXXX")"; export GIBSEY_SERVICES_RUN
finish() { "$SERVICES/kafka/stop.sh"; "$SERVICES/cassandra/stop.sh"; rm -rf "$GIBSEY_SERVICES_RUN"; }
trap finish EXIT
trap 'exit 130' INT TERM
started="$(now_ms)"
# Maven writes to one local repository: the jars come one after the other, the servers start together.
[ -n "${KAFKA_BROKERS:-}" ] || "$SERVICES/kafka/install.sh" || exit 1
if [ -z "${KAFKA_BROKERS:-}" ]; then "$SERVICES/kafka/start.sh" > "$GIBSEY_SERVICES_RUN/kafka.out" & kafka=$!; fi
if [ -z "${CASSANDRA_CONTACT_POINTS:-}" ]; then
  contact="$("$SERVICES/cassandra/start.sh" | grep '^CASSANDRA_CONTACT_POINTS=')" || die "Cassandra did not start."
  export "${contact?}"
fi
if [ -n "${kafka:-}" ]; then
  wait "$kafka" || die "Kafka did not start."
  broker="$(grep '^KAFKA_BROKERS=' "$GIBSEY_SERVICES_RUN/kafka.out")"; export "${broker?}"
fi
echo "services: started in $(seconds_since "$started") s"
started="$(now_ms)"
npx vitest run --project services "$@"; code=$?
echo "services: tests took $(seconds_since "$started") s"
exit "$code"
