package facts

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// isPayload tells the root element of an ebRIM, XDS.b or HL7 V3 message that has
// no envelope around it.
func isPayload(root xmldoc.Node) bool {
	registry := strings.HasPrefix(root.Space(), nsRegRep)
	return len(etalon.Carrying(func(n etalon.QName) bool {
		return n.Local == root.Local() && ((n.Space == nsXDSB || n.Space == nsHL7) && root.Space() == n.Space || registry && strings.HasPrefix(n.Space, nsRegRep))
	})) > 0
}

// isAnswer tells a payload that is the answer of some transaction, and of none the
// request.
func isAnswer(body xmldoc.Node) bool {
	is := func(n etalon.QName) bool { return n.Space == body.Space() && n.Local == body.Local() }
	answers, asks := false, false
	for _, t := range etalon.Carrying(is) {
		for _, p := range t.Pairs {
			answers, asks = answers || is(p.Answer), asks || is(p.Payload)
		}
	}
	return answers && !asks
}

// transactionOfBody names the transaction of a message by what it carries. Of
// two with the same payload, one is about what is registered already; an answer
// that several have tells nothing.
func transactionOfBody(body xmldoc.Node) (etalon.Actor, etalon.Transaction) {
	found := etalon.Carrying(func(n etalon.QName) bool { return n.Local == body.Local() })
	reason := reasonOf(body)
	for _, t := range found {
		if slices.Contains(t.Reasons, reason) {
			return t.Actor, t.Name
		}
	}
	found = slices.DeleteFunc(found, func(t etalon.TransactionInfo) bool { return len(t.Reasons) > 0 })
	found = slices.DeleteFunc(found, func(t etalon.TransactionInfo) bool { return t.Borrows && t.Pairs[0].Payload.Local != body.Local() })
	if len(found) > 1 {
		found = slices.DeleteFunc(found, func(t etalon.TransactionInfo) bool {
			return t.Pairs[0].Payload.Local != body.Local() || t.Amends != amends(body)
		})
	}
	if len(found) != 1 {
		return "", etalon.Unknown
	}
	return found[0].Actor, found[0].Name
}

// reasonOf is the reason of the control act of an HL7 V3 message, or "".
func reasonOf(body xmldoc.Node) string {
	return body.Path(nsHL7, "controlActProcess", "reasonCode").Attr("", "code")
}

// amends tells whether something in a submission is about an existing version.
func amends(body xmldoc.Node) bool {
	for n := range body.Descendants() {
		lid, id := uri(n, "lid"), uri(n, "id")
		operation := lastWord(n.Attr("", "associationType"))
		if lid != "" && lid != id || operation == "UpdateAvailabilityStatus" || operation == "SubmitAssociation" {
			return true
		}
	}
	return false
}
