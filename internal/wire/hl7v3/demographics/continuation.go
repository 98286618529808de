package demographics

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// The states that a continuation asks for.
const (
	Continue = "waitContinuedQueryResponse"
	Abort    = "aborted"
)

// Continuation is a QUQI_IN000003UV01. What is absent is empty.
type Continuation struct {
	Head
	QueryID hl7v3.II
	Status  string // Continue, Abort or anything else
	Start   int    // startResultNumber, from 1; 0 when absent
	Count   int    // continuationQuantity; -1 when absent
	Wrong   []Flaw
}

// ReadContinuation reads the payload that continues or cancels a search.
func ReadContinuation(n xmldoc.Node) *Continuation {
	by := n.Path(hl7v3.NS, "controlActProcess", "queryContinuation")
	c := &Continuation{Head: head(n), QueryID: name(by.Child(hl7v3.NS, "queryId")), Status: strings.TrimSpace(by.Child(hl7v3.NS, "statusCode").Attr("", "code")), Count: -1}
	base := "/" + n.Local() + "/controlActProcess/queryContinuation"
	flaw := func(code, at, fr, en string) {
		c.Wrong = append(c.Wrong, Flaw{Code: code, Text: fr + " (" + en + ")", Location: base + at})
	}
	if !by.OK() {
		flaw(Missing, "", "queryContinuation est absent", "queryContinuation is missing")
		return c
	}
	if c.QueryID.Root == "" {
		flaw(BadValue, "/queryId", "queryId est absent, n'a pas de racine OID ou UUID, ou est démesuré", "queryId is missing, has no OID or UUID root, or is far too long")
	}
	if c.Status != Continue && c.Status != Abort {
		flaw(NotInTable, "/statusCode", "statusCode n'est ni "+Continue+" ni "+Abort, "statusCode is neither "+Continue+" nor "+Abort)
	}
	number := func(local string, least, absent int) int {
		at := by.Child(hl7v3.NS, local)
		if !at.OK() {
			return absent
		}
		v, err := strconv.Atoi(strings.TrimSpace(at.Attr("", "value")))
		if err != nil || v < least {
			flaw(BadValue, "/"+local, local+" n'est pas un entier d'au moins "+strconv.Itoa(least), local+" is not an integer of at least "+strconv.Itoa(least))
			return absent
		}
		return v
	}
	c.Start, c.Count = number("startResultNumber", 1, 0), number("continuationQuantity", 0, -1)
	return c
}
