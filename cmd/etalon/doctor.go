package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	declaration "github.com/etalon-dmp/etalon/internal/sut"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

type doctorCmd struct {
	SUT string `name:"sut" required:"" help:"sut.yaml du produit, ou builtin:lps. (The product's sut.yaml, or builtin:lps.)"`
}

// Help gives an example.
func (doctorCmd) Help() string { return "Exemple : etalon doctor --sut sut.yaml" }

// fault is one thing that would spoil a session: whose it is and how to mend it.
type fault struct {
	what, whose, mend string
}

// Run checks what a session needs, all of it, and exits 3 when something is wrong.
func (c *doctorCmd) Run(ctx context.Context, a *app) error {
	sut, err := a.sut(c.SUT, "", nil)
	if err != nil {
		return err
	}
	wrong := 0
	for _, check := range []struct {
		name string
		run  func() []fault
	}{
		{"horloge (clock)", a.checkClock},
		{"certificats (certificates)", func() []fault { return a.checkKeys(sut) }},
		{"adresse et port (address and port)", func() []fault { return checkListen(sut) }},
		{"noms (name resolution)", func() []fault { return checkNames(ctx, sut) }},
		{"serveur du produit (product server)", func() []fault { return a.checkEndpoints(ctx, sut) }},
		{"pilote du produit (product driver)", func() []fault { return a.checkDriver(ctx, sut) }},
		{"règles (rules)", func() []fault { return a.checkRules(ctx) }},
	} {
		faults := check.run()
		if len(faults) == 0 {
			fmt.Fprintf(a.out, "bon (ok)      %s\n", check.name)
		}
		for _, f := range faults {
			wrong++
			fmt.Fprintf(a.out, "à corriger    %s : %s\n              à qui (whose): %s\n              → %s\n", check.name, f.what, f.whose, f.mend)
		}
	}
	if wrong > 0 {
		return codeError{code: etalon.ExitNotReady}
	}
	fmt.Fprintln(a.out, "Prêt pour une session. (Ready for a session.)")
	return nil
}

// checkClock compares the clock with the newest thing known to be past: this
// executable. A clock before it is certainly wrong.
func (a *app) checkClock() []fault {
	info, err := os.Stat(a.self)
	if err != nil || !a.clock().Before(info.ModTime().Add(-24*time.Hour)) {
		return nil
	}
	return []fault{{
		fmt.Sprintf("l'horloge indique %s, avant la construction d'etalon", a.clock().UTC().Format(time.RFC3339)), "cette machine (this machine)",
		"Synchronisez l'horloge (NTP) : le DMP compare les heures du VIHF et du lot. (Synchronise the clock.)",
	}}
}

func (a *app) checkKeys(sut etalon.SUT) []fault {
	if sut.PKI == "" {
		return nil // builtin: fresh at each session
	}
	set, err := a.keys(sut)
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return []fault{{first, "le dossier de l'IGC de test (the test PKI folder)", "etalon init, ou corrigez pki dans sut.yaml. (etalon init, or mend pki in sut.yaml.)"}}
	}
	var out []fault
	for _, n := range []pki.Name{pki.Server, pki.StructureAuth, pki.StructureSign, pki.CardAuth, pki.CardSign} {
		cert := set.Get(n).Certificate
		if now := a.clock(); now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
			out = append(out, fault{
				fmt.Sprintf("%s est valable du %s au %s", n, cert.NotBefore.Format(time.DateOnly), cert.NotAfter.Format(time.DateOnly)),
				"le dossier de l'IGC de test (the test PKI folder)", "Déplacez le dossier et relancez etalon init. (Move the folder and run etalon init again.)",
			})
		}
		if err := set.Get(n).Certificate.CheckSignatureFrom(set.Authority.Certificate); err != nil {
			out = append(out, fault{fmt.Sprintf("%s : %v", n, err), "le dossier de l'IGC de test (the test PKI folder)", "Ce certificat ne vient pas de cette autorité : remettez le dossier d'origine. (Not from this authority: restore the folder.)"})
		}
	}
	return append(append(out, checkRoles(set)...), checkServerNames(set, sut)...)
}

