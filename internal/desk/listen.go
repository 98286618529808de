package desk

import (
	"context"
	"errors"
	"net"

	"github.com/etalon-dmp/etalon/internal/exit"
)

// Listen opens the address of a console. Without TLS before it, it answers on this
// machine alone: passwords and dossiers cross it.
func Listen(ctx context.Context, at string, behindTLS bool) (net.Listener, error) {
	host, _, err := net.SplitHostPort(at)
	if ip := net.ParseIP(host); err != nil || !behindTLS && (ip == nil || !ip.IsLoopback()) {
		return nil, exit.Usage(errors.Join(err, errors.New("hors de cette machine, la console ne répond que derrière un frontal TLS (outside this machine the console answers behind a TLS proxy only)")), "--listen 127.0.0.1:8080, ou --behind")
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", at)
	if err != nil {
		return nil, exit.NotReady(err, "Choisissez une autre adresse : --listen. (Choose another address.)")
	}
	return l, nil
}
