package reference

import (
	"crypto/x509"
	"errors"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/seed"
	"github.com/etalon-dmp/etalon/simulators/lps"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// lot is the kind of content that needs keys: they are made when it is, and differ
// each time.
const lot = "lot"

// lotConfig gives the configurations that make lots: one set of keys for all.
func lotConfig(random uint64) (func(mutant string) lps.Config, error) {
	made := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC).Add(time.Duration(random%100_000) * time.Minute)
	keys, err := pki.New(seed.Reader(0), made, nil)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AddCert(keys.Authority.Certificate)
	return func(mutant string) lps.Config {
		return lps.Config{
			BaseURL: "https://dmp.invalid", Name: lps.DefaultName, Version: lps.DefaultVersion, Mode: etalon.ModeDirect, VIHFVersion: "3.0",
			Auth: keys.TLS(pki.CardAuth), Sign: keys.TLS(pki.CardSign), Roots: roots, Timeout: time.Second, Mutant: mutant,
			UserID: pki.UserID, UserFamily: pki.UserFamily, UserGiven: pki.UserGiven,
			Clock: func() time.Time { return made }, Rand: seed.For(int64(random), "lot"), //nolint:gosec // any number will do
		}
	}, nil
}

// sampleLot makes a signed lot, or one with a defect.
func sampleLot(like string, random uint64) ([]byte, error) {
	config, err := lotConfig(random)
	if err != nil {
		return nil, err
	}
	raw, err := lps.SampleLot(config(like))
	if err != nil || like == "" {
		return raw, err
	}
	sound, err := lps.SampleLot(config(""))
	if err == nil && string(sound) == string(raw) {
		err = errors.New("the defect changes nothing in a lot")
	}
	return raw, err
}

// defectsOf are the defects that a kind of content can have.
func defectsOf(kind string) ([]lps.Mutant, error) {
	if kind != lot {
		return lps.SampleDefects(lps.SampleKind(kind)), nil
	}
	config, err := lotConfig(1)
	if err != nil {
		return nil, err
	}
	return lps.LotDefects(config)
}
