// An OpenID provider made of zitadel's library and its example's storage, for one person.
// usage: zitadel ISSUER REDIRECT-URI SECRET   It says where it listens, on loopback, and stays until it is ended.
package main

import (
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

type people map[string]*storage.User

func (p people) GetUserByID(id string) *storage.User         { return p[id] }
func (p people) GetUserByUsername(name string) *storage.User { return p[name] }
func (p people) ExampleClientID() string                     { return "" }

func main() {
	issuer, redirect, secret := os.Args[1], os.Args[2], os.Args[3]
	storage.RegisterClients(
		storage.NativeClient("native", redirect),
		storage.WebClient("web", secret, redirect),
		storage.DeviceClient("device", secret),
	)
	store := storage.NewStorage(people{"ana": {ID: "ana", Username: "ana", Password: "correct horse"}})
	handler := exampleop.SetupServer(issuer, store, slog.Default(), false)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("Listening on http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, handler))
}
