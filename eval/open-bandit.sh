#!/usr/bin/env bash
# Fetches the sample of the Open Bandit data (ZOZO, CC BY 4.0) that the Python package obp ships, into .cache/open-bandit.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache/open-bandit
wheels=$(mktemp -d)
trap 'rm -rf "$wheels"' EXIT
python3 -m pip download --quiet --no-deps --dest "$wheels" obp==0.4.1
python3 -m zipfile -e "$wheels"/obp-*.whl "$wheels/obp"
cp -r "$wheels"/obp/obp/dataset/obd/. .cache/open-bandit/
