package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"runtime"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/cmd/internal/progress"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/validate"
	"github.com/etalon-dmp/etalon/internal/verdicts"
)

type validateCmd struct {
	Files        []string `arg:"" optional:"" name:"fichier" help:"Fichiers, dossiers, archives .zip ; - lit l'entrée standard. (Files, folders, .zip archives; - reads standard input.)"`
	Pack         string   `help:"Référentiel : ihe-xds (XDS.b), dmp (le même et les contraintes françaises ; par défaut), l'arborescence TestContenuCDA de l'ANS telle que publiée, ou un dossier avec pack.yaml. (Rules: ihe-xds, dmp which is both and the default, the ANS tree as published, or a folder with pack.yaml.)" placeholder:"DOSSIER"`
	Schematron   string   `help:"Un seul fichier Schematron, qui juge les documents au lieu d'un référentiel. (One Schematron file that judges the documents, in place of a pack.)" placeholder:"FICHIER.sch"`
	QueryBinding string   `name:"query-binding" help:"Langage d'un schéma qui ne nomme pas le sien (@queryBinding) : xslt2. (Language of a schema that names none.)" placeholder:"xslt2"`
	Metadata     string   `help:"Métadonnées d'un lot (SubmitObjectsRequest, seul ou dans son message) : elles, les documents et l'assertion sont jugés ensemble. (Metadata of a set: they, the documents and the assertion are judged together.)" placeholder:"LOT.xml"`
	Document     []string `help:"Un document du lot de --metadata ; répétable. (A document of the set; repeatable.)" placeholder:"CDA.xml"`
	Vihf         string   `name:"vihf" help:"L'assertion (VIHF) qui accompagne le lot de --metadata. (The assertion beside the set.)" placeholder:"VIHF.xml"`
	Previous     string   `help:"La version antérieure du document : identifiants, lot de versions et numéro se suivent. (The earlier version of the document: identifiers, version set and number follow.)" placeholder:"CDA.xml"`
	Terminology  string   `help:"Jeux de valeurs (JDV_*.xml) et terminologies (OID.rdf) publiés : chaque code des documents y est cherché, et son libellé comparé. (Published value sets and terminologies: each code of the documents is looked up, and its label compared.)" placeholder:"DOSSIER"`
	Against      string   `help:"Un second référentiel : les deux avis sur chaque document, lieu par lieu. (A second pack: both opinions of each document, place by place.)" placeholder:"RÉFÉRENTIEL"`
	Entry        []string `help:"auto, general, all, xsd, ou le nom d'un schématron sans .sch ; répétable. (auto, general, all, xsd or the name of a schematron without .sch; repeatable.)" placeholder:"NOM"`
	Transaction  string   `help:"Transaction d'un message qui ne la dit pas, par exemple ITI-41 pour un SubmitObjectsRequest seul. (Transaction of a message that does not tell it.)" placeholder:"ITI-n"`
	SUT          string   `name:"sut" help:"sut.yaml du produit : donne l'environnement auquel comparer les messages (version du VIHF, OID, entrepôt, mode). Sans lui, ce que lui seul sait reste ouvert. (The product's sut.yaml: gives the environment to compare messages with. Without it, what only it knows stays open.)" placeholder:"sut.yaml"`
	AsPublished  bool     `help:"Exactement le résultat de la chaîne officielle sous Linux : les défauts du référentiel y perdent des règles. (Exactly what the official chain gives on Linux: the pack's defects lose rules.)"`
	Format       string   `enum:"text,json,svrl,sarif,junit,html,gitb,gazelle" default:"text" help:"text, json, svrl, sarif, junit, html, gitb ou gazelle."`
	Out          string   `type:"path" help:"Dossier où laisser aussi le rapport, et le SVRL de chaque entrée : DOSSIER/entrée/document.svrl. (Folder for the report and the SVRL of each entry.)" placeholder:"DOSSIER"`
	Jobs         int      `help:"Documents jugés en même temps ; autant que de processeurs par défaut. (Documents judged at a time; as many as processors by default.)"`
	Cache        string   `help:"Dossier où garder les règles compilées d'un lancement à l'autre, ou off ; le verdict n'en dépend pas. Par défaut, celui de l'utilisateur. (Folder to keep compiled rules in between runs, or off; no verdict depends on it. The user's own by default.)" placeholder:"DOSSIER"`
	Lang         string   `enum:"fr,en" default:"fr" help:"Langue du texte. (Language of the text.)"`
}

