package reports

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Ground is one thing a verdict stands on: with another one of it the verdict
// could be another.
type Ground struct {
	Label  etalon.Text
	Value  string
	Digest string // "sha256:…"; empty when it has none
}

// Grounds lists all that a verdict stands on, from the evidence to the tool.
// Whatever a result learns to name is added here, and every report shows it.
func Grounds(in Input) []Ground {
	r := in.Result
	var out []Ground
	add := func(fr, en, value, digest string) {
		if value != "" || digest != "" {
			out = append(out, Ground{etalon.Text{FR: fr, EN: en}, value, digest})
		}
	}
	evidence := ""
	if n := len(r.Exchanges); n > 0 || in.Dossier != "" {
		evidence = Plural(n, "fr", "échange", "échanges")
	}
	dossier := in.Dossier
	if dossier != "" && !strings.Contains(dossier, ":") {
		dossier = "sha256:" + dossier
	}
	add("Dossier de preuves", "Evidence", evidence, dossier)
	switch r.Seal {
	case etalon.SealSigned:
		add("Sceau", "Seal", "signé (signed), voir etalon dossier verify", "")
	case etalon.SealUnsigned:
		add("Sceau", "Seal", "non signé (unsigned)", "")
	case etalon.SealNone:
		add("Sceau", "Seal", "aucun (none)", "")
	}
	for _, p := range r.Packs {
		add("Référentiel "+p.Name, "Pack "+p.Name, p.Version, sha(p.Digest))
	}
	on := r.StandsOn
	add("Schémas XML jugés par", "XML schemas judged by", r.Tool.Schemas, sha(on.Schemas.Digest))
	add("Exigences", "Requirements", "", sha(on.Requirements))
	add("Scénarios joués", "Scenarios played", "", sha(on.Scenarios.Planned))
	if on.Scenarios.Whole != on.Scenarios.Planned {
		add("Scénarios des profils", "Scenarios of the profiles", "", sha(on.Scenarios.Whole))
	}
	if c := on.Scenarios.Catalogue; c != "" && c != on.Scenarios.Whole {
		add("Scénarios du catalogue", "Scenarios of the catalogue", "", sha(c))
	}
	add("Outil", "Tool", strings.TrimSpace("Étalon "+r.Tool.Version), "")
	add("Construction", "Build", on.Build.Revision, sha(on.Build.Executable))
	for _, e := range on.Build.Engines {
		add("Moteur "+e.Name, "Engine "+e.Name, e.Version, "")
	}
	add("Graine", "Seed", fmt.Sprint(r.Seed), "")
	return out
}

func sha(digest string) string {
	if digest == "" {
		return ""
	}
	return "sha256:" + digest
}
