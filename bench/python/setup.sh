#!/usr/bin/env bash
# Installs the peers written in Python into .cache/bench-venv (once).
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=.cache/bench-venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check -r bench/python/requirements.txt
