#!/usr/bin/env bash
# Signs in at a real SimpleSAMLphp on loopback, in a real Chromium, through git-codecommit's own code, and takes a role
# with the response. Needs Debian (which brings SimpleSAMLphp and PHP; nothing is installed), openssl, Chromium and curl.
# usage: test/interop/simplesamlphp.sh [FILE]   FILE: where the response is written down, as a fixture
set -euo pipefail
cd "$(dirname "$0")/../.."

export WORK PORT
WORK=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$WORK"' EXIT
mkdir "$WORK"/{debs,root,cert,log,data,tmp}

(cd "$WORK/debs" && apt-get -qq download simplesamlphp php8.2-cli php8.2-common php8.2-xml php8.2-mbstring libargon2-1 libonig5 libsodium23 2>/dev/null)
for package in "$WORK"/debs/*.deb; do dpkg -x "$package" "$WORK/root"; done
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=simplesamlphp.example -days 3 -keyout "$WORK/cert/idp.pem" -out "$WORK/cert/idp.crt" 2>/dev/null

extensions=$(echo "$WORK"/root/usr/lib/php/2*)
php=("$WORK/root/usr/bin/php8.2" -n -d "extension_dir=$extensions" -d display_errors=stderr -d error_reporting=0)
for name in ctype dom iconv mbstring posix simplexml tokenizer xml xmlreader xmlwriter; do
  [ ! -e "$extensions/$name.so" ] || php+=(-d "extension=$name")
done
export LD_LIBRARY_PATH=$WORK/root/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo x86_64-linux-gnu)
export SIMPLESAMLPHP_CONFIG_DIR=$PWD/test/interop/simplesamlphp

PORT=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"${php[@]}" -S "localhost:$PORT" -t "$WORK/root/usr/share/simplesamlphp/www" >"$WORK/log/server" 2>&1 &
server=$!
for second in $(seq 60); do
  if curl -sfo "$WORK/metadata.xml" "http://localhost:$PORT/saml2/idp/metadata.php?output=xml"; then break; fi
  if ! kill -0 "$server" 2>/dev/null || [ "$second" = 60 ]; then tail -20 "$WORK"/log/*; exit 1; fi
  sleep 1
done

env -u LD_LIBRARY_PATH node --import tsx --experimental-websocket test/interop/sign-in.ts \
  --idp-url "http://localhost:$PORT/saml2/idp/SSOService.php?spentityid=urn:amazon:webservices" --metadata "$WORK/metadata.xml" \
  --name '#username' --password '#password' --button 'form[name=f] button, #submit_button, form button' ${1:+--record "$1"}
