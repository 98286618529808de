package campaign

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// The errors of what cannot be done. Each is told to whoever asked; none is of the
// machine.
var (
	ErrForbidden = errors.New("votre rôle ne le permet pas (your role does not allow it)")
	ErrUnknown   = errors.New("introuvable (not found)")
	ErrState     = errors.New("ce n'est plus possible dans cet état (no longer possible in this state)")
	ErrSame      = errors.New("une autre personne doit le faire (another person must do it)")
	ErrInvalid   = errors.New("saisie refusée (input refused)")
)

// May is ErrForbidden when a person may not do a deed.
func (p Person) May(d Deed) error {
	if !p.Role.May(d) {
		return fmt.Errorf("%w: %s, %s", ErrForbidden, p.Role, d)
	}
	return nil
}

// mostText bounds what a person writes, in characters.
const mostText = 4000

// Text checks what a person wrote: something, not too much, nothing that does not
// print.
func Text(what, s string) (string, error) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return "", fmt.Errorf("%w: %s est vide (is empty)", ErrInvalid, what)
	case len([]rune(s)) > mostText:
		return "", fmt.Errorf("%w: %s dépasse %d caractères (is over that many characters)", ErrInvalid, what, mostText)
	case strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f }):
		return "", fmt.Errorf("%w: %s contient un caractère de commande (has a control character)", ErrInvalid, what)
	}
	return s, nil
}

// NewScope is what a version claims, when its profiles and modes are known ones.
func NewScope(version ID, profiles, known []etalon.ProfileID, modes []etalon.AuthMode) (Scope, error) {
	s := Scope{Profiles: slices.Compact(slices.Sorted(slices.Values(profiles))), Modes: slices.Compact(slices.Sorted(slices.Values(modes)))}
	if len(s.Profiles) == 0 {
		return s, fmt.Errorf("%w: aucun profil (no profile)", ErrInvalid)
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "version %d\n", version)
	for _, p := range s.Profiles {
		if !slices.Contains(known, p) {
			return s, fmt.Errorf("%w: le profil %s n'existe pas (there is no such profile)", ErrInvalid, p)
		}
		fmt.Fprintf(sum, "%s\n", p)
	}
	for _, m := range s.Modes {
		if !slices.Contains(Modes(), m) {
			return s, fmt.Errorf("%w: le mode %s n'existe pas (there is no such mode)", ErrInvalid, m)
		}
		fmt.Fprintf(sum, "mode %s\n", m)
	}
	s.Digest = hex.EncodeToString(sum.Sum(nil))
	return s, nil
}

// Modes are those in which a product can authenticate on the DMP.
func Modes() []etalon.AuthMode {
	return []etalon.AuthMode{etalon.ModeDirect, etalon.ModeIndirect, etalon.ModeAIR}
}

// Check tells why a session of a product does not belong to a version: nil when it
// does. declared is what the session's own plan says.
func (v Version) Check(declared etalon.SUTInfo, profiles []etalon.ProfileID, mode etalon.AuthMode) error {
	switch {
	case declared.Name != v.Product.Name || declared.Version != v.Label:
		return fmt.Errorf("%w: la session est de « %s %s », non de « %s %s » (is a session of another product)", ErrInvalid,
			declared.Name, declared.Version, v.Product.Name, v.Label)
	case declared.Mutant != "":
		return fmt.Errorf("%w: un défaut y a été introduit exprès, %s (a defect was seeded on purpose)", ErrInvalid, declared.Mutant)
	case declared.Generation != "":
		return fmt.Errorf("%w: la session est d'une génération passée du DMP, %s (is of a former generation of the DMP)", ErrInvalid, declared.Generation)
	case v.Scope == nil:
		return fmt.Errorf("%w: le périmètre n'est pas déclaré (the scope is not declared)", ErrState)
	}
	for _, p := range profiles {
		if !slices.Contains(v.Scope.Profiles, p) {
			return fmt.Errorf("%w: le profil %s n'est pas au périmètre déclaré (is not in the declared scope)", ErrInvalid, p)
		}
	}
	if mode != "" && len(v.Scope.Modes) > 0 && !slices.Contains(v.Scope.Modes, mode) {
		return fmt.Errorf("%w: le mode %s n'est pas au périmètre déclaré (is not in the declared scope)", ErrInvalid, mode)
	}
	return nil
}

// Confirm is a proposal that a second person confirms.
func (d *Decision) Confirm(by Person) error {
	switch {
	case by.May(Confirm) != nil:
		return by.May(Confirm)
	case d.Step != Proposed:
		return ErrState
	case by.ID == d.Proposer:
		return ErrSame
	}
	d.Step, d.Confirmer = Confirmed, by.ID
	return nil
}

// Sign is a confirmed decision that the head signs.
func (d *Decision) Sign(by Person) error {
	switch {
	case by.May(Sign) != nil:
		return by.May(Sign)
	case d.Step != Confirmed:
		return ErrState
	case by.ID == d.Proposer || by.ID == d.Confirmer:
		return ErrSame
	}
	d.Step, d.Signer = Signed, by.ID
	return nil
}
