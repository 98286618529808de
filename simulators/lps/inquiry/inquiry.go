package inquiry

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"golang.org/x/crypto/ocsp"
)

const (
	atMost   = time.Second // for one question
	mostTold = 1 << 20     // octets of an answer
)

// ErrRevoked is what was learnt of a certificate that is revoked: its authority says so.
var ErrRevoked = errors.New("le certificat est révoqué")

// Names tells whether a certificate names a place at which to ask.
func Names(c *x509.Certificate) bool { return len(c.OCSPServer)+len(c.CRLDistributionPoints) > 0 }

// Ask asks the places that a certificate names, one after another until one says
// something valid at this instant: nil when the certificate is good, [ErrRevoked] when it
// is not, any other error when nothing valid was learnt. by is its authority.
func Ask(ctx context.Context, leaf, by *x509.Certificate, now time.Time) error {
	all := []error{errors.New("rien ne dit si le certificat est révoqué")}
	ask := func(method, at string, question []byte, read func([]byte) error) (learnt bool, err error) {
		told, err := get(ctx, method, at, question)
		if err == nil {
			err = read(told)
		}
		if err == nil || errors.Is(err, ErrRevoked) {
			return true, err
		}
		all = append(all, err)
		return false, nil
	}
	for _, at := range leaf.OCSPServer {
		question, err := ocsp.CreateRequest(leaf, by, nil)
		if err != nil {
			return err
		}
		if learnt, err := ask(http.MethodPost, at, question, func(b []byte) error { return Said(b, leaf, by, now) }); learnt {
			return err
		}
	}
	for _, at := range leaf.CRLDistributionPoints {
		if learnt, err := ask(http.MethodGet, at, nil, func(b []byte) error { return listed(b, leaf, by, now) }); learnt {
			return err
		}
	}
	return errors.Join(all...)
}

// Said reads an OCSP response about a certificate; errors are those of [Ask].
func Said(response []byte, leaf, by *x509.Certificate, now time.Time) error {
	told, err := ocsp.ParseResponseForCert(response, leaf, by)
	switch {
	case err != nil:
		return fmt.Errorf("la réponse OCSP ne vaut rien : %w", err)
	case told.Status != ocsp.Good:
		return ErrRevoked
	case !told.NextUpdate.IsZero() && now.After(told.NextUpdate):
		return errors.New("la réponse OCSP est périmée")
	}
	return nil
}

// listed looks a certificate up in a revocation list.
func listed(der []byte, leaf, by *x509.Certificate, now time.Time) error {
	list, err := x509.ParseRevocationList(der)
	if err != nil {
		return fmt.Errorf("la liste de révocation ne vaut rien : %w", err)
	}
	if err := list.CheckSignatureFrom(by); err != nil {
		return fmt.Errorf("la liste de révocation ne vaut rien : %w", err)
	}
	for _, e := range list.RevokedCertificateEntries {
		if e.SerialNumber.Cmp(leaf.SerialNumber) == 0 {
			return ErrRevoked
		}
	}
	if now.After(list.NextUpdate) {
		return errors.New("la liste de révocation est périmée")
	}
	return nil
}

// get makes one question, in the clear as they are.
func get(ctx context.Context, method, at string, question []byte) ([]byte, error) {
	ctx, stop := context.WithTimeout(ctx, atMost)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, method, at, bytes.NewReader(question))
	if err != nil {
		return nil, err
	}
	if len(question) > 0 {
		req.Header.Set("Content-Type", "application/ocsp-request")
	}
	resp, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(resp.Status)
	}
	return io.ReadAll(io.LimitReader(resp.Body, mostTold))
}
