package facts_test

import (
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// Whatever bytes come in, the evidence is well-formed, every node of it has a
// place inside the message, and nothing panics.
func FuzzExchange(f *testing.F) {
	f.Add(post("/r", "application/soap+xml", query))
	f.Add(post("/r", multipart, lot()))
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<a xmlns:ev='x'>&#1;</a>"))
	f.Add([]byte("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<a>\r\n4\r\n</a>\r\n0\r\n\r\n"))
	f.Add([]byte("\xff\xfe<\x00a\x00/\x00>\x00"))
	f.Add([]byte("--B\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n--B--"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		in := simple(raw)
		in.Response = raw
		for _, e := range []*facts.Evidence{
			facts.Exchange(in), facts.Document(raw),
			facts.Session(facts.SessionInput{Calls: []facts.Summary{facts.Summarise(in)}}),
			facts.Exchange(simple(post("/r", "text/xml", string(raw)))),
		} {
			sound(t, e)
		}
	})
}

// sound fails unless a document is well-formed and every node has a place.
func sound(t *testing.T, e *facts.Evidence) {
	t.Helper()
	doc, err := e.Doc()
	if err != nil {
		t.Fatalf("not well-formed: %v\n%q", err, e.Text)
	}
	for i := range doc.Len() {
		n := doc.Node(i)
		loc, _ := e.Locate(n)
		if loc.Offset < -1 || loc.Line < 0 || loc.Part < 0 {
			t.Fatalf("%s is at %+v", n.XPath(), loc)
		}
		if n.Kind() == xmldoc.AttributeNode && n.Space() == facts.Namespace {
			t.Fatalf("attribute %s of the wrapper in its namespace", n.Name())
		}
	}
}

// The same of every protocol, and no place is past the end of what came.
func FuzzProtocols(f *testing.F) {
	f.Add([]byte("25 "+header+"[a b=\"c\"] \xEF\xBB\xBF"+audit), []byte(nil))
	f.Add([]byte("<85>1 - - - - - [a b=\"c\\]\"][d] <a xmlns:ev='x'>&#1;</a>\n"), []byte{0})
	f.Add([]byte{22, 3, 1, 0, 4, 1, 0, 0, 0, 21, 3, 3, 0, 2, 2, 40}, []byte{21, 3, 3, 0, 2, 2, 40})
	f.Add(dicom.Write(keyObject(), dicom.ExplicitLittle), []byte("HTTP/1.1 200 OK\r\n\r\n<a/>"))
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"), []byte("HTTP/1.1 200 OK\r\nContent-Type: application/dicom\r\n\r\n\x00"))
	f.Fuzz(func(t *testing.T, request, response []byte) {
		for _, p := range etalon.Protocols() {
			taken := facts.Take(over(p, request, response))
			e := taken.Evidence()
			sound(t, e)
			sound(t, facts.Session(facts.SessionInput{Calls: []facts.Summary{taken.Summary()}}))
			doc, _ := e.Doc()
			for n := range doc.Root().Descendants() {
				if loc, _ := e.Locate(n); loc.Offset > int64(max(len(request), len(response))) {
					t.Fatalf("%s: %s is at %+v, past the end", p, n.XPath(), loc)
				}
			}
		}
	})
}
