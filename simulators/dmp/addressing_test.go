package dmp_test

import (
	"strings"
	"testing"
)

func TestOnlySynchronousAnswers(t *testing.T) {
	w := begin(t, everybody())
	const action = "urn:hl7-org:v3:PRPA_IN201307UV02"
	good := envelope(action, existence(activeINS))
	with := func(headers string) string { return strings.Replace(good, "<a:To/>", "<a:To/>"+headers, 1) }
	to := func(name, address string) string {
		return "<a:" + name + "><a:Address>" + address + "</a:Address></a:" + name + ">"
	}
	const anonymous, elsewhere = "http://www.w3.org/2005/08/addressing/anonymous", "https://192.0.2.1/callback"
	bare := strings.Replace(good, to("ReplyTo", anonymous), "", 1)
	for name, c := range map[string]struct{ body, finer, header string }{
		"anonymous":           {with(to("FaultTo", anonymous)), "", ""},
		"no ReplyTo":          {bare, "", ""},
		"asynchronous":        {strings.Replace(good, ">"+anonymous, ">"+elsewhere, 1), "OnlyAnonymousAddressSupported", "wsa:ReplyTo"},
		"none":                {strings.Replace(good, ">"+anonymous, ">http://www.w3.org/2005/08/addressing/none", 1), "OnlyAnonymousAddressSupported", "wsa:ReplyTo"},
		"faults elsewhere":    {with(to("FaultTo", elsewhere)), "OnlyAnonymousAddressSupported", "wsa:FaultTo"},
		"two ReplyTo":         {with(to("ReplyTo", anonymous) + to("ReplyTo", anonymous)), "InvalidCardinality", "wsa:ReplyTo"},
		"two From":            {with(to("From", "urn:a") + to("From", "urn:b")), "InvalidCardinality", "wsa:From"},
		"an unknown wsa name": {with("<a:Else/>"), "", ""},
	} {
		a, err := w.send(w.client, "patients", soapType, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		if c.finer == "" {
			if a.status != 200 {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
			continue
		}
		if a.status != 400 {
			t.Errorf("%s: %d", name, a.status)
		}
		fault(t, a.doc, "Sender", "InvalidAddressingHeader", "")
		f := payload(a.doc)
		if got := f.Path(s12, "Code", "Subcode", "Subcode", "Value").Value(); got != "wsa:"+c.finer {
			t.Errorf("%s: %q", name, got)
		}
		if got := f.Child(s12, "Detail").Child(wsa, "ProblemHeaderQName").Value(); got != c.header {
			t.Errorf("%s: about %q", name, got)
		}
		header(t, a.doc, "http://www.w3.org/2005/08/addressing/fault")
	}
}
