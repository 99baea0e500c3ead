// A SAML identity provider made of crewjam/saml's own server, for one person, who may take roles at AWS.
// usage: crewjam URL ROLE...   URL is the one that it is reached by; a ROLE is `ROLE-ARN,PROVIDER-ARN`, as AWS wants it.
// It says where it listens, on loopback, and stays until it is ended. Its sign-in page is URL/login/aws.
package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"html/template"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/crewjam/saml"
	"github.com/crewjam/saml/logger"
	"github.com/crewjam/saml/samlidp"
	"golang.org/x/crypto/bcrypt"
)

const attributes = "https://aws.amazon.com/SAML/Attributes/"

// What AWS says of itself, as far as it matters here.
const aws = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="urn:amazon:webservices">
  <SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" WantAssertionsSigned="true">
    <NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat>
    <AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
      Location="https://signin.aws.amazon.com/saml" index="1" isDefault="true"/>
  </SPSSODescriptor>
</EntityDescriptor>`

// The library's own form leads to /login, and from there nowhere: this one stays on the way to AWS.
const form = `<!DOCTYPE html><title>Sign in</title><p>{{.Toast}}</p><form method="post">
<input name="user"><input type="password" name="password"><button>Sign in</button></form>`

// withRoles adds what AWS looks for to whoever has signed in.
type withRoles struct {
	saml.SessionProvider
	roles []string
}

func (w withRoles) GetSession(out http.ResponseWriter, in *http.Request, request *saml.IdpAuthnRequest) *saml.Session {
	session := w.SessionProvider.GetSession(out, in, request)
	if session != nil {
		session.CustomAttributes = []saml.Attribute{
			attribute("Role", w.roles...), attribute("RoleSessionName", session.UserEmail), attribute("SessionDuration", "7200"),
		}
	}
	return session
}

func attribute(name string, values ...string) saml.Attribute {
	made := saml.Attribute{Name: attributes + name, NameFormat: "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"}
	for _, value := range values {
		made.Values = append(made.Values, saml.AttributeValue{Type: "xs:string", Value: value})
	}
	return made
}

func certified() (*rsa.PrivateKey, *x509.Certificate) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	check(err)
	made := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "crewjam.example.com"},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, made, made, &key.PublicKey, key)
	check(err)
	certificate, err := x509.ParseCertificate(der)
	check(err)
	return key, certificate
}

func main() {
	address, err := url.Parse(os.Args[1])
	check(err)
	key, certificate := certified()
	store := &samlidp.MemoryStore{}
	check(store.Put("/services/aws", samlidp.Service{Name: "aws", RawMetadata: []byte(aws)}))
	server, err := samlidp.New(samlidp.Options{
		URL: *address, Key: key, Certificate: certificate, Logger: logger.DefaultLogger, Store: store,
		LoginFormTemplate: template.Must(template.New("form").Parse(form)),
	})
	check(err)
	server.IDP.SessionProvider = withRoles{server.IDP.SessionProvider, os.Args[2:]}
	password, err := bcrypt.GenerateFromPassword([]byte("correct horse"), bcrypt.MinCost)
	check(err)
	check(store.Put("/users/ana", samlidp.User{Name: "ana", HashedPassword: password, Email: "ana@example.com"}))
	check(store.Put("/shortcuts/aws", samlidp.Shortcut{Name: "aws", ServiceProviderID: "urn:amazon:webservices"}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Printf("Listening on http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		check(in.ParseForm())
		server.ServeHTTP(out, in)
	})))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
