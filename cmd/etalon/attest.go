package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/etalon-dmp/etalon/internal/desk"
)

type attestCmd struct {
	Verify attestVerifyCmd `cmd:"" help:"Vérifier une attestation, sans réseau. (Verify a statement, without a network.) Exemple : etalon attest verify attestation.jws --key sceau.pem"`
}

type attestVerifyCmd struct {
	File string `arg:"" type:"existingfile" help:"Attestation, comme le registre la donne. (Statement, as the register gives it.)"`
	Key  string `required:"" type:"existingfile" help:"Clé publique de l'autorité, obtenue autrement que par l'attestation. (Public key of the authority, had otherwise than by the statement.)"`
}

// Run tells what a statement says, when the key signed it.
func (c *attestVerifyCmd) Run(a *app) error {
	signed, err := os.ReadFile(c.File)
	if err != nil {
		return usage(err, "")
	}
	key, err := os.ReadFile(c.Key)
	if err != nil {
		return usage(err, "")
	}
	s, err := desk.Verify(strings.TrimSpace(string(signed)), key)
	if err != nil {
		return usage(fmt.Errorf("attestation refusée (statement refused): %w", err), "Une révocation se lit dans le registre public, non ici. (A revocation is read in the public register, not here.)")
	}
	raw, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprintf(a.say(), "Signée par la clé donnée (signed by the key given).\n%s\n", raw)
	return nil
}
