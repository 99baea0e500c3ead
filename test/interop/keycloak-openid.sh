#!/usr/bin/env bash
# From a sign-in at a real Keycloak to a clone, with the real program: in a real Chromium by code and PKCE, and by a code
# on another device; then a refresh without anybody, and a remove that revokes it. Keycloak stands behind a host name of
# the sandbox, whose STS looks up its keys there. Needs Java 17 or later, Maven (which brings Keycloak), Chromium and curl.
# usage: test/interop/keycloak-openid.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
. test/interop/start-keycloak.sh

start_keycloak --hostname https://keycloak.example.com --proxy-headers xforwarded
node --import tsx test/interop/openid.ts --port "$port"
