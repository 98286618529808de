package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/simulators/pki"
)

// A greeting written by hand is one that a TLS library reads, and what it says to it is
// heard to its end.
func TestAServerReadsOurGreeting(t *testing.T) {
	set, err := pki.New(rand.Reader, time.Now(), []string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		hello
		name     string
		answered bool
	}{
		{hello{version: tls.VersionTLS12, suites: floorSuites()}, "node.test", true},
		{hello{version: tls.VersionTLS12, suites: []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}, deflate: true}, "", true},
		{hello{version: tls.VersionTLS12, suites: []uint16{0x009e}}, "", false}, // which the library does not have
		{hello{version: tls.VersionTLS11, suites: oldSuites()}, "", false},
		{hello{version: 0x0300, suites: oldSuites()}, "", false},
	} {
		ours, theirs := net.Pipe()
		var read *tls.ClientHelloInfo
		config := set.ServerTLS()
		config.GetConfigForClient = func(h *tls.ClientHelloInfo) (*tls.Config, error) { read = h; return nil, nil }
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = tls.Server(theirs, config).HandshakeContext(context.Background())
			_ = theirs.Close()
		}()
		if _, err := ours.Write(c.bytes(c.name, bytes.Repeat([]byte{7}, 32))); err != nil {
			t.Fatal(err)
		}
		heard, _ := answerTo(ours)
		_ = ours.Close()
		<-ended
		if len(heard) == 0 || (heard[0] == recordHandshake) != c.answered {
			t.Errorf("%x %x: heard % x…", c.version, c.suites, heard[:min(len(heard), 8)])
		}
		if c.version == 0x0300 {
			continue // refused before it is looked into
		}
		if read == nil || read.ServerName != c.name || !slices.Equal(read.CipherSuites, append(slices.Clone(c.suites), renegotiationInfo)) {
			t.Errorf("%x: read %+v", c.version, read)
		}
	}
}
