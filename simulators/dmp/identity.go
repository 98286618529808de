package dmp

import (
	"context"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	frontsoap "github.com/etalon-dmp/etalon/simulators/front/soap"
	"github.com/etalon-dmp/etalon/simulators/identity"
)

// identified refuses a request whose VIHF the DMP would refuse. The plain actors of
// IHE ask for none.
type identified struct {
	frontsoap.Service
	dmp     *DMP
	checker identity.Checker
}

// Answer implements the service of simulators/front/soap.
func (i identified) Answer(ctx context.Context, r *frontsoap.Request, to actor.Route) fronthttp.Reply {
	if i.dmp.plain.Load() || to.Actor == etalon.INSi { // which takes no VIHF
		return i.Service.Answer(ctx, r, to)
	}
	if fault := i.checker.VIHF(&r.Request); fault != nil {
		return frontsoap.FaultReply(soap.Message{
			Action: soap.ActionSOAPFault, MessageID: i.dmp.ids.urn(), RelatesTo: r.SOAP.MessageID(), To: soap.Anonymous, WithTo: true,
		}, *fault)
	}
	return i.Service.Answer(ctx, r, to)
}
