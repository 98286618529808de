package soap_test

import (
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Whatever document comes, an envelope is read of it or none.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action>x</a:Action><a:ReplyTo><a:Address>y</a:Address></a:ReplyTo></s:Header><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault></s:Body></s:Envelope>`))
	f.Add([]byte(`<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/><s:Body/><s:Header/></s:Envelope>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := xmldoc.Parse(b, xmldoc.Limits{})
		if err != nil {
			return
		}
		e := soap.Read(doc)
		if e.Version == soap.NoVersion && (e.Body.OK() || e.Header.OK()) {
			t.Error("parts of no envelope")
		}
		_, _, _, _ = e.Fault()
		_, _, _ = e.Action(), e.MessageID(), e.RelatesTo()
	})
}
