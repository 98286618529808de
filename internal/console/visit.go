package console

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/store"
)

//go:embed templates/*.gohtml static/style.css static/live.js
var files embed.FS

// visit is one request of one person.
type visit struct {
	*Console
	w      http.ResponseWriter
	r      *http.Request
	who    campaign.Person
	view   store.View
	lang   string
	barred error // why who shows something is not let in by it
	status int
}

// language is that which a person chose, or French.
func language(r *http.Request) string {
	if c, err := r.Cookie("lang"); err == nil && c.Value == "en" && r.URL.Query().Get("lang") == "" || r.URL.Query().Get("lang") == "en" {
		return "en"
	}
	return "fr"
}

// pages are the templates of pages, by name, each with the frame around it.
type pages map[string]*template.Template

func readPages() (pages, error) {
	names, err := fs.Glob(files, "templates/*.gohtml")
	if err != nil {
		return nil, err
	}
	out := pages{}
	for _, n := range names {
		name := strings.TrimSuffix(strings.TrimPrefix(n, "templates/"), ".gohtml")
		if name == "frame" {
			continue
		}
		t, err := template.New("frame.gohtml").Funcs(template.FuncMap{
			"day":  func(t time.Time) string { return stamp(t) },
			"date": func(t time.Time) string { return t.UTC().Format(time.DateOnly) },
			"say":  func(fr, en string) string { return fr },
			"may":  func(string) bool { return false },
			"word": func(v etalon.Verdict) string { return v.String() },
			"name": func(x any) string { return "" },
		}).ParseFS(files, "templates/frame.gohtml", n)
		if err != nil {
			return nil, err
		}
		out[name] = t
	}
	return out, nil
}

// stamp is an instant as pages show it, in UTC; "–" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}

// frame is what every page is given beside what it is about.
type frame struct {
	Lang, Other string
	Title       string
	Who         campaign.Person
	Path        string
	Of          any
}

// show shows a page, or to a program what it is about.
func (v *visit) show(name, title string, of any) error {
	if v.machine() {
		return v.json(cmp.Or(v.status, http.StatusOK), of)
	}
	t, err := v.pages[name].Clone()
	if err != nil {
		return err
	}
	t.Funcs(template.FuncMap{
		"say":  func(fr, en string) string { return etalon.Text{FR: fr, EN: en}.In(v.lang) },
		"may":  func(d string) bool { return v.who.Role.May(campaign.Deed(d)) },
		"word": func(x etalon.Verdict) string { return word(x).In(v.lang) },
		"name": func(x any) string { return named(x).In(v.lang) },
	})
	f := frame{Lang: v.lang, Other: "en", Title: title, Who: v.who, Path: v.r.URL.Path, Of: of}
	if v.lang == "en" {
		f.Other = "fr"
	}
	var b bytes.Buffer
	if err := t.Execute(&b, f); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	if chosen := v.r.URL.Query().Get("lang"); chosen == "en" || chosen == "fr" {
		http.SetCookie(v.w, &http.Cookie{Name: "lang", Value: chosen, Path: "/", SameSite: http.SameSiteLaxMode, HttpOnly: true, Secure: v.Secure}) //nolint:gosec // Secure where there is TLS
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if v.status != 0 {
		v.w.WriteHeader(v.status)
	}
	_, err = v.w.Write(b.Bytes())
	return err
}

// word is a verdict in words.
func word(v etalon.Verdict) etalon.Text {
	switch v {
	case etalon.Pass:
		return etalon.Text{FR: "PASS, conforme", EN: "PASS, conforms"}
	case etalon.Fail:
		return etalon.Text{FR: "FAIL, non conforme", EN: "FAIL, does not conform"}
	case etalon.Inconclusive:
		return etalon.Text{FR: "INCONCLUSIVE, non établi", EN: "INCONCLUSIVE, not established"}
	case etalon.Broken:
		return etalon.Text{FR: "ERROR, erreur du banc", EN: "ERROR, the harness broke"}
	case etalon.NotApplicable:
	}
	return etalon.Text{FR: v.String(), EN: v.String()}
}

// say is a text in the language of the person.
func (v *visit) say(fr, en string) string { return etalon.Text{FR: fr, EN: en}.In(v.lang) }
