package doctor

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/sut"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Fault is one thing that would spoil a session: whose it is and how to mend it.
type Fault struct {
	What, Whose, Mend string
}

// Check is one thing that was looked at; it is good without faults.
type Check struct {
	Name   string
	Faults []Fault
}

// Doctor looks at what a session about a product needs.
type Doctor struct {
	Means session.Means
	Built time.Time                  // when this program was built; zero: unknown
	Find  func(program string) error // tells whether there is such a program
	Rules func() error               // compiles every embedded pack
	// Unclaimable tells which claimed profiles the declared mode rules out.
	Unclaimable func(etalon.SUT) []etalon.Text
}

// Examine checks everything, and tells each check when it is done.
func (d Doctor) Examine(ctx context.Context, s etalon.SUT, tell func(Check)) {
	for _, check := range []struct {
		name string
		run  func() []Fault
	}{
		{"déclaration (declaration)", func() []Fault { return append(declared(s), d.claims(s)...) }},
		{"horloge (clock)", d.clock},
		{"certificats (certificates)", func() []Fault { return d.keys(s) }},
		{"adresse et port (address and port)", func() []Fault { return checkListen(ctx, s) }},
		{"noms (name resolution)", func() []Fault { return checkNames(ctx, s) }},
		{"serveur du produit (product server)", func() []Fault { return d.endpoints(ctx, s) }},
		{"pilote du produit (product driver)", func() []Fault { return d.driver(ctx, s) }},
		{"règles (rules)", d.rules},
	} {
		tell(Check{Name: check.name, Faults: check.run()})
	}
}

// declared looks that the vendor has said which product this is: every verdict
// names it.
func declared(s etalon.SUT) []Fault {
	var out []Fault
	for _, key := range sut.Untouched(s) {
		out = append(out, Fault{
			fmt.Sprintf("%s est encore celui du modèle (is still the template's)", key), "sut.yaml",
			fmt.Sprintf("Écrivez dans %s celui du produit, tel que sa fenêtre « À propos » l'affiche. (Write the product's own, as its About box shows it.)", key),
		})
	}
	return out
}

// claims looks that the product can claim its profiles in its mode: what is said now
// is not found out in the middle of a session.
func (d Doctor) claims(s etalon.SUT) []Fault {
	var out []Fault
	for _, why := range d.Unclaimable(s) {
		out = append(out, Fault{
			fmt.Sprintf("%s (%s)", why.FR, why.EN), "sut.yaml, profiles et mode",
			"Retirez ce profil, ou déclarez le mode dans lequel le produit le tient : une déclaration par mode. (Remove the profile, or declare the mode in which the product has it: one declaration a mode.)",
		})
	}
	return out
}

// clock compares the clock with the newest thing known to be past: this
// program. A clock before it is certainly wrong.
func (d Doctor) clock() []Fault {
	if d.Built.IsZero() || !d.Means.Clock().Before(d.Built.Add(-24*time.Hour)) {
		return nil
	}
	return []Fault{{
		fmt.Sprintf("l'horloge indique %s, avant la construction d'etalon", d.Means.Clock().UTC().Format(time.RFC3339)), "cette machine (this machine)",
		"Synchronisez l'horloge (NTP) : le DMP compare les heures du VIHF et du lot. (Synchronise the clock.)",
	}}
}

func (d Doctor) keys(sut etalon.SUT) []Fault {
	if sut.PKI == "" {
		return nil // builtin: fresh at each session
	}
	set, err := d.Means.Keys(sut)
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return []Fault{{first, "le dossier de l'IGC de test (the test PKI folder)", "etalon init, ou corrigez pki dans sut.yaml. (etalon init, or mend pki in sut.yaml.)"}}
	}
	var out []Fault
	for _, n := range []pki.Name{pki.Server, pki.StructureAuth, pki.StructureSign, pki.CardAuth, pki.CardSign} {
		cert := set.Get(n).Certificate
		if now := d.Means.Clock(); now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
			out = append(out, Fault{
				fmt.Sprintf("%s est valable du %s au %s", n, cert.NotBefore.Format(time.DateOnly), cert.NotAfter.Format(time.DateOnly)),
				"le dossier de l'IGC de test (the test PKI folder)", "Déplacez le dossier et relancez etalon init. (Move the folder and run etalon init again.)",
			})
		}
		if err := set.Get(n).Certificate.CheckSignatureFrom(set.Authority.Certificate); err != nil {
			out = append(out, Fault{fmt.Sprintf("%s : %v", n, err), "le dossier de l'IGC de test (the test PKI folder)", "Ce certificat ne vient pas de cette autorité : remettez le dossier d'origine. (Not from this authority: restore the folder.)"})
		}
	}
	return append(append(out, checkRoles(set)...), checkServerNames(set, sut)...)
}

