package facts_test

import (
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/insi"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// Whatever the teleservice of identities is asked or answers, what is said of it is XML,
// by the exchange and by the session.
func FuzzINSi(f *testing.F) {
	person := insi.Person{Active: insi.Identifier{Number: insi.Number{ID: "2790399999999", Key: "71"}, OID: "1.2.250.1.213.1.4.10"}, Family: "DEMO", Given: "ANNE", Sex: "F", Birth: "1979-03-01", Place: "99999"}
	envelope := func(body string) []byte {
		return []byte("HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n\r\n" + `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:ins="http://www.cnamts.fr/INSiResultat"><s:Body>` + body + `</s:Body></s:Envelope>`)
	}
	f.Add([]byte("POST /insi HTTP/1.1\r\n\r\n"), envelope(insi.Result{Code: insi.OK, Label: "OK", Person: &person}.XML()))
	f.Add([]byte("POST /insi HTTP/1.1\r\n\r\n<a/>"), envelope(insi.Result{Code: insi.Nobody}.XML()))
	f.Fuzz(func(t *testing.T, request, response []byte) {
		in := over(etalon.ProtocolSOAP, request, response)
		in.Exchange.Actor = etalon.INSi
		taken := facts.Take(in)
		sound(t, taken.Evidence())
		sound(t, facts.Session(facts.SessionInput{Calls: []facts.Summary{taken.Summary()}}))
	})
}
