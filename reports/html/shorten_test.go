package html_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports/html"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

// envelope is a message of 150 lines: a long header, and a body from line 110.
func envelope(n int) []byte {
	var b bytes.Buffer
	b.WriteString("POST / HTTP/1.1\r\n\r\n<s:Envelope>\n")
	for i := range 147 {
		switch i {
		case 107:
			b.WriteString("<s:Body>\n")
		case 120:
			fmt.Fprintf(&b, "<here exchange=\"%d\"/>\n", n)
		default:
			fmt.Fprintf(&b, "<ds:SignatureValue n=\"%d\">%s</ds:SignatureValue>\n", i, strings.Repeat("Zm9v", 20))
		}
	}
	return b.Bytes()
}

var left = regexp.MustCompile(`… (\d+).ligne`)

func TestManyExchangesAreShortenedAndSaySo(t *testing.T) {
	r := sample.Result()
	r.Findings, r.Scenarios, r.Exchanges = nil, nil, nil
	in := html.Input{Dossier: "sha256:0"}
	const many = 60
	for i := range many {
		id := etalon.ExchangeID(fmt.Sprintf("x%04d", i))
		r.Exchanges = append(r.Exchanges, etalon.ExchangeSummary{ID: id})
		if i%2 == 0 {
			r.Findings = append(r.Findings, etalon.Finding{
				Rule: "Z01", Outcome: etalon.OutcomeFailed, Severity: etalon.SeverityError, Exchange: id,
				Location: etalon.Location{Direction: "request", Offset: sample.OffsetOf(envelope(i), "<here")},
			})
		}
	}
	in.Result = r
	in.Evidence = func(id etalon.ExchangeID) (request, response []byte, err error) {
		i, err := strconv.Atoi(string(id[1:]))
		return envelope(i), envelope(i), err
	}
	page := write(t, in)
	if len(page) > 600_000 {
		t.Errorf("%d bytes", len(page))
	}
	for i := range many {
		if want := fmt.Sprintf(`<mark>&lt;here exchange=&#34;%d&#34;/&gt;</mark>`, i); i%2 == 0 && !strings.Contains(page, want) {
			t.Fatalf("the marked line of exchange %d is lost", i)
		}
	}
	for _, e := range strings.Split(page, `<details class="exchange"`)[1:] {
		for k, message := range strings.Split(e, "<ol>")[1:] {
			message, _, _ = strings.Cut(message, "</ol>")
			shown, told := strings.Count(message, "<li><i>")+strings.Count(message, `<li class="head`)+strings.Count(message, `<li class="hit`), 0
			for _, m := range left.FindAllStringSubmatch(message, -1) {
				n, err := strconv.Atoi(m[1])
				if err != nil {
					t.Fatal(err)
				}
				told += n
			}
			if shown+told != 150 || told == 0 {
				t.Fatalf("message %d: %d lines shown, %d told as left out, of 150", k, shown, told)
			}
			if !strings.Contains(message, "&lt;s:Body&gt;") || !strings.Contains(message, "POST / HTTP/1.1") {
				t.Fatalf("message %d shows neither its head nor its body", k)
			}
		}
	}
}

func TestFewExchangesAreShownWhole(t *testing.T) {
	r := sample.Result()
	in := input(r)
	in.Evidence = func(id etalon.ExchangeID) (request, response []byte, err error) {
		if id == "x0003" {
			request, response = envelope(1), envelope(1)
		}
		return request, response, nil
	}
	page := write(t, in)
	if strings.Contains(page, "non reproduite") {
		t.Error("a line is left out of a page of one exchange")
	}
}
