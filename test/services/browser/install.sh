#!/usr/bin/env bash
# Chromium of Debian: installed if it is missing and this is root, else a sentence that says what to install.
# It is not started: the tests start their own.
set -euo pipefail
[ -x /usr/bin/chromium ] && exit 0
command="apt-get install -y --no-install-recommends chromium"
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "The service tests of the web page need: $command" >&2; exit 1
fi
export DEBIAN_FRONTEND=noninteractive
log="$(mktemp)"; trap 'rm -f "$log"' EXIT
$command >"$log" 2>&1 || { apt-get update >>"$log" 2>&1 && $command >>"$log" 2>&1; } ||
  { cat "$log" >&2; echo "Not installed: chromium" >&2; exit 1; }
