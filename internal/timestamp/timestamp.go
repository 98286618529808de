package timestamp

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/digitorus/pkcs7"
	rfc3161 "github.com/digitorus/timestamp"
)

// ErrToken is the error of a time stamp that does not prove what it is taken for.
var ErrToken = errors.New("horodatage refusé (time stamp refused)")

// mostReply bounds what an authority answers, in bytes.
const mostReply = 64 << 10

// Authority is one that stamps, and whom its certificate is to come from.
type Authority struct {
	URL    string
	Roots  *x509.CertPool
	Client *http.Client
}

// Stamp has a text stamped, and gives the token, DER, that [Verify] finds good. Errors are
// the authority's or the network's: it can be asked again.
func (a Authority) Stamp(ctx context.Context, text string) ([]byte, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return nil, err
	}
	ask, err := rfc3161.CreateRequest(strings.NewReader(text), &rfc3161.RequestOptions{Certificates: true, Nonce: nonce})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.URL, bytes.NewReader(ask))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/timestamp-query")
	resp, err := a.Client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, mostReply))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: %s: %s", ErrToken, a.URL, resp.Status)
	}
	token, got, err := granted(raw)
	if err != nil {
		return nil, err
	}
	if got == nil || got.Cmp(nonce) != 0 {
		return nil, fmt.Errorf("%w: la réponse est à une autre demande (the answer is to another request)", ErrToken)
	}
	_, err = Verify(token, text, a.Roots)
	return token, err
}

// granted gives the token of a reply, and its nonce.
func granted(reply []byte) (token []byte, nonce *big.Int, err error) {
	defer caught(&err)
	t, err := rfc3161.ParseResponse(reply)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrToken, err)
	}
	return t.RawToken, t.Nonce, nil
}

// caught turns a panic of the library over foreign bytes into an error.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: illisible (unreadable): %v", ErrToken, p)
	}
}

// Verify tells when a text was there, by a token whose signature holds, of a certificate
// for nothing but time stamping that came from the roots then.
func Verify(token []byte, text string, roots *x509.CertPool) (at time.Time, err error) {
	defer caught(&err)
	if len(token) > mostReply {
		return at, fmt.Errorf("%w: %d octets", ErrToken, len(token))
	}
	t, err := rfc3161.Parse(token)
	if err != nil {
		return at, fmt.Errorf("%w: %w", ErrToken, err)
	}
	signed, err := pkcs7.Parse(token)
	if err != nil {
		return at, fmt.Errorf("%w: %w", ErrToken, err)
	}
	by := signed.GetOnlySigner()
	if by == nil {
		return at, fmt.Errorf("%w: sans le certificat d'un seul signataire (without the certificate of one signer)", ErrToken)
	}
	sum := sha256.Sum256([]byte(text))
	switch {
	case t.HashAlgorithm.Size() != len(sum) || !bytes.Equal(t.HashedMessage, sum[:]):
		return at, fmt.Errorf("%w: il est d'un autre texte (it is of another text)", ErrToken)
	case !stamps(by):
		return at, fmt.Errorf("%w: %s n'est pas un certificat d'horodatage (is no certificate for time stamping)", ErrToken, by.Subject)
	}
	if err := signed.VerifyWithChainAtTime(roots, t.Time); err != nil {
		return at, fmt.Errorf("%w: %w", ErrToken, err)
	}
	return t.Time.UTC(), nil
}

// extKeyUsage is the id of the extension that says what a certificate is for.
var extKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}

// stamps tells a certificate that is for time stamping and, critically, for nothing else
// (RFC 3161, 2.3).
func stamps(c *x509.Certificate) bool {
	critical := false
	for _, e := range c.Extensions {
		critical = critical || e.Id.Equal(extKeyUsage) && e.Critical
	}
	return critical && len(c.UnknownExtKeyUsage) == 0 && slices.Equal(c.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping})
}
