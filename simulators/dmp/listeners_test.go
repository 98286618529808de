package dmp_test

import (
	"context"
	"crypto/tls"
	"io"
	mrand "math/rand"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/dmp"
)

// An actor with a listener of its own answers there too, and nobody else does.
func TestActorHasItsOwnListener(t *testing.T) {
	c := allCertificates(t)
	listen := func() net.Listener {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	own := listen()
	w := &world{t: t, ca: c.ca, record: &record{answers: map[etalon.ExchangeID]etalon.Answer{}, connected: make(chan etalon.Connection, 100)}}
	w.dmp = dmp.New(dmp.Config{
		Listener: listen(), Listeners: map[etalon.Actor]net.Listener{etalon.Patients: own},
		TLS: &tls.Config{Certificates: []tls.Certificate{c.server}}, ClientCAs: c.ca.pool(), Recorder: w.record,
		Clock: func() time.Time { return now }, Rand: mrand.New(mrand.NewSource(1)), Environment: dmp.Environment{INSOID: testOID, DMPOID: "1.2", RepositoryID: "1.3"},
	})
	w.dmp.Reset(everybody())
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- w.dmp.Serve(ctx) }()
	client := w.as(c.good)
	defer func() {
		client.CloseIdleConnections()
		stop()
		if err := <-served; err != nil {
			t.Error(err)
		}
	}()
	for _, at := range []struct {
		base, service, action, payload string
		want                           string
	}{
		{w.dmp.BaseURL(), "patients", "urn:hl7-org:v3:PRPA_IN201307UV02", existence(activeINS), "PRPA_IN201308UV02"},
		{"https://" + own.Addr().String(), "patients", "urn:hl7-org:v3:PRPA_IN201307UV02", existence(activeINS), "PRPA_IN201308UV02"},
		{"https://" + own.Addr().String(), "registry", "urn:ihe:iti:2007:RegistryStoredQuery", byUID("2.25.11"), "DestinationUnreachable"},
	} {
		resp, err := client.Post(at.base+"/si-dmp-server/v2/services/"+at.service, soapType, strings.NewReader(envelope(at.action, at.payload)))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || !strings.Contains(string(body), at.want) {
			t.Errorf("%s %s: %v, no %s in %.300s", at.base, at.service, err, at.want, body)
		}
		_ = w.arrived() // one stream of arrivals, whichever listener
	}
}
