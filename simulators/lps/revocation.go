package lps

import (
	"context"
	"crypto/tls"
	"errors"

	"github.com/etalon-dmp/etalon/simulators/lps/inquiry"
)

// notRevoked refuses a server whose certificate is revoked, by the response that is
// stapled to the handshake (RFC 6066 §8) or by what the places say that the certificate
// names. Where it names some and none says anything valid, it is refused too.
func (l *LPS) notRevoked(s tls.ConnectionState) error {
	if len(s.VerifiedChains) == 0 || len(s.VerifiedChains[0]) < 2 {
		return nil
	}
	leaf, by := s.VerifiedChains[0][0], s.VerifiedChains[0][1]
	var err error
	switch {
	case len(s.OCSPResponse) > 0:
		err = inquiry.Said(s.OCSPResponse, leaf, by, l.cfg.Clock())
	case inquiry.Names(leaf) && !l.hooks.flow.askNobody:
		err = inquiry.Ask(context.Background(), leaf, by, l.cfg.Clock())
		if revoked := errors.Is(err, inquiry.ErrRevoked); revoked && l.hooks.flow.useRevoked || !revoked && l.hooks.flow.useUnknown {
			return nil
		}
	}
	if err != nil {
		return untrusted{err}
	}
	return nil
}
