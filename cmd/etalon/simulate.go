package main

import (
	"cmp"
	"context"
	"path/filepath"
	"time"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/explore"
	"github.com/etalon-dmp/etalon/internal/session"
)

type simulateCmd struct {
	SUT        string `name:"sut" help:"sut.yaml du produit. (The product's sut.yaml.)" default:"sut.yaml"`
	Out        string `type:"path" default:"out/exploration" help:"Où enregistrer les échanges. (Where to record the exchanges.)"`
	Population string `type:"existingfile" placeholder:"FICHIER" help:"Autres patients que le DMP simulé connaît, à la place de population: de sut.yaml. (Further patients whom the simulated DMP knows, in the place of population: of sut.yaml.)"`
	Manage     string `placeholder:"HÔTE:PORT" help:"Montrer l'état du DMP simulé en JSON, en lecture seule, à cette adresse de la machine. (Show the state of the simulated DMP as JSON, read-only, at this address of the machine.)"`
	NoJudge    bool   `name:"no-judge" help:"Enregistrer sans juger : pour les essais de charge. (Record without judging: for load tests.)"`
	Lang       string `enum:"fr,en" default:"fr"`
	armed
}

// armed is what the command line tells the simulated DMP to answer.
type armed struct {
	Behaviour string        `placeholder:"NOM[:CODE]" help:"list : expliquer les comportements. Sinon, répondre ainsi : NOM ou NOM:CODE. (list: explain the behaviours. Else answer so: NAME or NAME:CODE.)"`
	On        []string      `placeholder:"ITI-41" help:"Transactions concernées ; toutes par défaut. (Transactions concerned; all by default.)"`
	Once      bool          `help:"La prochaine requête seulement. (The next request only.)"`
	Severity  string        `enum:",Error,Warning" default:"" help:"Gravité d'une erreur XDS. (Severity of an XDS error.)"`
	Text      string        `help:"Motif, ou codeContext. (Reason, or codeContext.)"`
	Delay     time.Duration `help:"Attente avant la réponse. (Wait before the answer.)"`
	Hold      time.Duration `default:"10s" help:"Durée du silence de timeout. (Length of the silence of timeout.)"`
	Seed      int64         `help:"Graine de awkward. (Seed of awkward.)"`
}

// Help gives an example.
func (simulateCmd) Help() string {
	return "Exemple : etalon simulate --sut sut.yaml --out out/exploration\n" +
		"          etalon simulate --population population.yaml\n" +
		"          etalon simulate --behaviour registry-error:XDSRepositoryBusy --on ITI-41\n" +
		"          etalon simulate --manage 127.0.0.1:8099 (http://127.0.0.1:8099/state)\n\nArrêt : Ctrl-C ; le dossier est alors scellé."
}

// Run keeps the simulated DMP up until interrupted.
func (c *simulateCmd) Run(ctx context.Context, a *app) error {
	if c.Behaviour == "list" {
		explore.Explain(a.out)
		return nil
	}
	replies, err := explore.Armed(c.armed).Replies()
	if err != nil {
		return err
	}
	sut, err := a.sut(c.SUT, "", nil)
	if err != nil {
		return err
	}
	people, err := a.people(cmp.Or(c.Population, sut.Population))
	if err != nil {
		return err
	}
	if a.near != nil {
		a.near()
	}
	e := explore.Exploration{
		Means: a.means(c.Lang), Tool: tool(), Build: a.made(), SUT: sut, Replies: replies, Manage: c.Manage, Judge: a.judge, Out: a.say(), Lang: c.Lang, People: people,
		Store: func() (session.Storage, error) { return disk.CreateDossier(filepath.Join(c.Out, dossierFolder)) },
	}
	if c.NoJudge {
		e.Judge = nil
	}
	return e.Run(ctx)
}
