#!/usr/bin/env bash
# Signs in at a real Keycloak on loopback, in a real Chromium, through git-codecommit's own code, and takes a role with
# the response. Needs Java 17 or later, Maven (which brings Keycloak), Chromium and curl.
# usage: test/interop/keycloak.sh [FILE]   FILE: where the response is written down, as a fixture
set -euo pipefail
cd "$(dirname "$0")/../.."
. test/interop/start-keycloak.sh

start_keycloak
node --import tsx --experimental-websocket test/interop/sign-in.ts \
  --idp-url "http://localhost:$port/realms/corp/protocol/saml/clients/amazon-aws" --metadata "$work/metadata.xml" \
  --name '#username' --password '#password' --button '#kc-login' ${1:+--record "$1"}
