package main

import (
	"crypto/rand"
	"io/fs"
	"os"

	"github.com/etalon-dmp/etalon/internal/token"
)

type vihfCmd struct {
	Like     string `default:"valid" help:"Quelle assertion : voir --list. (Which assertion: see --list.)"`
	List     bool   `help:"Dire toutes les sortes, et la règle qui voit leur défaut. (Tell all kinds, and the rule that sees their fault.)"`
	INS      string `help:"INS du patient visé, 15 chiffres ; un patient de test par défaut. (INS of the patient; a test patient by default.)"`
	Envelope bool   `help:"Toute la requête, que « etalon validate » juge, au lieu de l'en-tête wsse:Security. (The whole request, instead of the header.)"`
	PKI      string `type:"existingdir" help:"Dossier igc de « etalon init » ; sinon des clés d'un instant. (Folder of the keys; else fresh ones.)"`
}

// Help gives examples.
func (vihfCmd) Help() string { return token.Help }

// Run writes an assertion, right or broken.
func (c *vihfCmd) Run(a *app) error {
	if c.List {
		return token.List(a.say())
	}
	var folder fs.FS
	if c.PKI != "" {
		folder = os.DirFS(c.PKI)
	}
	return token.Write(a.out, folder, c.Envelope, token.Order{Like: c.Like, INS: c.INS, Clock: a.clock, Rand: rand.Reader})
}
