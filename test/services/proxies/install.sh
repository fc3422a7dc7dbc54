#!/usr/bin/env bash
# nginx and Caddy of Debian: installed if they are missing and this is root, else a sentence that says what to install.
# They are not started: the tests start their own.
set -euo pipefail
packages=()
command -v nginx >/dev/null || packages+=(nginx-light)
command -v caddy >/dev/null || packages+=(caddy)
[ ${#packages[@]} -eq 0 ] && exit 0
command="apt-get install -y --no-install-recommends ${packages[*]}"
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "The service tests of reverse proxies need: $command" >&2; exit 1
fi
export DEBIAN_FRONTEND=noninteractive
log="$(mktemp)"; trap 'rm -f "$log"' EXIT
$command >"$log" 2>&1 || { apt-get update >>"$log" 2>&1 && $command >>"$log" 2>&1; } ||
  { cat "$log" >&2; echo "Not installed: ${packages[*]}" >&2; exit 1; }
