#!/usr/bin/env bash
# Starts one Cassandra 5 node on loopback, its data under $GIBSEY_SERVICES_RUN, and prints its contact point.
# CQL_PORT and STORAGE_PORT choose ports (default: free ones); CASS_HEAP the heap (default 1G).
set -euo pipefail
. "$(dirname "$0")/../env.sh"
HERE="$SERVICES/cassandra"; DATA="$RUN/cassandra"; PID="$DATA/pid"; LIB="$CACHE/cassandra/lib"
if alive "$PID"; then echo "CASSANDRA_CONTACT_POINTS=127.0.0.1:$(cat "$DATA/port")"; exit 0; fi
need_java; fetch_jars cassandra
mkdir -p "$DATA/logs" "$DATA/conf" "$DATA/tmp"
CQL_PORT="${CQL_PORT:-$(free_port)}"; STORAGE_PORT="${STORAGE_PORT:-$(free_port)}"; HEAP="${CASS_HEAP:-1G}"
sed -e "s#@DATA@#$DATA#g; s#@CQL_PORT@#$CQL_PORT#; s#@STORAGE_PORT@#$STORAGE_PORT#g" "$HERE/cassandra.yaml.tmpl" > "$DATA/conf/cassandra.yaml"
cp "$HERE/logback.xml" "$DATA/conf/"
# A commit log segment that a stop left in cdc_raw without an index holds no change data.
for log in "$DATA"/cdc_raw/*.log; do
  [ -e "$log" ] && [ ! -e "${log%.log}_cdc.idx" ] && [ "$(stat -c %h "$log")" = 1 ] && rm -f "$log"
done || true
mapfile -t FLAGS < <(grep -v '^#' "$HERE/jvm17.options")
# The quick compiler only: a test server does not live long enough to earn back the thorough one.
started="$(now_ms)"
nohup java -Xms"$HEAP" -Xmx"$HEAP" -XX:+UseG1GC -XX:MaxDirectMemorySize=512M -Xss512k -XX:+PerfDisableSharedMem -XX:+ExitOnOutOfMemoryError \
  -XX:TieredStopAtLevel=1 "${FLAGS[@]}" -javaagent:"$(ls "$LIB"/jamm-*.jar)" \
  -Djava.net.preferIPv4Stack=true -Djava.io.tmpdir="$DATA/tmp" -Dio.netty.tmpdir="$DATA/tmp" \
  -Dcassandra.config="file://$DATA/conf/cassandra.yaml" -Dcassandra.storagedir="$DATA" -Dcassandra.logdir="$DATA/logs" \
  -Dlogback.configurationFile="$DATA/conf/logback.xml" -Dcassandra-foreground=yes \
  -Dcassandra.skip_wait_for_gossip_to_settle=0 -Dcassandra.ring_delay_ms=100 -Dcassandra.superuser_setup_delay_ms=0 \
  -Dcassandra.jmx.local.port=0 \
  -cp "$DATA/conf:$LIB/*" org.apache.cassandra.service.CassandraDaemon > "$DATA/logs/stdout.log" 2>&1 < /dev/null &
echo $! > "$PID"; echo "$CQL_PORT" > "$DATA/port"
wait_port "$CQL_PORT" "${CASS_START_TIMEOUT:-180}" "$PID" || { tail -30 "$DATA/logs/stdout.log" "$DATA/logs/system.log" >&2; exit 1; }
echo "cassandra: up in $(seconds_since "$started") s, pid $(cat "$PID"), data in $DATA" >&2
echo "CASSANDRA_CONTACT_POINTS=127.0.0.1:$CQL_PORT"
