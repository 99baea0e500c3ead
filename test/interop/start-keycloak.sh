# To be sourced: starts a Keycloak of its own on loopback, with the realm beside this file, in a folder that is thrown
# away. Needs Java 17 or later, Maven (which brings Keycloak) and curl. Gives $work, $port and $server.

version=26.5.6
work=$(mktemp -d)
server=
trap stop_keycloak EXIT

# usage: start_keycloak [KEYCLOAK OPTION…]
start_keycloak() {
  echo "Keycloak $version: fetching it"
  mvn -q -B dependency:copy "-Dartifact=org.keycloak:keycloak-quarkus-dist:$version:tar.gz" "-DoutputDirectory=$work"
  tar -xzf "$work/keycloak-quarkus-dist-$version.tar.gz" -C "$work"
  local home=$work/keycloak-$version
  mkdir -p "$home/data/import"
  cp test/interop/keycloak-realm.json "$home/data/import/corp-realm.json"
  port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  echo "Keycloak $version: starting it, for a minute or some"
  # A session of its own: it builds itself in a child first, which has to end with it.
  setsid "$home/bin/kc.sh" start-dev --import-realm --http-host 127.0.0.1 --http-port "$port" "$@" >"$work/log" 2>&1 &
  server=$!
  for second in $(seq 600); do
    if curl -sfo "$work/metadata.xml" "http://localhost:$port/realms/corp/protocol/saml/descriptor"; then
      echo "Keycloak $version: up after $second s"
      return
    fi
    if ! kill -0 "$server" 2>/dev/null || [ "$second" = 600 ]; then tail -40 "$work/log"; exit 1; fi
    sleep 1
  done
}

stop_keycloak() {
  if [ -n "$server" ]; then
    kill -- "-$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$work"
}
