package sheet

import (
	"html/template"
	"io"
	"iter"

	"github.com/etalon-dmp/etalon"
)

// label is one patient on paper.
type label struct {
	ID, Family, Given, Born, Sex, Number, Key, OID, State, Purpose string
	More                                                           []string // "name: value" of what else there is
}

// page has two columns of labels on A4, none cut by the edge of a sheet.
const page = `<!doctype html>
<html lang="{{.Lang}}">
<meta charset="utf-8">
<title>{{.Title}}</title>
<style>
@page { size: A4; margin: 10mm }
body { font: 10pt/1.3 sans-serif; color: #000; background: #fff }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm }
article { border: 1px solid #000; padding: 3mm; break-inside: avoid }
h1 { font-size: 14pt } h2 { font-size: 11pt; margin: 0 }
p { margin: 1mm 0 } .ins { font-family: monospace; font-size: 12pt } .oid { font-family: monospace; font-size: 8pt }
.mark { float: right; font-size: 8pt; border: 1px solid #000; padding: 0 1mm }
</style>
<h1>{{.Title}}</h1>
<p>{{.Intro}}</p>
<main>
{{range .Labels}}<article>
<span class="mark">{{$.Mark}}</span>
<h2>{{.Family}} {{.Given}}</h2>
<p>{{.Sex}} · {{.Born}} · {{.ID}}</p>
<p class="ins">{{.Number}} {{.Key}}</p>
<p class="oid">{{.OID}}</p>
<p>DMP : {{.State}}</p>
{{range .More}}<p>{{.}}</p>
{{end}}{{with .Purpose}}<p><em>{{.}}</em></p>
{{end}}</article>
{{end}}</main>
</html>
`

// Labels writes a page to print, one label a patient.
func Labels(w io.Writer, patients iter.Seq[etalon.Patient], lang string) error {
	say := func(fr, en string) string { return etalon.Text{FR: fr, EN: en}.In(lang) }
	t, err := template.New("labels").Parse(page)
	if err != nil {
		return err
	}
	one := func(yield func(label) bool) {
		for p := range patients {
			if !yield(labelOf(p, lang)) {
				return
			}
		}
	}
	return t.Execute(w, map[string]any{
		"Lang": lang, "Mark": say("PATIENT FICTIF", "FICTITIOUS PATIENT"), "Labels": iter.Seq[label](one),
		"Title": say("Patients de test à saisir dans le produit", "Test patients to enter in the product"),
		"Intro": say("Personne n'existe sous ces noms ni ces numéros. Ne les saisissez jamais dans un système de production.",
			"Nobody exists under these names and numbers. Never enter them in a production system."),
	})
}

func labelOf(p etalon.Patient, lang string) label {
	l := label{
		ID: p.ID, Family: p.Family, Given: p.Given, Born: day(p.Birth, lang), Sex: p.Gender, Number: number(p), Key: p.INS[len(number(p)):], OID: p.OID,
		State: record(p, lang), Purpose: p.Purpose.In(lang),
	}
	if p.Authorisation != "" {
		l.State += ", " + p.Authorisation
	}
	told := map[string]bool{p.ID: true, p.Family: true, p.Given: true, l.Born: true, p.Gender: true, l.Number: true, l.Key: true, p.OID: true, record(p, lang): true, p.Authorisation: true, l.Purpose: true, "": true}
	for _, c := range columns() {
		if v := c.of(p, lang); !told[v] {
			l.More = append(l.More, c.name.In(lang)+" : "+v)
		}
	}
	return l
}
