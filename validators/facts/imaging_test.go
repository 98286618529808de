package facts_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// wado is a request over HTTP without an envelope, and its answer.
func wado(target, accept, answer string) facts.ExchangeInput {
	return facts.ExchangeInput{
		Exchange: etalon.Exchange{ID: "x1", Protocol: etalon.ProtocolHTTP, Transaction: etalon.RAD55, Sent: true},
		Request:  []byte("GET " + target + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept + "\r\n\r\n"), Response: []byte(answer),
	}
}

func TestTargetIsDecoded(t *testing.T) {
	doc := parse(t, facts.Exchange(wado("/wado?contentType=application%2Fdicom&x=%zz&contentType=a+b", `image/*;q=0.5, multipart/related; type="application/dicom", dicom`, "HTTP/1.1 404 Not Found\r\n\r\n")))
	target := only(t, doc, "target")
	want(t, target, "path", "/wado", "whole", "true")
	var got []string
	for q := range target.ChildrenNamed(target.Space(), "query") {
		got = append(got, q.Attr("", "name")+"="+q.Attr("", "value")+" "+q.Attr("", "whole"))
	}
	for a := range only(t, doc, "request").ChildrenNamed(target.Space(), "accept") {
		got = append(got, a.Attr("", "type")+" "+a.Attr("", "q")+" "+a.Child(target.Space(), "param").Attr("", "value")+a.Attr("", "odd"))
	}
	if s := strings.Join(got, "|"); s != "contentType=application/dicom true|x=%zz false|contentType=a b true|image/* 0.5 |multipart/related 1 application/dicom|  dicom" {
		t.Errorf("%s", s)
	}
}

// What a multipart lacks to be MTOM is no oddity where no envelope is to be expected.
func TestMultipartWithoutAnEnvelope(t *testing.T) {
	answer := "HTTP/1.1 200 OK\r\nContent-Type: multipart/related; type=\"application/dicom\"; boundary=B\r\n\r\n--B\r\nContent-Type: application/dicom\r\n\r\nx\r\n--B--\r\n"
	doc := parse(t, facts.Exchange(wado("/studies/2.25.1", "*/*", answer)))
	if n := strings.Count(string(facts.Exchange(wado("/studies/2.25.1", "*/*", answer)).Text), "<ev:anomaly"); n != 0 {
		t.Errorf("%d anomalies", n)
	}
	want(t, only(t, doc, "part"), "type", "application/dicom", "kind", "text")
}

// A multipart of very many parts, and a request of very many parameters, cost what they
// are long, and no more is shown than is bounded.
func TestManyPartsAndParameters(t *testing.T) {
	var b strings.Builder
	b.WriteString("HTTP/1.1 200 OK\r\nContent-Type: multipart/related; boundary=B\r\n\r\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, "--B\r\n\r\n%d\r\n", i)
	}
	b.WriteString("--B--\r\n")
	text := string(facts.Exchange(wado("/wado?"+strings.Repeat("a=b&", 20_000), strings.Repeat("a/b,", 5000), b.String())).Text)
	if parts, queries, ranges := strings.Count(text, "<ev:part"), strings.Count(text, "<ev:query"), strings.Count(text, "<ev:accept"); parts > 1000 || queries > 1000 || ranges > 100 {
		t.Errorf("%d parts, %d parameters, %d ranges", parts, queries, ranges)
	}
}
