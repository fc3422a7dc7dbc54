#!/usr/bin/env bash
# Starts one Kafka broker on loopback, its data under $GIBSEY_SERVICES_RUN, and prints its address. Started again on the
# same data it takes the same port. KAFKA_HEAP chooses the heap (default 256m).
set -euo pipefail
. "$(dirname "$0")/../env.sh"
HERE="$SERVICES/kafka"; DATA="$RUN/kafka"; PID="$DATA/pid"; LIB="$CACHE/kafka/lib"
if alive "$PID"; then echo "KAFKA_BROKERS=127.0.0.1:$(cat "$DATA/port")"; exit 0; fi
"$HERE/install.sh" >&2
mkdir -p "$DATA/logs"
[ -f "$DATA/port" ] || free_port > "$DATA/port"
[ -f "$DATA/controller-port" ] || free_port > "$DATA/controller-port"
PORT="$(cat "$DATA/port")"
sed -e "s#@DATA@#$DATA#g; s#@PORT@#$PORT#g; s#@CONTROLLER_PORT@#$(cat "$DATA/controller-port")#g" \
  "$HERE/server.properties.tmpl" > "$DATA/server.properties"
# The quick compiler only: a test server does not live long enough to earn back the thorough one.
FLAGS=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dlog4j2.configurationFile="$HERE/log4j2.yaml" -Dkafka.logs.dir="$DATA/logs" -cp "$LIB/*")
started="$(now_ms)"
if [ ! -f "$DATA/log/meta.properties" ]; then
  id="$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')"
  java -Xmx128m "${FLAGS[@]}" kafka.tools.StorageTool format -t "$id" -c "$DATA/server.properties" > "$DATA/logs/format.log" 2>&1 \
    || { cat "$DATA/logs/format.log" >&2; exit 1; }
fi
# In a session of its own: whoever restarts it does not take it along when it is ended.
HEAP="${KAFKA_HEAP:-256m}"
setsid nohup java -Xms"$HEAP" -Xmx"$HEAP" "${FLAGS[@]}" kafka.Kafka "$DATA/server.properties" > "$DATA/logs/stdout.log" 2>&1 < /dev/null &
echo $! > "$PID"
wait_port "$PORT" "${KAFKA_START_TIMEOUT:-180}" "$PID" || { tail -30 "$DATA/logs/stdout.log" "$DATA/logs/server.log" >&2; exit 1; }
echo "kafka: up in $(seconds_since "$started") s, pid $(cat "$PID"), data in $DATA" >&2
echo "KAFKA_BROKERS=127.0.0.1:$PORT"
