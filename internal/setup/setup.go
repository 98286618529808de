package setup

import (
	"fmt"
	"io"
	"io/fs"
	"net"
	"path/filepath"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/seal"
	"github.com/etalon-dmp/etalon/internal/seed"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Folder is where keys are kept: nobody but their owner may read them.
type Folder interface {
	fs.FS
	Keep(files map[string][]byte) error
}

// Keys is a PKI as it was found or made.
type Keys struct {
	Set     *pki.Set
	Fresh   bool // there was none before
	Renewed bool // the server certificate lacked a name asked for
}

// PrepareKeys makes the test PKI, or keeps the one that is there. hosts are the
// names by which the product calls the simulated DMP; a server certificate that
// lacks one is made anew, and what the product has imported stays good.
func PrepareKeys(folder Folder, hosts []string, clock func() time.Time) (Keys, error) {
	keys, err := preparePKI(folder, hosts, clock)
	if err != nil {
		return keys, err
	}
	return keys, prepareSeal(folder)
}

// prepareSeal makes the key that signs the seals of this bench's dossiers, or keeps
// the one that is there.
func prepareSeal(folder Folder) error {
	if _, err := fs.Stat(folder, seal.KeyFile); err == nil {
		return nil
	}
	k, err := seal.New()
	if err != nil {
		return err
	}
	files, err := k.Files()
	if err != nil {
		return err
	}
	return folder.Keep(files)
}

func preparePKI(folder Folder, hosts []string, clock func() time.Time) (Keys, error) {
	if _, err := fs.Stat(folder, pki.AuthorityFile); err == nil {
		set, err := pki.Load(folder)
		if err != nil {
			return Keys{}, exit.Usage(err, "Déplacez le dossier et relancez etalon init. (Move the folder away and run etalon init again.)")
		}
		return renewServer(set, folder, hosts, clock)
	}
	set, err := pki.New(seed.Reader(clock().UnixNano()), clock(), session.Hosts(hosts))
	if err != nil {
		return Keys{}, err
	}
	return Keys{Set: set, Fresh: true}, folder.Keep(set.Files())
}

func renewServer(set *pki.Set, folder Folder, hosts []string, clock func() time.Time) (Keys, error) {
	for _, name := range hosts {
		if set.Get(pki.Server).Certificate.VerifyHostname(name) == nil {
			continue
		}
		if err := set.RenewServer(seed.Reader(clock().UnixNano()), clock(), session.Hosts(hosts)); err != nil {
			return Keys{}, err
		}
		return Keys{Set: set, Renewed: true}, folder.Keep(set.Files())
	}
	return Keys{Set: set}, nil
}

// Addresses are those by which a product calls the simulated DMP that listens at
// host:port: under each of its names, or where it listens. One that listens
// everywhere and has no name is called by this machine's.
func Addresses(listen string, names []string) []string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return []string{"(l'adresse que dit etalon run, the address that etalon run tells)"}
	}
	if ip := net.ParseIP(host); len(names) == 0 && host != "" && (ip == nil || !ip.IsUnspecified()) {
		return []string{listen}
	}
	if len(names) == 0 {
		names = []string{"(nom de cette machine, name of this machine)"}
	}
	var out []string
	for _, n := range names {
		out = append(out, net.JoinHostPort(n, port))
	}
	return out
}

// FirstSteps tells what to enter in the product and what to do then. at are the
// addresses of the simulated DMP, declaration and folder the names of sut.yaml and
// of the folder of keys.
func FirstSteps(w io.Writer, at []string, declaration, folder string, set *pki.Set) error {
	var bases strings.Builder
	for _, a := range at {
		fmt.Fprintf(&bases, "       https://%s/si-dmp-server/v2/services/\n", a)
	}
	_, err := fmt.Fprintf(w, `
Préparé (prepared): %s et %s

Dans votre LPS (in your product):
  1. Adresses du DMP, base (DMP base address):
%s     services: patients, patientsSpecific, patientsPDQ, habilitations, registry, repository
     Un client IHE prend les mêmes, registry et repository. (A client of IHE takes the same two.)
  2. Autorité à déclarer de confiance (authority to trust):
       %s
     %s
  3. Certificats du logiciel (the product's certificates), mot de passe (password) « %s »:
       %s   authentification TLS (ORG_AUTH_CLI)
       %s   signature du VIHF et du lot (ORG_SIGN)
     ou la carte de test (or the test card): %s, %s
       Le numéro du porteur est le CN ; sa profession et sa spécialité sont dans ses extensions. Elle ne
       porte pas de situation d'exercice : prenez une structure fictive, la même dans le VIHF, le lot et
       le CDA. (The holder's number is the CN. No place of practice is on it: take a fictitious
       structure, the same in the VIHF, the submission set and the CDA.)
  4. Complétez (complete) %s, puis (then):
       etalon doctor --sut %s
       etalon run --sut %s --out out/1

Ces clés ne protègent rien : elles sont de test. (These keys protect nothing: they are for tests.)
`,
		declaration, folder, bases.String(),
		filepath.Join(folder, pki.AuthorityFile), set.Authority.Certificate.Subject.String(), pki.Password,
		p12(folder, pki.StructureAuth), p12(folder, pki.StructureSign), p12(folder, pki.CardAuth), p12(folder, pki.CardSign),
		declaration, declaration, declaration)
	return err
}

func p12(folder string, n pki.Name) string { return filepath.Join(folder, string(n)+".p12") }
