package token_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/token"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

func clock() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }

// The right kinds hold, and no broken kind is a right one.
func TestKinds(t *testing.T) {
	keys, err := token.Keys(nil, clock)
	if err != nil {
		t.Fatal(err)
	}
	broken := 0
	for _, k := range token.Kinds() {
		envelope, _, err := token.Make(token.Order{Like: k.Name, Keys: keys, Clock: clock, Rand: rand.Reader})
		if err != nil {
			t.Errorf("%s: %v", k.Name, err)
			continue
		}
		header := token.Header(envelope)
		r := xmlsec.Verify([]byte(header), xmlsec.Options{})
		if k.Rule == "" && (len(r.Signatures) != 1 || !r.Signatures[0].Valid()) {
			t.Errorf("%s does not hold: %+v", k.Name, r)
		}
		if k.Rule != "" {
			broken++
		}
		if !strings.HasPrefix(envelope, "<soap:Envelope ") || k.Text.FR == "" || k.Text.EN == "" {
			t.Errorf("%s: %.60s", k.Name, header)
		}
	}
	if broken < 60 {
		t.Errorf("%d broken kinds", broken)
	}
	var end exit.Error
	if _, _, err := token.Make(token.Order{Like: "nope", Keys: keys, Clock: clock, Rand: rand.Reader}); !errors.As(err, &end) || !strings.Contains(err.Error(), "nope") {
		t.Errorf("an unknown kind: %v", err)
	}
}

// What is given wrongly is told with what to do.
func TestWrite(t *testing.T) {
	o := token.Order{Like: token.Valid, Clock: clock, Rand: rand.Reader}
	var header, whole, list strings.Builder
	if err := token.Write(&header, nil, false, o); err != nil || !strings.HasPrefix(header.String(), "<wsse:Security ") {
		t.Errorf("%v %.60s", err, header.String())
	}
	if err := token.Write(&whole, nil, true, o); err != nil || !strings.Contains(whole.String(), "<soap:Body>") {
		t.Errorf("%v %.60s", err, whole.String())
	}
	if err := token.List(&list); err != nil || !strings.Contains(list.String(), "vihf-own-key") || !strings.Contains(list.String(), "xua-over") {
		t.Errorf("%v %s", err, list.String())
	}
	var end exit.Error
	o.INS = "123"
	if err := token.Write(&header, nil, false, o); !errors.As(err, &end) {
		t.Errorf("a short INS: %v", err)
	}
	if err := token.Write(&header, fstest.MapFS{}, false, token.Order{Like: token.Valid, Clock: clock, Rand: rand.Reader}); !errors.As(err, &end) {
		t.Errorf("a folder without keys: %v", err)
	}
}
