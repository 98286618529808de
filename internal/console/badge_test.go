package console_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"
)

// The badge of a decision is a picture that anybody may show, and says today's standing.
func TestABadgeSaysTodaysStanding(t *testing.T) {
	b := open(t)
	b.enter("officer").ask("POST", "/versions/1/decisions", url.Values{"outcome": {"accepted"}, "reason": {"conforme"}, "until": {"2099-12-31"}})
	b.enter("second-officer").ask("POST", "/decisions/1/confirm", nil)
	anybody, head := &visitor{b: b}, b.enter("head")
	if status, _, _ := anybody.ask("GET", "/register/1/badge.svg", nil); status != 404 {
		t.Errorf("before it is signed: %d", status)
	}
	head.ask("POST", "/decisions/1/sign", nil)
	_, picture, h := anybody.ask("GET", "/register/1/badge.svg", nil)
	if !strings.Contains(picture, "acceptée, en vigueur jusqu&#39;au 2099-12-31") || !strings.Contains(picture, `role="img"`) || h.Get("Content-Type") != "image/svg+xml" || h.Get("Cache-Control") != "no-cache" {
		t.Errorf("%v %s", h, picture)
	}
	d := xml.NewDecoder(strings.NewReader(picture))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("no XML: %v", err)
		}
	}
	head.ask("POST", "/decisions/1/revoke", url.Values{"why": {"erreur"}})
	if _, picture, _ := anybody.ask("GET", "/register/1/badge.svg?lang=en", nil); !strings.Contains(picture, "accepted, revoked") || strings.Contains(picture, "2099") {
		t.Errorf("revoked: %s", picture)
	}
}
