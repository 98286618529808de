package insi_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	wire "github.com/etalon-dmp/etalon/internal/wire/insi"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/insi"
)

var people = []etalon.Patient{
	{
		INS: "280029999900134", Family: "ETALON-ÉLU", Given: "Zoé", Birth: "19800214", Gender: "F", Place: "99998",
		Civil: &etalon.Civil{Names: "Zoé Anne-Lise", NoGiven: true, Former: []etalon.FormerID{{INS: "152099999900215", NIA: true, From: "2012-06-01", To: "2009-01-31"}}},
	},
	{INS: "280029999900233", Family: "ETALON-ÉLU", Given: "Zoé", Birth: "19800214", Gender: "F", Place: "99997"},
	{INS: "184052B99906671", Family: "ETALON-CORSE", Given: "Pascal", Birth: "19840527", Gender: "M", Place: "2B999", Civil: &etalon.Civil{Provisional: true}},
	{INS: "172019999907200", Family: "ETALON-INCONNU", Given: "Léo", Birth: "19720119", Gender: "M", Civil: &etalon.Civil{Unknown: true}},
}

func serve(t *testing.T) actor.Actor {
	t.Helper()
	a := insi.New().Actor()
	a.Reset(etalon.Given{Patients: people})
	return a
}

// call asks the service with a security header, from who shows a certificate of a name.
func call(t *testing.T, security, body, name string) *actor.Call {
	t.Helper()
	doc, err := xmldoc.Parse([]byte(`<s:Envelope xmlns:s="`+soap.NS12+`"><s:Header>`+security+`</s:Header><s:Body>`+body+`</s:Body></s:Envelope>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	r := &actor.Request{Doc: doc, SOAP: soap.Read(doc)}
	if name != "" {
		r.Peer = []*x509.Certificate{{Subject: pkix.Name{CommonName: name}}}
	}
	return &actor.Call{Request: r, Clock: func() time.Time { return time.Date(2026, 11, 22, 10, 5, 0, 0, time.UTC) }}
}

func assertion(issued, until string) string {
	return `<w:Security xmlns:w="` + soap.NSSec + `"><a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" IssueInstant="` + issued +
		`"><a:Conditions NotOnOrAfter="` + until + `"/></a:Assertion></w:Security>`
}

var inForce = assertion("2026-11-22T10:00:00Z", "2026-11-22T10:20:00Z")

func traits(fields string) string {
	return `<i:RECSANSVITALE xmlns:i="` + wire.NSTraits + `">` + fields + `</i:RECSANSVITALE>`
}

func card(number, key, more string) string {
	return `<i:RECVITALE xmlns:i="` + wire.NSCard + `"><i:MatriculeIndividu><i:NumIdentifiant>` + number + `</i:NumIdentifiant><i:Cle>` + key + `</i:Cle></i:MatriculeIndividu>` + more + `</i:RECVITALE>`
}

// Answers are computed from what is asked: the names as they are compared, the traits
// that are given, the number of a card, former ones too.
func TestAnswers(t *testing.T) {
	a := serve(t)
	const elu = `<i:NomNaissance>ETALON ELU</i:NomNaissance><i:Prenom>ZOE</i:Prenom><i:Sexe>F</i:Sexe><i:DateNaissance>1980-02-14</i:DateNaissance>`
	for name, c := range map[string]struct{ body, code, active string }{
		"several":             {traits(elu), "02", ""},
		"by the place":        {traits(elu + `<i:LieuNaissance>99998</i:LieuNaissance>`), "00", "280029999900134"},
		"by the second name":  {traits(strings.Replace(elu, "ZOE", "anne-lise", 1)), "00", "280029999900134"},
		"all names":           {traits(strings.Replace(elu, "<i:Prenom>ZOE</i:Prenom>", "<i:Prenom>ZOE</i:Prenom><i:Prenom>ANNE LISE</i:Prenom>", 1)), "00", "280029999900134"},
		"the other sex":       {traits(strings.Replace(elu, ">F<", ">M<", 1)), "01", ""},
		"30 February":         {traits(strings.Replace(elu, "1980-02-14", "1980-02-30", 1)), "01", ""},
		"nothing":             {traits(""), "01", ""},
		"blank":               {traits(`<i:NomNaissance> </i:NomNaissance><i:Prenom/>`), "01", ""},
		"unknown on purpose":  {traits(`<i:NomNaissance>ETALON-INCONNU</i:NomNaissance><i:Prenom>LEO</i:Prenom>`), "01", ""},
		"Corsica":             {card("184052B999066", "71", ""), "00", "184052B99906671"},
		"a former number":     {card("1520999999002", "15", ""), "00", "280029999900134"},
		"a wrong key":         {card("1520999999002", "16", ""), "01", ""},
		"another birth date":  {card("184052B999066", "71", `<i:DateNaissance>1984-05-28</i:DateNaissance>`), "01", ""},
		"a card of no number": {`<i:RECVITALE xmlns:i="` + wire.NSCard + `"/>`, "01", ""},
	} {
		got := a.Operations()[0].Answer(call(t, inForce, c.body, "card"))
		r := read(t, got.Payload)
		active := ""
		if r.Person != nil {
			active = r.Person.Active.Whole()
		}
		if r.Code != c.code || active != c.active || r.Label == "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// What is odd in real answers is there: no Prenom, dates the wrong way round, the
// authorities of production, an identity that is provisional.
func TestOddities(t *testing.T) {
	a := serve(t)
	r := read(t, a.Operations()[1].Answer(call(t, inForce, card("1520999999002", "15", ""), "card")).Payload)
	p := r.Person
	if p == nil || p.Given != "" || p.Names != "ZOE ANNE-LISE" || p.Family != "ETALON-ELU" || p.Birth != "1980-02-14" || p.Active.OID != wire.NIR ||
		len(p.History) != 1 || p.History[0].OID != wire.NIA || p.History[0].From <= p.History[0].To {
		t.Errorf("%+v", p)
	}
	r = read(t, a.Operations()[1].Answer(call(t, inForce, card("184052b999066", "71", ""), "card")).Payload)
	if r.Person == nil || r.Person.Active.OID != wire.NIA || r.Person.Active.ID != "184052B999066" {
		t.Errorf("%+v", r.Person)
	}
}

// Who is let in: an assertion in force, or a certificate of exactly one of two names.
func TestDoors(t *testing.T) {
	a := serve(t)
	for name, c := range map[string]struct{ security, certificate, code string }{
		"in force":          {inForce, "card", ""},
		"no assertion":      {"", "card", "desir_560"},
		"no certificate":    {"", "", "desir_560"},
		"INSI-AUTO":         {"", "INSI-AUTO", ""},
		"INSI-MANU":         {"", "INSI-MANU", ""},
		"other case":        {"", "insi-auto", "desir_560"},
		"twenty minutes":    {assertion("2026-11-22T09:45:00Z", "2026-11-22T12:00:00Z"), "card", "ETALON-REFUS"},
		"one second before": {assertion("2026-11-22T09:45:01Z", "2026-11-22T12:00:00Z"), "card", ""},
		"window closed":     {assertion("2026-11-22T10:00:00Z", "2026-11-22T10:05:00Z"), "card", "ETALON-REFUS"},
		"no dates":          {assertion("yesterday", ""), "card", ""},
	} {
		got := a.Operations()[0].Answer(call(t, c.security, traits(""), c.certificate))
		switch {
		case c.code == "" && (got.Fault != nil || got.Payload == ""):
			t.Errorf("%s: refused: %+v", name, got.Fault)
		case c.code != "" && (got.Fault == nil || !strings.Contains(got.Fault.XML(), `code="`+c.code+`"`)):
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// The faults that are known have their family, and the odd severity of the field.
func TestFaults(t *testing.T) {
	a := serve(t)
	for code, want := range map[string][]string{
		"insi_102":  {"soap:Receiver", "soap:siram_40", `severite="fatal"`, "temporairement"},
		"desir_550": {"soap:Sender", "soap:siram_100", `severite="erreur"`},
	} {
		got := a.Operations()[0].Failure(nil, actor.Failure{Code: code}).Fault.XML()
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %s is not in %s", code, w, got)
			}
		}
	}
}

func read(t *testing.T, payload string) wire.Result {
	t.Helper()
	doc, err := xmldoc.Parse([]byte(payload), xmldoc.Limits{})
	if err != nil {
		t.Fatalf("%q: %v", payload, err)
	}
	r, ok := wire.ReadResult(doc.Root())
	if !ok {
		t.Fatalf("no answer: %s", payload)
	}
	return r
}
