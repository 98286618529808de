package hl7

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// The messages that go on with a search, and the states that they ask for.
const (
	Continuation = "QUQI_IN000003UV01"
	Continue     = "waitContinuedQueryResponse"
	Abort        = "aborted"
)

// Parameter writes one parameter of a search: value is the XML of its values.
func Parameter(name, value, semantics string) string {
	return `<` + name + `>` + value + `<semanticsText>` + semantics + `</semanticsText></` + name + `>`
}

// Criteria writes what a search asks of its answer: most matches at a time and
// the least degree of match; 0 and "" for none.
func Criteria(most int, degree string) string {
	s := ""
	if most > 0 {
		s = `<initialQuantity value="` + strconv.Itoa(most) + `"/><initialQuantityCode code="RD" codeSystem="2.16.840.1.113883.5.1112"/>`
	}
	if degree != "" {
		s += `<matchCriterionList><minimumDegreeMatch><value xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="INT" value="` + soap.Escape(degree) +
			`"/><semanticsText>MinimumDegreeMatch</semanticsText></minimumDegreeMatch></matchCriterionList>`
	}
	return s
}

// Further writes the message that continues a search or cancels it: root is the
// name of its element, state what it asks, count how many matches more (0 to
// cancel), last the answer that it acknowledges.
func (q *Query) Further(root, state string, count int, last ID) string {
	e := soap.Escape
	device := func(role, typ, oid string) string { return device(role, typ, oid, "") }
	var b strings.Builder
	b.WriteString(`<` + root + ` xmlns="` + Namespace + `" ITSVersion="XML_1.0"><id root="` + e(q.Sender) + `" extension="` + e(q.ID) + `"/><creationTime value="` + e(q.Created) + `"/>` +
		`<interactionId root="2.16.840.1.113883.1.6" extension="` + e(q.Interaction) + `"/><processingCode code="` + e(q.Processing) + `"/><processingModeCode code="` + e(q.Mode) +
		`"/><acceptAckCode code="` + e(q.Accept) + `"/>` + device("receiver", "RCV", q.Receiver) + device("sender", "SND", q.Sender) +
		`<acknowledgement><typeCode code="AA"/><targetMessage><id root="` + e(last.Root) + `" extension="` + e(last.Extension) + `"/></targetMessage></acknowledgement>` +
		`<controlActProcess classCode="CACT" moodCode="EVN"><code code="` + e(q.Trigger) + `" codeSystem="2.16.840.1.113883.1.6"/>` +
		`<queryContinuation><queryId root="` + e(q.Sender) + `" extension="` + e(q.QueryID) + `"/><continuationQuantity value="` + strconv.Itoa(count) + `"/><statusCode code="` + e(state) + `"/></queryContinuation>` +
		`</controlActProcess></` + root + `>`)
	return b.String()
}
