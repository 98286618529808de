package validate

import (
	"html/template"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

var sidesPage = template.Must(template.New("sides").Funcs(template.FuncMap{
	"letter": func(i int) string { return string(rune('A' + i)) },
	"see":    func(s string) string { return reports.Visible(s, 0) },
}).Parse(`<!DOCTYPE html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><title>{{.Title}}</title>
<style>
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%;margin:0 0 2rem}th,td{border:1px solid #bbb;padding:.4rem .6rem;vertical-align:top;text-align:left}
th{background:#f2f2f2}td{width:36%}td:first-child{width:28%;overflow-wrap:anywhere}.alone{background:#fff3d6}
code{font-size:.9em}.source{color:#555;font-size:.9em}.none{color:#777}
</style></head><body>
<h1>{{.Title}}</h1>
{{range .Documents}}<h2>{{see .Name}}</h2>
<table><thead><tr><th>{{$.Place}}</th>{{$d := .}}{{range $i, $p := $.Packs}}<th>{{letter $i}} · {{see $p}}<br>{{index $d.Verdict $i}}{{with index $d.Reason $i}}<br><span class="source">{{see .}}</span>{{end}}</th>{{end}}</tr></thead>
<tbody>{{range .Places}}<tr{{if ge .Alone 0}} class="alone"{{end}}><td><code>{{see .Place}}</code>{{if .Line}} ({{.Line}}){{end}}</td>
{{range .Said}}<td>{{range .}}<p><strong>{{see .Rule}}</strong> ({{.Kind}}) {{see ($.Of .Message)}}{{with .Expected}}<br>{{$.Expected}} <code>{{see .}}</code>{{end}}{{with .Observed}}<br>{{$.Observed}} <code>{{see .}}</code>{{end}}{{with .Source}}<br><span class="source">{{see .}}</span>{{end}}</p>{{else}}<span class="none">{{$.Nothing}}</span>{{end}}</td>{{end}}</tr>
{{else}}<tr><td colspan="3" class="none">{{$.Nothing}}</td></tr>{{end}}</tbody></table>
{{end}}</body></html>
`))

// HTML writes the comparison as one page that needs nothing else.
func (s *Sides) HTML(w io.Writer, lang string) error {
	words := sidesWords{Lang: "fr", Title: "Deux référentiels côte à côte", Place: "Lieu", Expected: "Attendu :", Observed: "Observé :", Nothing: "rien à dire"}
	if lang == "en" {
		words = sidesWords{Lang: "en", Title: "Two rule sets side by side", Place: "Place", Expected: "Expected:", Observed: "Observed:", Nothing: "nothing to say"}
	}
	words.Sides = s
	return sidesPage.Execute(w, words)
}

// sidesWords are the comparison and the words of its page in one language.
type sidesWords struct {
	*Sides
	Lang, Title, Place, Expected, Observed, Nothing string
}

// Of is a text in the language of the page.
func (w sidesWords) Of(t etalon.Text) string { return t.In(w.Lang) }
