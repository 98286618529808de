package client_test

import (
	"bytes"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/client"
)

// A transaction with an address of its own goes there; the others go to the actor.
func TestAServiceMayHaveItsOwnAddress(t *testing.T) {
	nothing := httptest.NewServer(http.NotFoundHandler())
	defer nothing.Close()
	for transaction, path := range map[etalon.Transaction]string{etalon.ITI42: "/iti42", etalon.ITI18: "/registry"} {
		r := &record{}
		c, err := client.New(client.Config{
			Registry: nothing.URL + "/registry", Services: map[etalon.Transaction]string{etalon.ITI42: nothing.URL + "/iti42"},
			Recorder: r, Clock: clock, Rand: bytes.NewReader(make([]byte, 1<<12)), TLS: &tls.Config{},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Send(t.Context(), etalon.Sending{Transaction: transaction, Patient: active}); err != nil {
			t.Fatal(err)
		}
		if raw := string(r.requests[0].Raw); !strings.HasPrefix(raw, "POST "+path+" HTTP/1.1\r\n") {
			t.Errorf("%s: %.60q", transaction, raw)
		}
	}
	_, err := client.New(client.Config{
		Services: map[etalon.Transaction]string{etalon.ITI18: "registry"}, Recorder: &record{}, Clock: clock, Rand: bytes.NewReader(nil), TLS: &tls.Config{},
	})
	if err == nil || !strings.Contains(err.Error(), "ITI-18") {
		t.Errorf("an address without a host: %v", err)
	}
}

// A recipient is XON|XCN; plain IHE has no type codes in either.
func TestARecipientInPlainIHE(t *testing.T) {
	w := begin(t, false)
	w.send(etalon.ITI42, "rich", nil)
	raw := string(w.record.requests[0].Raw)
	if strings.Contains(raw, "IDNST") || strings.Contains(raw, "IDNPS") || !strings.Contains(raw, "&amp;ISO^^^^1990000012|899900000017^") {
		t.Errorf("%s", raw)
	}
}
