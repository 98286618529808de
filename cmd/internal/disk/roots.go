package disk

import (
	"crypto/x509"
	"errors"
	"fmt"
)

// Roots reads certificates of authorities from a file, PEM.
func Roots(name string) (*x509.CertPool, error) {
	if name == "" {
		return nil, errors.New("aucune racine donnée (no root given)")
	}
	text, err := ReadFile(name)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s : aucun certificat en PEM (no certificate in PEM)", name)
	}
	return pool, nil
}
