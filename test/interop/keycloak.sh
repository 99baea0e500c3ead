#!/usr/bin/env bash
# Signs in at a real Keycloak on loopback, in a real Chromium, through git-codecommit's own code, and takes a role with
# the response. Needs Java 17 or later, Maven (which brings Keycloak), Chromium and curl.
# usage: test/interop/keycloak.sh [FILE]   FILE: where the response is written down, as a fixture
set -euo pipefail
cd "$(dirname "$0")/../.."

version=26.5.6
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

mvn -q -B dependency:copy "-Dartifact=org.keycloak:keycloak-quarkus-dist:$version:tar.gz" "-DoutputDirectory=$work"
tar -xzf "$work/keycloak-quarkus-dist-$version.tar.gz" -C "$work"
home=$work/keycloak-$version
mkdir -p "$home/data/import"
cp test/interop/keycloak-realm.json "$home/data/import/corp-realm.json"

port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$home/bin/kc.sh" start-dev --import-realm --http-host 127.0.0.1 --http-port "$port" >"$work/log" 2>&1 &
server=$!
realm=http://localhost:$port/realms/corp
for second in $(seq 300); do
  if curl -sfo "$work/metadata.xml" "$realm/protocol/saml/descriptor"; then break; fi
  if ! kill -0 "$server" 2>/dev/null || [ "$second" = 300 ]; then tail -40 "$work/log"; exit 1; fi
  sleep 1
done

node --import tsx --experimental-websocket test/interop/sign-in.ts \
  --idp-url "$realm/protocol/saml/clients/amazon-aws" --metadata "$work/metadata.xml" \
  --name '#username' --password '#password' --button '#kc-login' ${1:+--record "$1"}
