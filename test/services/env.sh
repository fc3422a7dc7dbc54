# Sourced by the scripts of the services: where things are, and how a process is started, awaited and stopped.
SERVICES="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
CACHE="${GIBSEY_SERVICES_CACHE:-$(cd "$SERVICES/../.." && pwd)/.cache/services}" # jars, kept between runs
RUN="${GIBSEY_SERVICES_RUN:-${TMPDIR:-/tmp}/gibsey-services-$(id -u)}"           # data, logs, process ids

die() { echo "$*" >&2; exit 1; }

# need_java: Java 17 and Maven, or a sentence that says what to install.
need_java() {
  command -v java >/dev/null || die "Java 17 is needed to start the servers of the service tests, e.g. apt-get install openjdk-17-jre-headless"
  command -v mvn >/dev/null || die "Maven is needed to fetch the servers of the service tests, e.g. apt-get install maven"
  local version; version="$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1)"
  [ "$version" = 17 ] || die "Java 17 is needed to start the servers of the service tests, java is version ${version:-unknown}"
}

# fetch_jars NAME: resolves NAME/pom.xml into the cache once, and again when the pom changes.
fetch_jars() {
  local pom="$SERVICES/$1/pom.xml" lib="$CACHE/$1/lib" stamp started
  stamp="$(sha256sum "$pom" | cut -c1-64)"
  [ "$(cat "$lib/.stamp" 2>/dev/null)" = "$stamp" ] && return 0
  started="$(now_ms)"; rm -rf "$lib"
  mvn -B -q -ntp -f "$pom" -Dlib.dir="$lib" package || die "Maven could not fetch $1 (see above); is a repository in reach?"
  echo "$stamp" > "$lib/.stamp"
  echo "$1: $(find "$lib" -name '*.jar' | wc -l) jars fetched in $(seconds_since "$started") s"
}

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
now_ms() { date +%s%3N; }
seconds_since() { local ms=$(($(now_ms) - $1)); printf '%d.%d' $((ms / 1000)) $((ms % 1000 / 100)); }

# A zombie that nobody reaps still answers kill -0.
running() { kill -0 "$1" 2>/dev/null && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null; }
alive() { [ -f "$1" ] && running "$(cat "$1")"; }

# wait_port PORT SECONDS PIDFILE
wait_port() {
  local i
  for ((i = 0; i < $2 * 5; i++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
    alive "$3" || { echo "the process died" >&2; return 1; }
    sleep 0.2
  done
  echo "nothing listens on port $1 after $2 s" >&2; return 1
}

# stop_pid PIDFILE SECONDS: asks, waits, then kills.
stop_pid() {
  alive "$1" || { rm -f "$1"; return 0; }
  local pid i; pid="$(cat "$1")"; kill "$pid"
  for ((i = 0; i < $2 * 5; i++)); do running "$pid" || { rm -f "$1"; return 0; }; sleep 0.2; done
  kill -9 "$pid"; rm -f "$1"
}
