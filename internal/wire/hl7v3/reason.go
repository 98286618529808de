package hl7v3

import "github.com/etalon-dmp/etalon/internal/wire/xmldoc"

// Reason is the reason that a message gives for its control act, or "": it tells
// the DMP's transactions with one message apart (spec: DMP §1.3).
func Reason(payload xmldoc.Node) string {
	return payload.Path(NS, "controlActProcess", "reasonCode").Attr("", "code")
}
