#!/usr/bin/env bash
# Signs in at moto, somebody else's Cognito and STS, with the real program. Needs Python 3 with venv and pip.
# usage: test/interop/moto.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

version=5.2.5
tools="${XDG_CACHE_HOME:-$HOME/.cache}/git-codecommit-moto-$version"
if [ ! -x "$tools/bin/moto_server" ]; then
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet "moto[server]==$version"
fi
log=$(mktemp)
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$tools/bin/moto_server" -H 127.0.0.1 -p "$port" >"$log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; rm -f "$log"' EXIT
for second in $(seq 60); do
  if curl -sfo /dev/null "http://127.0.0.1:$port/moto-api/"; then break; fi
  if ! kill -0 "$server" 2>/dev/null || [ "$second" = 60 ]; then tail -20 "$log"; exit 1; fi
  sleep 1
done

node --import tsx test/interop/moto.ts --endpoint "http://127.0.0.1:$port"
