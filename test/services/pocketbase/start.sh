#!/usr/bin/env bash
# Starts PocketBase on loopback with one superuser, its data under $GIBSEY_SERVICES_RUN, and prints its address.
# POCKETBASE_PORT chooses the port (default: a free one).
set -euo pipefail
. "$(dirname "$0")/../env.sh"
DATA="$RUN/pocketbase"; PID="$DATA/pid"; BIN="${POCKETBASE_BIN:-$CACHE/pocketbase/bin/base}"
if alive "$PID"; then echo "POCKETBASE_URL=http://127.0.0.1:$(cat "$DATA/port")"; exit 0; fi
"$SERVICES/pocketbase/install.sh" >&2
mkdir -p "$DATA"
PORT="${POCKETBASE_PORT:-$(free_port)}"
"$BIN" superuser upsert night@example.org a-long-password --dir "$DATA/data" > "$DATA/superuser.log" 2>&1 ||
  { cat "$DATA/superuser.log" >&2; exit 1; }
nohup "$BIN" serve --http "127.0.0.1:$PORT" --dir "$DATA/data" > "$DATA/serve.log" 2>&1 < /dev/null &
echo $! > "$PID"; echo "$PORT" > "$DATA/port"
wait_port "$PORT" 30 "$PID" || { tail -30 "$DATA/serve.log" >&2; exit 1; }
echo "POCKETBASE_URL=http://127.0.0.1:$PORT"
