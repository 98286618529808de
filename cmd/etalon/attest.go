package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/exit"
)

type attestCmd struct {
	Verify attestVerifyCmd `cmd:"" help:"Vérifier des attestations, sans réseau. (Verify statements, without a network.) Exemple : etalon attest verify decision-1.jws --key sceau.pem"`
}

type attestVerifyCmd struct {
	File     string   `arg:"" type:"existingfile" help:"Attestations d'une décision, une par ligne, comme le registre les donne. (Statements of a decision, one a line, as the register gives them.)"`
	Stamp    []string `type:"existingfile" placeholder:"JETON" help:"Horodatages d'attestations du fichier, comme le registre les donne ; demande --tsa-roots. (Time stamps of statements in the file, as the register gives them; needs --tsa-roots.)"`
	TSARoots string   `name:"tsa-roots" type:"existingfile" placeholder:"PEM" help:"Certificats racines de l'autorité d'horodatage. (Root certificates of the time-stamp authority.)"`
	Key      string   `required:"" type:"existingfile" help:"Clé publique de l'autorité, obtenue autrement que par l'attestation. (Public key of the authority, had otherwise than by the statement.)"`
}

// Help tells the exit codes.
func (attestVerifyCmd) Help() string {
	return "Code 0 : signées par cette clé, et la décision n'y est pas révoquée. 1 : elle y est révoquée. 2 : refusées.\n" +
		"Une révocation plus récente que le fichier se lit dans le registre public. (A later revocation is read in the public register.)"
}

// Run tells what statements say, when the key signed them.
func (c *attestVerifyCmd) Run(a *app) error {
	signed, err := disk.ReadFile(c.File)
	if err != nil {
		return usage(err, "")
	}
	key, err := disk.ReadFile(c.Key)
	if err != nil {
		return usage(err, "")
	}
	all, revoked, err := desk.VerifyAll(string(signed), key)
	if err != nil {
		return usage(fmt.Errorf("attestation refusée (statement refused): %w", err), "Reprenez le fichier du registre public, et la clé de l'autorité ailleurs. (Take the file from the public register, and the authority's key from elsewhere.)")
	}
	for _, v := range all {
		raw, err := json.MarshalIndent(v.Stated, "", "  ")
		if err != nil {
			return err
		}
		fmt.Fprintf(a.say(), "Signée par la clé donnée (signed by the key given) : %s, sha256 %s\n%s\n", v.Kind, v.Digest, raw)
	}
	if err := c.stamped(a, string(signed)); err != nil {
		return err
	}
	if revoked {
		fmt.Fprintln(a.say(), "La décision est révoquée. (The decision is revoked.)")
		return exit.Error{Code: etalon.ExitFail}
	}
	return nil
}

// stamped tells when the statements of a file were there, by the time stamps given. One
// that is of none of them is refused.
func (c *attestVerifyCmd) stamped(a *app, statements string) error {
	if len(c.Stamp) == 0 {
		return nil
	}
	roots, err := disk.Roots(c.TSARoots)
	if err != nil {
		return usage(err, "--tsa-roots : les racines de l'autorité d'horodatage, en PEM. (Its root certificates, PEM.)")
	}
	for _, name := range c.Stamp {
		token, err := disk.ReadFile(name)
		if err != nil {
			return usage(err, "")
		}
		at, digest, err := desk.StampedAt(token, statements, roots)
		if err != nil {
			return usage(fmt.Errorf("%s : %w", name, err), "")
		}
		fmt.Fprintf(a.say(), "Horodatée (time-stamped) %s : sha256 %s\n", at.Format(time.RFC3339), digest)
	}
	return nil
}
