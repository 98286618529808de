package html

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// drawn is a message of some lines, some of them left out and some marked.
func drawn(r *rand.Rand) Message {
	m := Message{Size: 1, Left: r.IntN(3)}
	for i := range r.IntN(400) {
		l := Line{Offset: i, Text: strings.Repeat("x", r.IntN(9))}
		switch r.IntN(60) {
		case 0:
			l.Text = "<s:Body>"
		case 1:
			l.Marks = []int{i}
		case 2:
			l.Gap = r.IntN(50)
		}
		m.Lines = append(m.Lines, l)
	}
	return m
}

// A message that is shortened as the page grows is as if it had been shortened once, at
// the end, knowing all the others.
func TestShorteningTwiceIsShorteningOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		m := drawn(r)
		by := m
		for _, q := range quotas {
			once := m.keep(q.quiet, q.marked, q.around)
			if by = by.keep(q.quiet, q.marked, q.around); !reflect.DeepEqual(once, by) {
				t.Fatalf("by %+v: %d lines and %d left, not %d and %d", q, len(by.Lines), by.Left, len(once.Lines), once.Left)
			}
		}
	}
}

// What the page holds of an exchange while it is made is what it will show of it.
func TestManyExchangesAreNotHeldWhole(t *testing.T) {
	const many = 1500
	in := Input{}
	for i := range many {
		id := etalon.ExchangeID(fmt.Sprintf("x%04d", i))
		in.Result.Exchanges = append(in.Result.Exchanges, etalon.ExchangeSummary{ID: id})
		in.Result.Findings = append(in.Result.Findings, etalon.Finding{Rule: "Z01", Exchange: id, Severity: etalon.SeverityError, Outcome: etalon.OutcomeFailed, Location: etalon.Location{Direction: "request", Offset: 30}})
	}
	message := []byte(strings.Repeat(strings.Repeat("é", 40)+"\n", 300))
	in.Evidence = func(etalon.ExchangeID) (request, response []byte, err error) { return message, message, nil }
	var s shortened
	if err := look(in, s.add); err != nil {
		t.Fatal(err)
	}
	held, lines := 0, 0
	for _, v := range s.views {
		for _, m := range []Message{v.Request, v.Response} {
			lines += cap(m.Lines)
			for _, l := range m.Lines {
				held += len(l.Text)
			}
		}
	}
	if len(s.views) != many || lines > 20*many || held > 2000*many {
		t.Errorf("%d exchanges hold %d lines and %d bytes of text", len(s.views), lines, held)
	}
}