// checkServerNames looks that the server certificate bears each name by which
// the product will call.
func checkServerNames(set *pki.Set, sut etalon.SUT) []fault {
	var out []fault
	for _, name := range sut.HostNames {
		if err := set.Get(pki.Server).Certificate.VerifyHostname(name); err != nil {
			out = append(out, fault{
				err.Error(), "le certificat du DMP simulé (the simulated DMP's certificate)",
				"etalon init --host " + name + " le refait ; l'autorité déjà importée reste bonne. (makes it anew; the authority already imported stays good.)",
			})
		}
	}
	return out
}

// checkRoles looks that authentication and signature were not swapped.
func checkRoles(set *pki.Set) []fault {
	var out []fault
	for _, pair := range [][2]pki.Name{{pki.StructureAuth, pki.StructureSign}, {pki.CardAuth, pki.CardSign}} {
		auth, sign := set.Get(pair[0]).Certificate, set.Get(pair[1]).Certificate
		if auth.KeyUsage&x509.KeyUsageDigitalSignature == 0 || sign.KeyUsage&x509.KeyUsageContentCommitment == 0 {
			out = append(out, fault{
				fmt.Sprintf("%s et %s n'ont pas les usages attendus (authentification, signature)", pair[0], pair[1]),
				"le dossier de l'IGC de test (the test PKI folder)", "Les fichiers ont sans doute été échangés. (The files were probably swapped.)",
			})
		}
	}
	return out
}

func checkListen(sut etalon.SUT) []fault {
	if sut.Listen == "" {
		return nil // any free port on loopback
	}
	l, err := net.Listen("tcp", sut.Listen)
	switch {
	case err == nil:
		l.Close()
		return nil
	case errors.Is(err, syscall.EADDRINUSE):
		return []fault{{fmt.Sprintf("%s est occupé", sut.Listen), "un autre programme de cette machine (another program here)", "Arrêtez-le (peut-être un autre etalon), ou changez listen. (Stop it, or change listen.)"}}
	default:
		return []fault{{err.Error(), "sut.yaml, listen", "Donnez une adresse de cette machine, par exemple 127.0.0.1:8443. (Give an address of this machine.)"}}
	}
}

func checkNames(ctx context.Context, sut etalon.SUT) []fault {
	var out []fault
	for _, name := range sut.HostNames {
		bounded, stop := context.WithTimeout(ctx, 5*time.Second)
		_, err := net.DefaultResolver.LookupHost(bounded, name)
		stop()
		if err != nil {
			out = append(out, fault{err.Error(), "la résolution de noms (name resolution)", "Ajoutez " + name + " au DNS ou au fichier hosts de la machine du LPS. (Add it to DNS or to the hosts file.)"})
		}
	}
	return out
}

func (a *app) checkDriver(ctx context.Context, sut etalon.SUT) []fault {
	bounded, stop := context.WithTimeout(ctx, 15*time.Second)
	defer stop()
	var set *pki.Set // an adapter of the product's own needs none
	if sut.Driver.Kind == "builtin" {
		var err error
		if set, err = a.keys(sut); err != nil {
			return []fault{{err.Error(), "Étalon", "Signalez-le. (Report it.)"}}
		}
	}
	d, release, err := a.driver(bounded, &plan.Plan{SUT: sut, Seed: 1}, set, "https://127.0.0.1:1", "fr")
	if err == nil {
		defer release()
		err = d.Health(bounded)
	}
	if err == nil && sut.Driver.Kind == declaration.Exec {
		_, err = exec.LookPath(sut.Driver.Command[0]) // only an action tells more
	}
	if err != nil {
		return []fault{{err.Error(), "l'adaptateur du produit (the product's adapter)", "Lancez-le, ou corrigez driver dans sut.yaml. (Start it, or mend driver in sut.yaml.)"}}
	}
	return nil
}

func (a *app) checkRules(ctx context.Context) []fault {
	b, err := a.bench(packNames())
	if err != nil {
		return []fault{{err.Error(), "Étalon", "Signalez-le : le banc lui-même est défectueux. (Report it: the harness itself is defective.)"}}
	}
	b.Close()
	return nil
}
