#!/usr/bin/env bash
# Builds PocketBase from its Go module into the cache, once (about 3 minutes). POCKETBASE_BIN names a binary instead.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
BIN="$CACHE/pocketbase/bin"; VERSION=v0.39.11
[ -n "${POCKETBASE_BIN:-}" ] && exit 0
[ -x "$BIN/base" ] && [ "$(cat "$BIN/.version" 2>/dev/null)" = "$VERSION" ] && exit 0
command -v go >/dev/null || die "PocketBase is needed: set POCKETBASE_BIN, or install Go to build it"
mkdir -p "$BIN"
echo "pocketbase: building $VERSION, once"
log="$(mktemp)"; trap 'rm -f "$log"' EXIT
GOBIN="$BIN" CGO_ENABLED=0 go install -ldflags='-s -w' "github.com/pocketbase/pocketbase/examples/base@$VERSION" >"$log" 2>&1 ||
  { cat "$log" >&2; die "Go could not build PocketBase (see above)"; }
echo "$VERSION" > "$BIN/.version"
