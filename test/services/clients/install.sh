#!/usr/bin/env bash
# Installs the programs of package.json and schemathesis into $GIBSEY_SERVICES_CACHE, once, and again when they change.
set -euo pipefail
. "$(dirname "$0")/../env.sh"
here="$SERVICES/clients" there="$CACHE/clients"
stamp="$(cat "$here/package.json" "$here/requirements.txt" | sha256sum | cut -c1-64)"
[ "$(cat "$there/.stamp" 2>/dev/null)" = "$stamp" ] && exit 0
command -v python3 >/dev/null || die "Python 3 is needed to try the server with schemathesis, e.g. apt-get install python3-venv"
started="$(now_ms)"; rm -rf "$there"; mkdir -p "$there"; cp "$here/package.json" "$there/"
(cd "$there" && npm install --no-audit --no-fund --no-package-lock >/dev/null) || die "npm could not fetch the clients"
python3 -m venv "$there/python" && "$there/python/bin/pip" install -q -r "$here/requirements.txt" || die "pip could not fetch schemathesis"
echo "$stamp" > "$there/.stamp"
echo "clients: fetched in $(seconds_since "$started") s"
