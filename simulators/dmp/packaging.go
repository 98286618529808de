package dmp

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/endpoint"
)

// mispackaged refuses, as the plain IHE actors, what is in the other of the two
// packagings than its transaction's, or carries no MessageID to relate to (IHE
// ITI TF-2 Appendix V.3). The simulated DMP takes both, for the rules to judge.
func (c call) mispackaged() (endpoint.Reply, bool) {
	if !c.cfg.Environment.Plain {
		return endpoint.Reply{}, false
	}
	if len(c.SOAP.MessageIDs) == 0 {
		return c.refuse("MessageAddressingHeaderRequired", "L'en-tête wsa:MessageID est absent.", "The header wsa:MessageID is missing."), true
	}
	wanted := "application/soap+xml"
	if c.op.transaction == etalon.ITI41 || c.op.transaction == etalon.ITI43 {
		wanted = "multipart/related"
	}
	if got := c.Message.Media.Type; !strings.EqualFold(got, wanted) {
		return c.fault(soap.Fault{
			Code:     soap.Sender,
			ReasonFR: "Emballage " + got + " : " + string(c.op.transaction) + " se fait en " + wanted + ".",
			ReasonEN: "Packaging " + got + ": " + string(c.op.transaction) + " is done in " + wanted + ".",
		}), true
	}
	return endpoint.Reply{}, false
}