// checkServerNames looks that the server certificate bears each name by which
// the product will call.
func checkServerNames(set *pki.Set, sut etalon.SUT) []Fault {
	var out []Fault
	for _, name := range sut.HostNames {
		if err := set.Get(pki.Server).Certificate.VerifyHostname(name); err != nil {
			out = append(out, Fault{
				err.Error(), "le certificat du DMP simulé (the simulated DMP's certificate)",
				"etalon init --host " + name + " le refait ; l'autorité déjà importée reste bonne. (makes it anew; the authority already imported stays good.)",
			})
		}
	}
	return out
}

// checkRoles looks that authentication and signature were not swapped.
func checkRoles(set *pki.Set) []Fault {
	var out []Fault
	for _, pair := range [][2]pki.Name{{pki.StructureAuth, pki.StructureSign}, {pki.CardAuth, pki.CardSign}} {
		auth, sign := set.Get(pair[0]).Certificate, set.Get(pair[1]).Certificate
		if auth.KeyUsage&x509.KeyUsageDigitalSignature == 0 || sign.KeyUsage&x509.KeyUsageContentCommitment == 0 {
			out = append(out, Fault{
				fmt.Sprintf("%s et %s n'ont pas les usages attendus (authentification, signature)", pair[0], pair[1]),
				"le dossier de l'IGC de test (the test PKI folder)", "Les fichiers ont sans doute été échangés. (The files were probably swapped.)",
			})
		}
	}
	return out
}

func checkListen(ctx context.Context, sut etalon.SUT) []Fault {
	var out []Fault
	stream := func(at string) error {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", at)
		if err == nil {
			l.Close()
		}
		return err
	}
	datagrams := func(at string) error {
		s, err := (&net.ListenConfig{}).ListenPacket(ctx, "udp", at)
		if err == nil {
			_ = s.Close()
		}
		return err
	}
	check := func(at string, open func(string) error) {
		if at != "" { // else any free port on loopback, or none of its own
			out = append(out, checkPort(at, open)...)
		}
	}
	check(sut.Listen, stream)
	for _, actor := range etalon.Actors() {
		connections, packets := session.Wires(actor)
		if connections {
			check(sut.Listeners[actor], stream)
		}
		if packets {
			check(sut.Listeners[actor], datagrams)
		}
	}
	return out
}

func checkPort(at string, open func(string) error) []Fault {
	err := open(at)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.EADDRINUSE):
		return []Fault{{fmt.Sprintf("%s est occupé", at), "un autre programme de cette machine (another program here)", "Arrêtez-le (peut-être un autre etalon), ou changez listen. (Stop it, or change listen.)"}}
	default:
		return []Fault{{err.Error(), "sut.yaml, listen", "Donnez une adresse de cette machine, par exemple 127.0.0.1:8443. (Give an address of this machine.)"}}
	}
}

func checkNames(ctx context.Context, sut etalon.SUT) []Fault {
	var out []Fault
	for _, name := range sut.HostNames {
		bounded, stop := context.WithTimeout(ctx, 5*time.Second)
		_, err := net.DefaultResolver.LookupHost(bounded, name)
		stop()
		if err != nil {
			out = append(out, Fault{err.Error(), "la résolution de noms (name resolution)", "Ajoutez " + name + " au DNS ou au fichier hosts de la machine du LPS. (Add it to DNS or to the hosts file.)"})
		}
	}
	return out
}

func (d Doctor) driver(ctx context.Context, s etalon.SUT) []Fault {
	bounded, stop := context.WithTimeout(ctx, 15*time.Second)
	defer stop()
	var set *pki.Set // an adapter of the product's own needs none
	if s.Driver.Kind == reference.Driver {
		var err error
		if set, err = d.Means.Keys(s); err != nil {
			return []Fault{{err.Error(), "Étalon", "Signalez-le. (Report it.)"}}
		}
	}
	driver, release, err := d.Means.Driver(bounded, &plan.Plan{SUT: s, Seed: 1}, set, reference.Places{Base: "https://127.0.0.1:1"})
	if err == nil {
		defer release()
		err = driver.Health(bounded)
	}
	if err == nil && s.Driver.Kind == sut.Exec {
		err = d.Find(s.Driver.Command[0]) // only an action tells more
	}
	if err != nil {
		return []Fault{{err.Error(), "l'adaptateur du produit (the product's adapter)", "Lancez-le, ou corrigez driver dans sut.yaml. (Start it, or mend driver in sut.yaml.)"}}
	}
	return nil
}

func (d Doctor) rules() []Fault {
	if err := d.Rules(); err != nil {
		return []Fault{{err.Error(), "Étalon", "Signalez-le : le banc lui-même est défectueux. (Report it: the harness itself is defective.)"}}
	}
	return nil
}
