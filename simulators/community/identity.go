package community

import (
	"context"

	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	frontsoap "github.com/etalon-dmp/etalon/simulators/front/soap"
	"github.com/etalon-dmp/etalon/simulators/identity"
)

// identified is a server that takes requests with an identity assertion only
// (XUA): an X-Service Provider.
type identified struct {
	sound
	checker  identity.Checker
	audience string // that one audience of an assertion must begin with
}

// Answer implements frontsoap.Service.
func (i identified) Answer(ctx context.Context, r *frontsoap.Request, to actor.Route) fronthttp.Reply {
	if fault := i.checker.XUA(&r.Request, i.audience); fault != nil {
		return i.refuse(r, *fault)
	}
	return i.sound.Answer(ctx, r, to)
}
