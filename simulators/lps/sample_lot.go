package lps

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httputil"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// SampleLot makes the HTTP request with which this product submits a signed lot of two
// documents (ITI-41 of the DMP), as it would cross the wire: a sound one, or one with
// the defect of the mutant that the configuration names. Nothing is sent. The same
// configuration gives the same bytes as long as its keys are the same.
func SampleLot(c Config) ([]byte, error) {
	l, err := New(c)
	if err != nil {
		return nil, err
	}
	l.hooks.flow.skipExistenceTest = true // nobody is there to answer
	k := &keeper{}
	l.client = &http.Client{Transport: k}
	l.Do(context.Background(), etalon.Action{
		ID: "sample", Name: etalon.ActFeed,
		Patient: etalon.Patient{
			ID: "ACTIF", INS: "280029999900134", OID: "1.2.250.1.213.1.4.10", Family: "ETALON-ACTIF", Given: "Camille", Birth: "19800214", Gender: "F",
			City: "VILLE-FICTIVE", PostalCode: "99999",
		},
		Documents: []etalon.Document{
			{ID: "LETTRE", Title: "Lettre de liaison fictive", Body: "pdf", TypeCode: "11490-0"},
			{ID: "SYNTHESE", Title: "Synthèse fictive", Body: "structured", TypeCode: "11488-4"},
		},
		Params: map[string]string{},
	})
	if k.lot == nil {
		return nil, errors.New("sample: this product sent no lot")
	}
	return k.lot, nil
}

// keeper keeps the first lot that is sent, and answers nothing.
type keeper struct{ lot []byte }

// RoundTrip implements http.RoundTripper.
func (k *keeper) RoundTrip(r *http.Request) (*http.Response, error) {
	if k.lot == nil && strings.HasSuffix(r.URL.Path, "/repository") {
		raw, err := httputil.DumpRequestOut(r, true)
		if err != nil {
			return nil, err
		}
		k.lot = raw
	}
	return nil, errors.New("a sample is sent to nobody")
}

// LotDefects lists the mutants that change the lot that [SampleLot] makes; config gives
// the configuration of one, with its own source of randomness each time.
func LotDefects(config func(mutant string) Config) ([]Mutant, error) {
	sound, err := SampleLot(config(""))
	if err != nil {
		return nil, err
	}
	var changed []Mutant
	for _, m := range Mutants() {
		if m.Plain || m.Trust || m.Node || m.Imaging || !slices.Contains(m.Actions, etalon.ActFeed) {
			continue
		}
		if made, err := SampleLot(config(m.Name)); err == nil && !bytes.Equal(sound, made) {
			changed = append(changed, m)
		}
	}
	if len(changed) == 0 {
		return nil, fmt.Errorf("sample: no defect changes the lot")
	}
	return changed, nil
}
