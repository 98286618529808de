package soap

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// misaddressed refuses a request whose WS-Addressing headers cannot be obeyed
// (WS-Addressing 1.0 SOAP Binding, section 6.4.1). An answer goes back where the
// request came from and nowhere else: the asynchronous exchange of IHE ITI TF-2
// Appendix V is optional, and the DMP does not have it (spec: DMP §7.3).
func (c call) misaddressed() (fronthttp.Reply, bool) {
	for _, h := range []struct {
		name   string
		values []string
	}{
		{"Action", c.SOAP.Actions},
		{"MessageID", c.SOAP.MessageIDs},
		{"To", c.SOAP.Tos},
		{"From", c.SOAP.Froms},
		{"ReplyTo", c.SOAP.ReplyTos},
		{"FaultTo", c.SOAP.FaultTos},
	} {
		if len(h.values) > 1 {
			return c.invalid(h.name, "InvalidCardinality", "L'en-tête wsa:"+h.name+" est répété.", "The header wsa:"+h.name+" is repeated."), true
		}
		if h.name != "ReplyTo" && h.name != "FaultTo" || len(h.values) == 0 {
			continue
		}
		if address := strings.TrimSpace(h.values[0]); address != soap.Anonymous {
			return c.invalid(h.name, "OnlyAnonymousAddressSupported",
				"wsa:"+h.name+" demande une réponse à une autre adresse ; seule l'adresse anonyme (réponse synchrone) est acceptée.",
				"wsa:"+h.name+" asks for an answer elsewhere; only the anonymous address (a synchronous answer) is accepted."), true
		}
	}
	return fronthttp.Reply{}, false
}

// invalid is the fault InvalidAddressingHeader about one header.
func (c call) invalid(header, finer, fr, en string) fronthttp.Reply {
	return c.fault(soap.Fault{
		Code: soap.Sender, Space: soap.NSWSA, Subcode: "InvalidAddressingHeader", Finer: finer, ReasonFR: fr, ReasonEN: en,
		Detail: `<wsa:ProblemHeaderQName xmlns:wsa="` + soap.NSWSA + `">wsa:` + header + `</wsa:ProblemHeaderQName>`,
	})
}
