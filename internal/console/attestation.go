package console

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/paper"
)

// attested gives a published decision on paper to anybody, with its statements attached.
func (c *Console) attested(v *visit) error { return c.onPaper(v, false) }

// attestedWhole attaches the verdict.json of each session, too: for those who may read
// dossiers, of a decision that they see.
func (c *Console) attestedWhole(v *visit) error {
	id, err := v.id()
	if err == nil {
		_, err = v.view.Decision(v.r.Context(), id)
	}
	if err != nil {
		return err
	}
	return c.onPaper(v, true)
}

func (c *Console) onPaper(v *visit, whole bool) error {
	e, said, err := c.one(v)
	if err != nil {
		return err
	}
	d := decidedBy(said)
	p := v.paper(e, d)
	var all bytes.Buffer
	for _, s := range said {
		fmt.Fprintln(&all, s.JWS)
	}
	p.Files = []paper.File{{Name: fmt.Sprintf("decision-%d.jws", e.Decision), Media: "application/jose", About: v.say("Les attestations signées", "The signed statements"), Bytes: all.Bytes()}}
	if whole && d != nil {
		for i, s := range d.Sessions {
			raw, err := c.Vault.Report(s.Dossier, campaign.ResultFile(s.Result))
			if err != nil {
				return fmt.Errorf("verdict.json of session %d: %w", i+1, err)
			}
			p.Files = append(p.Files, paper.File{Name: fmt.Sprintf("verdict-%d.json", i+1), Media: "application/json", About: "verdict.json, SHA-256 " + s.Result, Bytes: raw})
		}
	}
	raw, err := p.PDF()
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/pdf")
	v.w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=decision-%d.pdf", e.Decision))
	_, err = v.w.Write(raw) //nolint:gosec // a PDF to keep, which no browser takes for a page
	return err
}

// decidedBy is what the statement of a decision says; nil for none that can be read.
func decidedBy(said []campaign.Statement) *campaign.Decided {
	var stated campaign.Stated
	var d campaign.Decided
	if len(said) == 0 || json.Unmarshal(said[0].Says(), &stated) != nil || json.Unmarshal(stated.Predicate, &d) != nil {
		return nil
	}
	return &d
}

// paper is what a published decision says, in the words of its page.
func (v *visit) paper(e entry, d *campaign.Decided) paper.Paper {
	title := v.say("Attestation de la décision", "Statement of decision") + fmt.Sprintf(" %d : %s %s", e.Decision, e.Product, e.Version)
	p := paper.Paper{Lang: v.lang, Title: title, Author: "Étalon", At: e.Signed, Foot: title + " –"}
	add := func(t paper.Tag, label, text string) {
		p.Blocks = append(p.Blocks, paper.Block{Tag: t, Label: label, Text: text})
	}
	term := func(fr, en, text string) { add(paper.Paragraph, v.say(fr+" :", en+":"), text) }
	head := func(fr, en string) { add(paper.Heading, "", v.say(fr, en)) }

	add(paper.Title, "", title)
	add(paper.Paragraph, "", v.say("Étalon juge selon les règles exécutées ; seule l'autorité homologue.", "Étalon judges by the rules that were run; only the authority approves."))
	term("Éditeur", "Vendor", e.Vendor)
	term("Décision", "Decision", named(e.Outcome).In(v.lang)+", "+named(e.Standing).In(v.lang))
	term("Signée", "Signed", stamp(e.Signed))
	if !e.Until.IsZero() {
		term("Jusqu'au", "Until", e.Until.UTC().Format("2006-01-02"))
	}
	if e.Standing == revoked {
		term("Révoquée", "Revoked", stamp(e.Revoked)+", "+e.Why)
	}
	if e.Build != "" {
		term("Construction, SHA-256", "Build, SHA-256", e.Build)
	}
	term("Périmètre, SHA-256", "Scope, SHA-256", e.Scope)
	if d != nil {
		v.established(d, term, head)
	}
	head("Attestations", "Statements")
	for _, s := range e.Statements {
		term(named(s.Kind).FR+", SHA-256", named(s.Kind).EN+", SHA-256", s.Digest+", "+stamp(s.At))
	}
	file := fmt.Sprintf("decision-%d.jws", e.Decision)
	add(paper.Paragraph, "", v.say(
		"Ce papier ne prouve rien seul : "+file+" y est joint, et se vérifie par « etalon attest verify "+file+" --key sceau.pem », la clé publique de l'autorité étant prise ailleurs. Ce qui l'a suivi se lit au registre public.",
		"This paper proves nothing alone: "+file+" is attached to it, and is verified by “etalon attest verify "+file+" --key sceau.pem” with the authority's public key from elsewhere. What came after is in the public register."))
	return p
}

func (v *visit) established(d *campaign.Decided, term func(fr, en, text string), head func(fr, en string)) {
	term("Motif", "Reason", d.Reason)
	head("Ce qui a été établi", "What was established")
	for _, c := range d.Profiles {
		var count []string
		for _, verdict := range slices.Sorted(maps.Keys(c.Scenarios)) {
			count = append(count, fmt.Sprintf("%s %d", verdict, c.Scenarios[verdict]))
		}
		term(string(c.ID), string(c.ID), word(c.Verdict).In(v.lang)+" ; "+v.say("scénarios ", "scenarios ")+strings.Join(count, ", "))
	}
	if len(d.Waived) > 0 {
		head("Dérogations, comptées à part", "Waivers, counted apart")
	}
	for _, w := range d.Waived {
		term(string(w.Rule), string(w.Rule), named("waiver "+w.State).In(v.lang)+" ; "+v.say("constats ", "findings ")+fmt.Sprint(w.Findings)+" ; "+w.Reason+" ; "+w.Owner+", "+w.Until)
	}
	head("Sur quelles preuves", "On which evidence")
	for i, s := range d.Sessions {
		n := fmt.Sprint(i + 1)
		term("Session "+n, "Session "+n, word(s.Verdict).In(v.lang)+" ; "+v.say("sceau ", "seal ")+named(s.Seal).In(v.lang))
		if s.LeftOut > 0 {
			term("Écartés", "Left out", fmt.Sprint(s.LeftOut)+v.say(" scénarios : elle ne parle que d'une partie", " scenarios: it speaks of a part only"))
		}
		term("Dossier, SHA-256", "Dossier, SHA-256", s.Dossier)
		term("verdict.json, SHA-256", "verdict.json, SHA-256", s.Result)
	}
	head("Jugé par", "Judged by")
	for _, on := range d.StandsOn {
		term("Étalon", "Étalon", on.Build.Version+" "+cmp.Or(on.Build.Revision, on.Build.Executable))
		for _, k := range on.Packs {
			term("Référentiel "+k.Name, "Pack "+k.Name, k.Version+", SHA-256 "+k.Digest)
		}
		term("Scénarios, SHA-256", "Scenarios, SHA-256", on.Scenarios.Planned)
		term("Exigences, SHA-256", "Requirements, SHA-256", on.Requirements)
		term("Schémas XML, SHA-256", "XML Schemas, SHA-256", on.Schemas.Digest)
	}
}
