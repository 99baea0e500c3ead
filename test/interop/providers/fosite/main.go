// An OpenID provider made of ory/fosite, the library that Ory Hydra is made of, for one person.
// usage: fosite ISSUER REDIRECT-URI SECRET   It says where it listens, on loopback, and stays until it is ended.
package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/ory/fosite"
	"github.com/ory/fosite/compose"
	"github.com/ory/fosite/handler/openid"
	"github.com/ory/fosite/storage"
	"github.com/ory/fosite/token/jwt"
	"golang.org/x/crypto/bcrypt"
)

const keyID = "first"

type provider struct {
	issuer string
	key    *rsa.PrivateKey
	oauth  fosite.OAuth2Provider
}

func main() {
	issuer, redirect, secret := os.Args[1], os.Args[2], os.Args[3]
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	check(err)
	hashed, err := bcrypt.GenerateFromPassword([]byte(secret), bcrypt.MinCost)
	check(err)
	store := storage.NewMemoryStore()
	for id, public := range map[string]bool{"native": true, "web": false} {
		store.Clients[id] = &fosite.DefaultClient{
			ID: id, Secret: hashed, Public: public, RedirectURIs: []string{redirect}, Audience: []string{id},
			ResponseTypes: []string{"code"}, GrantTypes: []string{"authorization_code", "refresh_token"},
			Scopes: []string{"openid", "profile", "email", "offline_access"},
		}
	}
	secrets := make([]byte, 32)
	_, err = rand.Read(secrets)
	check(err)
	config := &fosite.Config{
		GlobalSecret: secrets, IDTokenIssuer: issuer, AccessTokenLifespan: time.Hour, EnforcePKCE: true,
		IDTokenLifespan: time.Hour, SendDebugMessagesToClients: true,
	}
	p := &provider{issuer, key, compose.ComposeAllEnabled(config, store, key)}
	http.HandleFunc("/.well-known/openid-configuration", p.discovery)
	http.HandleFunc("/keys", p.keys)
	http.HandleFunc("/authorize", p.authorize)
	http.HandleFunc("/token", p.token)
	http.HandleFunc("/revoke", p.revoke)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Printf("Listening on http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func reply(w http.ResponseWriter, document any) {
	w.Header().Set("content-type", "application/json")
	check(json.NewEncoder(w).Encode(document))
}

func (p *provider) discovery(w http.ResponseWriter, _ *http.Request) {
	reply(w, map[string]any{
		"issuer": p.issuer, "authorization_endpoint": p.issuer + "/authorize", "token_endpoint": p.issuer + "/token",
		"jwks_uri": p.issuer + "/keys", "revocation_endpoint": p.issuer + "/revoke",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post", "none"},
		"code_challenge_methods_supported":      []string{"S256"},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
	})
}

func (p *provider) keys(w http.ResponseWriter, _ *http.Request) {
	text := base64.RawURLEncoding.EncodeToString
	reply(w, map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "alg": "RS256", "use": "sig", "kid": keyID,
		"n": text(p.key.N.Bytes()), "e": text(big.NewInt(int64(p.key.E)).Bytes()),
	}}})
}

const form = `<!doctype html><title>Sign in</title><form method="post">
<input name="username"><input name="password" type="password"><button type="submit">Sign in</button></form>`

func (p *provider) authorize(w http.ResponseWriter, r *http.Request) {
	ctx := context.Background()
	request, err := p.oauth.NewAuthorizeRequest(ctx, r)
	if err != nil {
		p.oauth.WriteAuthorizeError(ctx, w, request, err)
		return
	}
	if r.PostFormValue("username") != "ana" || r.PostFormValue("password") != "correct horse" {
		w.Header().Set("content-type", "text/html")
		fmt.Fprint(w, form)
		return
	}
	for _, scope := range request.GetRequestedScopes() {
		request.GrantScope(scope)
	}
	now := time.Now()
	session := &openid.DefaultSession{
		Subject: "ana",
		Claims:  &jwt.IDTokenClaims{Issuer: p.issuer, Subject: "ana", RequestedAt: now, AuthTime: now},
		Headers: &jwt.Headers{Extra: map[string]interface{}{"kid": keyID}},
	}
	response, err := p.oauth.NewAuthorizeResponse(ctx, request, session)
	if err != nil {
		p.oauth.WriteAuthorizeError(ctx, w, request, err)
		return
	}
	p.oauth.WriteAuthorizeResponse(ctx, w, request, response)
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	ctx := context.Background()
	request, err := p.oauth.NewAccessRequest(ctx, r, openid.NewDefaultSession())
	if err == nil {
		var response fosite.AccessResponder
		if response, err = p.oauth.NewAccessResponse(ctx, request); err == nil {
			p.oauth.WriteAccessResponse(ctx, w, request, response)
			return
		}
	}
	p.oauth.WriteAccessError(ctx, w, request, err)
}

func (p *provider) revoke(w http.ResponseWriter, r *http.Request) {
	ctx := context.Background()
	p.oauth.WriteRevocationResponse(ctx, w, p.oauth.NewRevocationRequest(ctx, r))
}
