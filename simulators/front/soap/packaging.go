package soap

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// mispackaged refuses, when the service is strict, what is in the other of the two
// packagings than its transaction's, or carries no MessageID to relate to (IHE
// ITI TF-2 Appendix V.3). Otherwise both are taken, for the rules to judge.
func (c call) mispackaged() (fronthttp.Reply, bool) {
	if c.Strict == nil || !c.Strict() {
		return fronthttp.Reply{}, false
	}
	if len(c.SOAP.MessageIDs) == 0 {
		return c.refuse("MessageAddressingHeaderRequired", "L'en-tête wsa:MessageID est absent.", "The header wsa:MessageID is missing."), true
	}
	wanted := string(c.about.Packaging)
	if got := c.Message.Media.Type; !strings.EqualFold(got, wanted) {
		return c.fault(soap.Fault{
			Code:     soap.Sender,
			ReasonFR: "Emballage " + got + " : " + string(c.about.Name) + " se fait en " + wanted + ".",
			ReasonEN: "Packaging " + got + ": " + string(c.about.Name) + " is done in " + wanted + ".",
		}), true
	}
	return fronthttp.Reply{}, false
}
