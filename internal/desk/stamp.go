package desk

import (
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/timestamp"
)

// Stamper has a text stamped by an authority, and gives the token and its instant.
type Stamper func(ctx context.Context, text string) (token []byte, at time.Time, err error)

// By is the stamper of an authority.
func By(a timestamp.Authority) Stamper {
	return func(ctx context.Context, text string) ([]byte, time.Time, error) {
		token, err := a.Stamp(ctx, text)
		if err != nil {
			return nil, time.Time{}, err
		}
		at, err := timestamp.Verify(token, text, a.Roots)
		return token, at, err
	}
}

// StampedAt tells when one of the statements of a text was there, one a line, and which,
// by its digest. The error is the last one's when the token is of none of them.
func StampedAt(token []byte, statements string, roots *x509.CertPool) (at time.Time, digest string, err error) {
	err = timestamp.ErrToken
	for line := range strings.Lines(statements) {
		line = strings.TrimSpace(line)
		if at, err = timestamp.Verify(token, line, roots); err == nil {
			return at, campaign.Digest(line), nil
		}
	}
	return at, "", err
}

// The times of an authority: how often it is asked for what it has not stamped, and how
// long an answer is waited for.
const (
	stampEvery    = time.Minute
	stampPatience = 30 * time.Second
)

// Stamp has every statement stamped that is not. Whoever signs does not wait for it: an
// authority that does not answer now is asked again.
func (d *Desk) Stamp(ctx context.Context, by Stamper) error {
	waiting, err := d.Store.Unstamped(ctx)
	if err != nil {
		return err
	}
	for _, s := range waiting {
		short, end := context.WithTimeout(ctx, stampPatience)
		token, at, err := by(short, s.JWS)
		end()
		if err == nil {
			err = d.Store.Stamp(ctx, s.ID, at, token)
		}
		if err != nil {
			return fmt.Errorf("attestation %d: %w", s.ID, err)
		}
	}
	return nil
}

// stamping has statements stamped until ctx ends, and says once of each trouble what it is.
func (d *Desk) stamping(ctx context.Context, by Stamper, errors io.Writer) {
	again := time.NewTicker(stampEvery)
	defer again.Stop()
	said := ""
	for {
		err := d.Stamp(ctx, by)
		if err == nil {
			said = ""
		} else if text := err.Error(); ctx.Err() == nil && text != said {
			fmt.Fprintln(errors, "horodatage (time stamp):", text)
			said = text
		}
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		}
	}
}
