package address

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/sut"
)

// Plan makes the plan of a sitting: what cannot be played here counts as left out.
// Errors are campaign.ErrInvalid.
func (a *Address) Plan(asked campaign.Wish) (raw []byte, profiles []etalon.ProfileID, err error) {
	v := asked.Version
	if v.Scope == nil {
		return nil, nil, fmt.Errorf("%w: le périmètre n'est pas déclaré (the scope is not declared)", campaign.ErrState)
	}
	profiles = asked.Profiles
	if len(profiles) == 0 {
		profiles = v.Scope.Profiles
	}
	for _, p := range profiles {
		if !slices.Contains(v.Scope.Profiles, p) {
			return nil, nil, fmt.Errorf("%w: le profil %s n'est pas au périmètre déclaré (is not in the declared scope)", campaign.ErrInvalid, p)
		}
	}
	if asked.Mode != "" && !slices.Contains([]etalon.AuthMode{etalon.ModeDirect, etalon.ModeIndirect, etalon.ModeAIR}, asked.Mode) {
		return nil, nil, fmt.Errorf("%w: mode", campaign.ErrInvalid)
	}
	var seed [8]byte
	_, _ = rand.Read(seed[:]) // it does not fail
	p, err := session.Plan(session.Order{
		SUT: etalon.SUT{
			Name: v.Product.Name, Version: v.Label, Vendor: v.Product.Vendor, Profiles: v.Scope.Profiles, Roles: clients(), Mode: asked.Mode,
			Driver: etalon.DriverSpec{Kind: sut.Person},
		},
		Profiles: profiles, LabelFilter: asked.Filter, Seed: int64(binary.BigEndian.Uint64(seed[:]) >> 32), Repertoire: a.Repertoire, Build: a.Build, Without: elsewhere,
	})
	if err != nil {
		var end exit.Error
		if errors.As(err, &end) {
			err = fmt.Errorf("%w: %s", campaign.ErrInvalid, reasons(end.Err))
		}
		return nil, nil, err
	}
	raw, err = p.Marshal()
	return raw, profiles, err
}

// reasons are those of an error, each in both languages.
func reasons(err error) string {
	var faults repertoire.Faults
	if !errors.As(err, &faults) {
		return err.Error()
	}
	var all []string
	for _, f := range faults {
		all = append(all, fmt.Sprintf("%s : %s (%s: %s)", f.What.FR, f.Hint.FR, f.What.EN, f.Hint.EN))
	}
	return strings.Join(all, " ; ")
}

// clients are the roles that a product can play at the address.
func clients() []string {
	return slices.DeleteFunc(scenario.Roles(), scenario.Serves)
}

// elsewhere tells a scenario that needs a port of its own, or another certificate of the
// server's before it is known who calls.
func elsewhere(s plan.Scenario) (why etalon.Text, out bool) {
	for _, st := range slices.Concat(s.Steps, s.Cleanup) {
		switch {
		case st.Reply != nil && st.Reply.Behaviour.Flaw() != "":
			return etalon.Text{
				FR: "à l'adresse commune, le serveur montre son certificat avant de savoir qui appelle : à jouer par etalon run",
				EN: "at the common address the server shows its certificate before it knows who calls: to be played by etalon run",
			}, true
		case st.Expect != nil && apart(st.Expect.Actor):
			return etalon.Text{
				FR: "cet acteur a un port à lui, que l'adresse commune n'a pas : à jouer par etalon run",
				EN: "this actor has a port of its own, which the common address has not: to be played by etalon run",
			}, true
		}
	}
	return etalon.Text{}, false
}

// apart tells an actor whose messages come without HTTP.
func apart(a etalon.Actor) bool {
	_, datagrams := session.Wires(a)
	return datagrams
}