// Help gives examples.
func (validateCmd) Help() string {
	return `Exemples :
  etalon validate message.http
  etalon validate message.http --sut sut.yaml
  etalon validate iti41.mtom --pack ihe-xds
  etalon validate cr-bio.xml --pack TestContenuCDA-3-0
  etalon validate lot/ archive.zip --pack TestContenuCDA-3-0 --entry general --out out/svrl
  etalon validate cr-bio.xml --pack TestContenuCDA-3-0 --entry IHE --format svrl
  etalon validate --metadata lot.xml --document cda.xml --vihf vihf.xml --sut sut.yaml
  etalon validate cr-bio.xml --pack ci-sis --against TestContenuCDA-3-0 --format html > ecarts.html
  etalon validate cr-bio.xml --terminology jeux/
  etalon validate facture.xml --schematron regles.sch --query-binding xslt2

Codes de sortie : 0 conforme, 1 non conforme, 2 usage, 4 banc, 5 non concluant.`
}

// Run judges each file on its own and joins the verdicts.
func (c *validateCmd) Run(ctx context.Context, a *app) error {
	if err := c.mix().Check(); err != nil {
		return err
	}
	if a.small != nil {
		a.small()
	}
	found, err := c.files(a)
	if err != nil {
		return err
	}
	defer found.Close()
	workers := validate.Workers(c.Jobs, runtime.GOMAXPROCS(0), len(found.List))
	if c.Against != "" {
		return c.beside(ctx, a, found.List, workers)
	}
	rules, err := c.rules(a)
	if err != nil {
		return err
	}
	r, err := validate.NewReferee(rules, workers, a.validation())
	if err != nil {
		return err
	}
	defer r.Close()
	var sink verdicts.Sink
	if c.Out != "" {
		sink = disk.Folder(c.Out)
	}
	said, err := validate.Work{
		Referee: r, Workers: workers, Sink: sink, KeepSVRL: c.Format == "svrl", Progress: progress.Files(a.err, a.tty, len(found.List)),
	}.All(ctx, found.List)
	if err != nil {
		if ctx.Err() != nil {
			return exit.Cancelled()
		}
		return err
	}
	if err := (validate.Telling{Format: c.Format, Lang: c.Lang, Sink: sink, Tool: tool()}).Tell(a.out, a.warn(), r.Packs, said); err != nil {
		return err
	}
	return exit.Verdict(validate.Joined(said))
}

// rules reads what the files are judged by, and what lies beside them.
func (c *validateCmd) rules(a *app) (rules validate.Rules, err error) {
	pack, schema := validate.SchemaIn(c.Pack, c.Schematron)
	rules = validate.Rules{
		Pack: pack, Entry: validate.Named(c.Entry), Transaction: etalon.Transaction(c.Transaction), AsPublished: c.AsPublished, Cache: a.cache(c.Cache),
		Schematron: schema, QueryBinding: c.QueryBinding, Together: c.Metadata != "", Asserted: c.Vihf != "",
	}
	if rules.Previous, err = validate.Earlier(c.Previous, a.one); err != nil {
		return rules, err
	}
	if rules.Terms, err = verdicts.Terms(c.Terminology, folder); err != nil {
		return rules, err
	}
	if c.SUT != "" {
		sut, err := a.sut(c.SUT, "", nil)
		if err != nil {
			return rules, err
		}
		rules.Environment = validate.Around(sut)
	}
	return rules, nil
}

// validation is what judging files needs of this machine.
func (a *app) validation() validate.Means {
	return validate.Means{Folder: folder, Beside: beside, Spawn: a.spawn, Tool: tool()}
}

// folder opens a folder of rules.
func folder(name string) (fs.FS, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("référentiel introuvable (no such pack): %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("%s n'est pas un dossier (is not a folder)", name)
	}
	return disk.Foreign(name), nil
}
