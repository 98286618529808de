package facts

import (
	"testing"

	"github.com/etalon-dmp/etalon"
)

// The room for the nodes of an evidence document is made at once, for about as many as
// there will be: far more would be cleared and never used, for each exchange.
func TestRoomIsMadeForAboutTheNodesThereAre(t *testing.T) {
	const body = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><x a="1">t</x></s:Body></s:Envelope>`
	e := Exchange(ExchangeInput{
		Exchange: etalon.Exchange{ID: "x1", Actor: etalon.Registry, Transaction: etalon.ITI18},
		Request:  []byte("POST /x HTTP/1.1\r\nContent-Type: application/soap+xml\r\nContent-Length: 108\r\n\r\n" + body),
	})
	doc, err := e.Doc()
	if err != nil {
		t.Fatal(err)
	}
	if e.nodes < doc.Len()/2 || e.nodes > 3*doc.Len() {
		t.Errorf("room for %d nodes, and there are %d", e.nodes, doc.Len())
	}
}
