package run

import (
	"context"
	"fmt"

	"github.com/etalon-dmp/etalon"
)

// Clients are the client actors by the environment that they are of: the scenario
// under way says which of them send.
type Clients map[etalon.Environment]Client

// send has the client actors of the scenario's environment send a message.
func (c Clients) send(ctx context.Context, env etalon.Environment, m etalon.Sending) (etalon.Sent, error) {
	one, ok := c[env]
	if !ok {
		return etalon.Sent{}, fmt.Errorf("no client actor of the environment %q in this session", env)
	}
	return one.Send(ctx, m)
}
