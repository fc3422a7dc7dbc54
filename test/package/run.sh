#!/usr/bin/env bash
# What somebody has who installs the package: packs a clean clone, installs the tarball into an empty prefix with an
# empty home and a bare environment, and uses it on every line of Node that is served. Says what it does. Ends with 1
# when something fails, or when anything is said on stderr by an install.
# npm comes from the machine; Node 22 and 24 from the npm package of that name.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
npm=$(readlink -f "$(command -v npm)")

say() { echo "· $*"; }
fail() { echo "✗ $*" >&2; exit 1; }

# Nothing of this machine's environment but the path and a home; npm does not look for a newer npm.
bare() { # bare LINE COMMAND…: in a home, a prefix and a working folder of its own
  local at=$place/node-$1; shift
  (cd "$at/work" && env -i npm_config_update_notifier=false "HOME=$at/home" "PATH=$at/prefix/bin:$at/bin:/usr/bin:/bin" "$@")
}

# The line of Node that is running is taken as it is.
node_of() { # node_of LINE → path of the binary
  if [ "$(node -p 'process.versions.node.split(".")[0]')" = "$1" ]; then command -v node; return; fi
  mkdir -p "$root/.cache/node$1" && cd "$root/.cache/node$1" || return 1
  echo '{"private": true}' > package.json
  npm install --no-save --no-package-lock "node@$1" > /dev/null 2>&1 || return 1
  echo "$PWD/node_modules/.bin/node"
}

pack() {
  say "npm ci in a clean clone"
  git clone -q "$root" "$place/clone" || return 1
  (cd "$place/clone" && npm ci > /dev/null 2> "$place/err") || { cat "$place/err"; return 1; }
  [ -s "$place/err" ] && { cat "$place/err"; return 1; }
  say "npm pack"
  (cd "$place/clone" && npm pack --silent --pack-destination "$place" > /dev/null) || return 1
  tarball=$(echo "$place"/gibsey-*.tgz)
  [ -f "$tarball" ] || return 1
  git -C "$place/clone" status --porcelain | grep . && return 1
  say "packed $(du -m "$tarball" | cut -f1) MB"
}

use() { # use LINE BOOK QUESTION
  local line=$1 book=$2 question=$3 at=$place/node-$1 start=$SECONDS node
  node=$(node_of "$line") || fail "there is no Node $line"
  mkdir -p "$at"/{home,prefix,work,bin}
  ln -s "$(readlink -f "$node")" "$at/bin/node"
  say "Node $(bare "$line" node --version): npm install -g"
  bare "$line" node "$npm" install -g --prefix "$at/prefix" "$tarball" > "$at/out" 2> "$at/err" \
    || { cat "$at/err"; fail "Node $line: the install failed"; }
  [ -s "$at/err" ] && { cat "$at/err"; fail "Node $line: the install says something on stderr"; }
  local size; size=$(du -sm "$at/prefix" | cut -f1)
  [ "$size" -le 400 ] || fail "Node $line: $size MB are installed"
  say "Node $line: $size MB in $((SECONDS - start)) s; gibsey demo --book $book"
  bare "$line" gibsey demo --book "$book" > "$at/demo" 2> "$at/err" || { cat "$at/err"; fail "Node $line: gibsey demo"; }
  grep -vE '^(warning: no LLM|[a-z-]+: (started|success|unchanged))' "$at/err" && fail "Node $line: gibsey demo warns"
  tail -n 8 "$at/demo"
  say "Node $line: gibsey ask"
  bare "$line" gibsey ask "$question" > "$at/answer" || fail "Node $line: gibsey ask"
  grep -q "($book/.*:[0-9]*–[0-9]*)" "$at/answer" || { cat "$at/answer"; fail "Node $line: the answer has no quote"; }
  say "Node $line: gibsey doctor"
  bare "$line" gibsey doctor > "$at/doctor" || { cat "$at/doctor"; fail "Node $line: gibsey doctor"; }
  say "Node $line: npm uninstall -g"
  bare "$line" node "$npm" uninstall -g --prefix "$at/prefix" gibsey > /dev/null || fail "Node $line: the uninstall failed"
  local left; left=$(find "$at/prefix" -not -type d)
  [ -z "$left" ] || fail "Node $line: left behind: $left"
}

pack || fail "it cannot be packed"
use 20 moby-dick "Why does Ahab hunt the whale?"
use 22 entrance-way "Why did you climb the tower?"
use 24 entrance-way "Why did you climb the tower?"
say "done in $SECONDS s"
