package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/launch"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/reports/formats"
)

// version is the harness's own, as reports print it.
const version = "0.1.0"

// grammar is the command line. One command a field, one file a command.
type grammar struct {
	Run      runCmd          `cmd:"" help:"Lancer une session contre un produit et rendre un verdict. (Run a session against a product and give a verdict.)"`
	Judge    judgeCmd        `cmd:"" help:"Juger de nouveau un dossier, sans le produit. (Judge a dossier again, without the product.)"`
	Join     joinCmd         `cmd:"" help:"Réunir les sessions d'une version en un verdict. (Join the sessions of one version into one verdict.)"`
	Validate validateCmd     `cmd:"" help:"Juger un document ou un message seul. (Judge a document or a message on its own.)"`
	Init     initCmd         `cmd:"" help:"Préparer sut.yaml et l'IGC de test d'un produit. (Prepare a product's sut.yaml and test PKI.)"`
	Doctor   doctorCmd       `cmd:"" help:"Vérifier l'environnement avant une session. (Check the environment before a session.)"`
	Simulate simulateCmd     `cmd:"" help:"Garder le DMP simulé ouvert et juger ce qui arrive. (Keep the simulated DMP up and judge what arrives.)"`
	Scenario scenarioCmd     `cmd:"" help:"Lister, montrer ou vérifier des scénarios. (List, show or check scenarios.)"`
	Patients patientsCmd     `cmd:"" help:"Imprimer les patients de test à saisir dans le produit. (Print the test patients to enter in the product.)"`
	Dossier  dossierCmd      `cmd:"" help:"Vérifier un dossier de preuves. (Verify an evidence dossier.)"`
	Pack     packCmd         `cmd:"" help:"Lister, montrer, vérifier des référentiels de règles. (List, show, verify rule packs.)"`
	Coverage coverageCmd     `cmd:"" help:"Dire, par exigence, les scénarios et les règles, et ce qui n'est pas jugé. (Tell, by requirement, scenarios and rules, and what is not judged.)"`
	Rule     ruleCmd         `cmd:"" help:"Écrire et essayer des règles. (Write and try rules.)"`
	Explain  explainCmd      `cmd:"" help:"Expliquer une règle. (Explain a rule.)"`
	VIHF     vihfCmd         `cmd:"" name:"vihf" help:"Faire un VIHF ou une assertion XUA, valide ou rompu d'une façon. (Make a VIHF or an XUA assertion, valid or broken in one way.)"`
	Make     makeCmd         `cmd:"" help:"Faire un contenu conforme, ou faux d'une seule manière. (Make sound content, or content that is wrong in one way.)"`
	Mutate   mutateCmd       `cmd:"" help:"Faire des copies fautives de documents, pour comparer des moteurs. (Make faulty copies of documents, to compare engines.)"`
	Serve    serveCmd        `cmd:"" help:"La console des campagnes : produits, sessions, décisions. (The console of campaigns: products, sessions, decisions.)"`
	Worker   workerCmd       `cmd:"" help:"Juger ce que la console ordonne, sur une autre machine. (Judge what the console orders, on another machine.)"`
	Service  serviceCmd      `cmd:"" help:"Juger ce que demandent ITB (GITB) et EVSClient (Gazelle). (Judge what ITB and EVSClient ask.)"`
	People   peopleCmd       `cmd:"" help:"Créer le premier compte de la console. (Make the first account of the console.)"`
	Backup   backupCmd       `cmd:"" help:"Copier la console entière, même en service. (Copy the whole console, even while it serves.) Exemple : etalon backup copie --data donnees"`
	Restore  restoreCmd      `cmd:"" help:"Remettre une copie en place et la vérifier. (Put a copy back and check it.) Exemple : etalon restore copie --data donnees"`
	Retain   retainCmd       `cmd:"" help:"Ôter les messages des sessions qui ont passé leur délai. (Take the messages out of sessions that are past their time.) Exemple : etalon retain --older 3650 --dry-run"`
	Workbook workbookCmd     `cmd:"" help:"Les formes d'aujourd'hui : classeur de codes de test, dossier de trames et captures. (Today's forms: a workbook of test codes, a folder of frames and screenshots.)"`
	Submit   submitCmd       `cmd:"" help:"Remettre un dossier à l'autorité et attendre son verdict. (Hand in a dossier to the authority and wait for its verdict.)"`
	Attest   attestCmd       `cmd:"" help:"Les attestations signées. (Signed statements.)"`
	Selftest selftestCmd     `cmd:"" help:"Juger Étalon lui-même : produit conforme et mutants. (Judge Étalon itself: conforming product and mutants.)"`
	Account  accountCmd      `cmd:"" help:"Casser chaque nœud des preuves conformes et dire quelle règle parle. (Break each node of conforming evidence and say which rule speaks.)"`
	Demo     demoCmd         `cmd:"" help:"Deux sessions de démonstration : conforme, puis fautive. (Two demonstration sessions: conforming, then faulty.)"`
	Campaign demoCampaignCmd `cmd:"" name:"demo-campaign" help:"Une console remplie de produits fictifs : décisions, recours, révocation. (A console filled with products that do not exist.)"`
	Version  versionCmd      `cmd:"" help:"Version d'Étalon. (Étalon's version.)"`

	Session sessionCmd `cmd:"" hidden:"" help:"Process of one session; run launches it."`
	LPS     lpsCmd     `cmd:"" name:"lps" hidden:"" help:"The reference product; builtin:lps launches it."`
	Engine  engineCmd  `cmd:"" hidden:"" help:"Process that holds the libxml2 engine."`
}

func main() {
	ctx, stop := context.WithCancel(context.Background())
	a := system()
	parent := len(os.Args) < 2 || !slices.Contains([]string{"session", "lps", "engine"}, os.Args[1])
	a.abandon = launch.Interrupts(stop, parent, func() { os.Exit(etalon.ExitCancelled) })
	os.Exit(execute(ctx, a, os.Args[1:]))
}

// execute is the whole program but for the real process around it.
func execute(ctx context.Context, app *app, args []string) int {
	var g grammar
	exited := -1
	parser, err := kong.New(&g,
		kong.Name("etalon"),
		kong.Description("Étalon : banc de test de la DMP-compatibilité. Seule l'autorité homologue.\n(Certification harness for DMP compatibility. Only the authority approves.)"),
		kong.Writers(app.say(), app.warn()),
		kong.Exit(func(code int) { exited = code }),
		kong.UsageOnError(),
		kong.Vars{"usual": strings.Join(verdicts.Usual(), ","), "formats": strings.Join(formats.Names(), ", ")},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(app),
	)
	if err != nil {
		fmt.Fprintln(app.warn(), "etalon:", err)
		return etalon.ExitHarness
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintf(app.warn(), "etalon: %v\n  → etalon --help, etalon COMMANDE --help\n", err)
		return etalon.ExitUsage
	}
	err = k.Run()
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = exit.Cancelled()
	}
	return app.exit(exit.Environment(err))
}

// exit turns what a command returned into an exit code, and says it.
func (a *app) exit(err error) int {
	var faults repertoire.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Fprintln(a.warn(), f)
		}
	}
	var end exit.Error
	switch {
	case err == nil:
		return etalon.ExitPass
	case errors.As(err, &end):
		if end.Err != nil {
			fmt.Fprintf(a.warn(), "etalon: %v\n", end.Err)
		}
		if end.Hint != "" {
			fmt.Fprintf(a.warn(), "  → %s\n", end.Hint)
		}
		return end.Code
	default:
		fmt.Fprintf(a.warn(), "etalon: %v\n", err)
		return etalon.ExitHarness
	}
}
