package insi

import (
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Error is the detail of a fault: Erreur. The severity that the service writes for what
// it cannot do is "fatal", which its own schema does not have.
type Error struct{ Code, Severity, Text string }

// XML writes the element for a soap:Detail.
func (e Error) XML() string {
	return `<siram:Erreur xmlns:siram="` + NSFault + `" severite="` + soap.Escape(e.Severity) + `" code="` + soap.Escape(e.Code) + `">` + soap.Escape(e.Text) + `</siram:Erreur>`
}

// ReadError finds the detail in the body of a fault; false when there is none.
func ReadError(fault xmldoc.Node) (Error, bool) {
	for n := range fault.Descendants() {
		if n.Is(NSFault, "Erreur") {
			return Error{Code: n.Attr("", "code"), Severity: n.Attr("", "severite"), Text: n.Value()}, true
		}
	}
	return Error{}, false
}
