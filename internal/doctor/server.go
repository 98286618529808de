package doctor

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// endpoints looks that a product that is a server answers where it says.
func (d Doctor) endpoints(ctx context.Context, sut etalon.SUT) []Fault {
	if len(sut.Endpoints) == 0 {
		return nil
	}
	set, err := d.Means.Keys(sut)
	if err != nil {
		return nil // keys has said it
	}
	var out []Fault
	for _, actor := range []etalon.Actor{etalon.Registry, etalon.Repository, etalon.Patients} {
		at, err := url.Parse(sut.Endpoints[actor])
		if err != nil || at.Host == "" {
			continue
		}
		if err := reach(ctx, at, &tls.Config{RootCAs: set.Roots(), Certificates: []tls.Certificate{set.TLS(pki.StructureAuth)}}); err != nil {
			out = append(out, Fault{
				fmt.Sprintf("%s : %v", at, err), "le serveur du produit, ou son certificat (the product's server, or its certificate)",
				"Démarrez-le, ou corrigez endpoints dans sut.yaml ; l'autorité de son certificat doit être celle de l'IGC de test. (Start it, or mend endpoints; its certificate must come from the test PKI's authority.)",
			})
		}
	}
	return out
}

// reach connects, with TLS when the address asks for it, and sends nothing.
func reach(ctx context.Context, at *url.URL, config *tls.Config) error {
	bounded, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	port := at.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[at.Scheme]
	}
	where := net.JoinHostPort(at.Hostname(), port)
	var conn net.Conn
	var err error
	if at.Scheme == "https" {
		conn, err = (&tls.Dialer{Config: config}).DialContext(bounded, "tcp", where)
	} else {
		conn, err = new(net.Dialer).DialContext(bounded, "tcp", where)
	}
	if err == nil {
		err = conn.Close()
	}
	return err
}
