package lps

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/etalon-dmp/etalon"
)

// fileConfig is the form of a Config in a JSON file. A PEM value is either the
// text itself or the name of a file beside the configuration.
type fileConfig struct {
	BaseURL       string          `json:"baseUrl"`
	Audit         string          `json:"audit,omitempty"`
	Feed          bool            `json:"feed,omitempty"`
	Time          string          `json:"time,omitempty"`
	Name          string          `json:"name,omitempty"`
	Version       string          `json:"version,omitempty"`
	Mode          etalon.AuthMode `json:"mode,omitempty"`
	VIHFVersion   string          `json:"vihfVersion,omitempty"`
	StructureID   string          `json:"structureId,omitempty"`
	StructureName string          `json:"structureName,omitempty"`
	UserID        string          `json:"userId,omitempty"`
	UserFamily    string          `json:"userFamily,omitempty"`
	UserGiven     string          `json:"userGiven,omitempty"`
	Timeout       string          `json:"timeout,omitempty"` // "4s"
	Plain         bool            `json:"plain,omitempty"`
	Identity      bool            `json:"identity,omitempty"`
	Mutant        string          `json:"mutant,omitempty"`
	Auth          fileKey         `json:"auth"`
	Sign          fileKey         `json:"sign"`
	INSi          *fileKey        `json:"insi,omitempty"`
	Roots         string          `json:"roots"` // PEM certificates
}

type fileKey struct {
	Certificates string `json:"certificates"` // PEM, leaf first
	Key          string `json:"key"`          // PEM
}

// ConfigJSON writes a configuration that needs no other file: keys and
// certificates are inside. roots are the certificates of Config.Roots. Clock
// and Rand are not part of it.
func ConfigJSON(c Config, roots []*x509.Certificate) ([]byte, error) {
	f := fileConfig{
		BaseURL: c.BaseURL, Audit: c.Audit, Feed: c.Feed, Time: c.Time, Name: c.Name, Version: c.Version, Mode: c.Mode, VIHFVersion: c.VIHFVersion,
		StructureID: c.StructureID, StructureName: c.StructureName, UserID: c.UserID, UserFamily: c.UserFamily,
		UserGiven: c.UserGiven, Plain: c.Plain, Identity: c.Identity, Mutant: c.Mutant,
	}
	if c.Timeout > 0 {
		f.Timeout = c.Timeout.String()
	}
	var err error
	if f.Auth, err = writeKey(c.Auth); err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	if f.Sign, err = writeKey(c.Sign); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	if len(c.INSi.Certificate) > 0 {
		k, err := writeKey(c.INSi)
		if err != nil {
			return nil, fmt.Errorf("insi: %w", err)
		}
		f.INSi = &k
	}
	for _, r := range roots {
		f.Roots += string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Raw}))
	}
	return json.MarshalIndent(f, "", "  ")
}

func writeKey(c tls.Certificate) (fileKey, error) {
	der, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	if err != nil {
		return fileKey{}, err
	}
	k := fileKey{Key: string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))}
	for _, b := range c.Certificate {
		k.Certificates += string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b}))
	}
	return k, nil
}

// ParseConfig reads a JSON configuration. Files it names are read from files,
// which may be nil when it names none. The caller adds Clock and Rand. Unknown
// keys are errors.
func ParseConfig(data []byte, files fs.FS) (Config, error) {
	var f fileConfig
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	c := Config{
		BaseURL: f.BaseURL, Audit: f.Audit, Feed: f.Feed, Time: f.Time, Name: f.Name, Version: f.Version, Mode: f.Mode, VIHFVersion: f.VIHFVersion,
		StructureID: f.StructureID, StructureName: f.StructureName, UserID: f.UserID, UserFamily: f.UserFamily,
		UserGiven: f.UserGiven, Plain: f.Plain, Identity: f.Identity, Mutant: f.Mutant, Roots: x509.NewCertPool(),
	}
	var err error
	if f.Timeout != "" {
		if c.Timeout, err = time.ParseDuration(f.Timeout); err != nil {
			return Config{}, fmt.Errorf("configuration: timeout: %w", err)
		}
	}
	if c.Auth, err = readKey(f.Auth, files); err != nil {
		return Config{}, fmt.Errorf("configuration: auth: %w", err)
	}
	if c.Sign, err = readKey(f.Sign, files); err != nil {
		return Config{}, fmt.Errorf("configuration: sign: %w", err)
	}
	if f.INSi != nil {
		if c.INSi, err = readKey(*f.INSi, files); err != nil {
			return Config{}, fmt.Errorf("configuration: insi: %w", err)
		}
	}
	roots, err := pemOf(f.Roots, files)
	if err != nil {
		return Config{}, fmt.Errorf("configuration: roots: %w", err)
	}
	if !c.Roots.AppendCertsFromPEM(roots) {
		return Config{}, errors.New("configuration: roots: no certificate")
	}
	return c, nil
}

func readKey(k fileKey, files fs.FS) (tls.Certificate, error) {
	certs, err := pemOf(k.Certificates, files)
	if err != nil {
		return tls.Certificate{}, err
	}
	key, err := pemOf(k.Key, files)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.X509KeyPair(certs, key)
}

func pemOf(value string, files fs.FS) ([]byte, error) {
	switch {
	case value == "":
		return nil, errors.New("nothing given")
	case bytes.Contains([]byte(value), []byte("-----BEGIN ")):
		return []byte(value), nil
	case files == nil:
		return nil, fmt.Errorf("%q is a file name, and there is no folder to read it from", value)
	}
	return fs.ReadFile(files, value)
}
