package facts

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
)

// filled gives every text in v, of whatever depth, the same value: a place in a message.
func filled(t *testing.T, v reflect.Value, with string) (n int) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(with)
			n = 1
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				n += filled(t, f, with)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		n = filled(t, v.Index(0), with) + filled(t, v.Index(1), with)
	}
	return n
}

// within finds the texts and bytes of v, of whatever depth, that lie in the memory of raw.
func within(v reflect.Value, raw []byte, at string, found func(string)) {
	in := func(p unsafe.Pointer, n int) bool {
		first := uintptr(unsafe.Pointer(unsafe.SliceData(raw)))
		return n > 0 && uintptr(p) >= first && uintptr(p) < first+uintptr(len(raw))
	}
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); in(unsafe.Pointer(unsafe.StringData(s)), len(s)) {
			found(at)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			within(v.Field(i), raw, at+"."+v.Type().Field(i).Name, found)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			if in(v.UnsafePointer(), v.Len()) {
				found(at)
			}
			return
		}
		for i := range v.Len() {
			within(v.Index(i), raw, fmt.Sprintf("%s[%d]", at, i), found)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			within(v.Elem(), raw, at, found)
		}
	}
}

// Whatever field a summary has, its value is a copy, and no longer than a value may be: a
// session holds a summary of each of its messages, and must hold none of them.
func TestASummaryKeepsNothingOfTheMessage(t *testing.T) {
	raw := bytes.Repeat([]byte("a"), maxValue+100)
	var s Summary
	if n := filled(t, reflect.ValueOf(&s).Elem(), unsafe.String(&raw[0], len(raw))); n < 60 {
		t.Fatalf("only %d texts were filled", n)
	}
	s.clocks = []clockReading{{source: "vihf", value: unsafe.String(&raw[0], len(raw))}}
	s.keep()
	within(reflect.ValueOf(s), raw, "Summary", func(at string) { t.Errorf("%s is in the memory of the message", at) })
	if !s.Asked.Cut || s.Bytes > maxSummary {
		t.Errorf("cut %v, %d bytes", s.Asked.Cut, s.Bytes)
	}
}

// The same of what is of a protocol, each from a message of its own.
func TestADetailKeepsNothingOfTheMessage(t *testing.T) {
	soap := func(body string) []byte {
		return fmt.Appendf(nil, "POST /INSi HTTP/1.1\r\nContent-Type: application/soap+xml\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
	audit := `<AuditMessage><EventIdentification EventActionCode="E" EventDateTime="2026-11-28T10:00:00Z"><EventID csd-code="110114" codeSystemName="DCM"/></EventIdentification><ActiveParticipant UserID="user" AlternativeUserID="other"/></AuditMessage>`
	for name, x := range map[string]ExchangeInput{
		"http":   {Exchange: etalon.Exchange{Protocol: etalon.ProtocolHTTP}, Request: []byte("GET /dicomweb/studies/1.2.3 HTTP/1.1\r\nHost: a\r\nAccept: application/dicom\r\n\r\n"), Response: []byte("HTTP/1.1 200 OK\r\nContent-Type: application/dicom\r\nContent-Length: 0\r\n\r\n")},
		"syslog": {Exchange: etalon.Exchange{Protocol: etalon.ProtocolSyslog}, Request: syslog.Count([]byte("<85>1 2026-11-28T10:00:00Z host app proc IHE+RFC-3881 - " + audit))},
		"insi":   {Exchange: etalon.Exchange{Protocol: etalon.ProtocolSOAP, Actor: etalon.INSi}, Request: soap(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:MessageID>urn:uuid:1</a:MessageID></s:Header><s:Body><RECSANSVITALE xmlns="http://www.cnamts.fr/INSiRecSans"><NomNaissance>ESSAI</NomNaissance><Prenom>UN</Prenom></RECSANSVITALE></s:Body></s:Envelope>`)},
		"soap":   {Exchange: etalon.Exchange{Protocol: etalon.ProtocolSOAP, Actor: etalon.Registry}, Request: soap(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:To>http://dmp/registry</a:To><a:MessageID>urn:uuid:1</a:MessageID></s:Header><s:Body/></s:Envelope>`), Response: soap("x")},
	} {
		s := Take(x).Summary()
		if s.detail == nil && name != "soap" {
			t.Errorf("%s: no detail", name)
		}
		for _, raw := range [][]byte{x.Request, x.Response} {
			within(reflect.ValueOf(s), raw, name, func(at string) { t.Errorf("%s is in the memory of the message", at) })
		}
	}
}

// Of a protocol whose messages are long, a session holds so much; and of one that has no
// room left, the short values.
func TestADetailIsBounded(t *testing.T) {
	long := strings.Repeat("u", maxValue+1)
	audit := `<AuditMessage><EventIdentification EventActionCode="E" EventDateTime="2026-11-28T10:00:00Z"/>` + strings.Repeat(`<ActiveParticipant UserID="`+long+`"/>`, 100) + `</AuditMessage>`
	s := Take(ExchangeInput{Exchange: etalon.Exchange{Protocol: etalon.ProtocolSyslog}, Request: syslog.Count([]byte("<85>1 - host app proc IHE+RFC-3881 - " + audit))}).Summary()
	size := func(s Summary) int { w := &writer{}; s.write(w); return len(w.buf) }
	if n := size(s); n > maxSummary+100<<10 || s.Bytes > maxSummary {
		t.Errorf("%d bytes of a record, %d told", n, s.Bytes)
	}
	w := &writer{}
	s.Bare().write(w)
	if len(w.buf) > 100<<10 || !bytes.Contains(w.buf, []byte(`msgid="IHE+RFC-3881"`)) || slices.Contains(w.buf, 0) {
		t.Errorf("bare: %d bytes", len(w.buf))
	}
}
