package schematron

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteSVRL writes a report in the Schematron Validation Report Language.
func WriteSVRL(w io.Writer, s *Schema, r *Report) error {
	out := bufio.NewWriter(w)
	p := func(format string, args ...any) { fmt.Fprintf(out, format, args...) }
	attr := func(name, value string) {
		if value != "" {
			p(` %s="%s"`, name, attrEscaper.Replace(value))
		}
	}
	p(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<svrl:schematron-output xmlns:svrl="http://purl.oclc.org/dsdl/svrl"`)
	attr("title", s.program.title)
	attr("schemaVersion", s.program.version)
	attr("phase", s.program.phase)
	p(">\n")
	for _, n := range s.program.prefixes {
		p(`<svrl:ns-prefix-in-attribute-values uri="%s" prefix="%s"/>`+"\n", attrEscaper.Replace(n.uri), attrEscaper.Replace(n.name))
	}
	for _, a := range r.ActivePatterns {
		p("<svrl:active-pattern")
		attr("id", a.ID)
		attr("name", a.Title)
		p("/>\n")
		for _, f := range r.Fired[a.First : a.First+a.Fired] {
			p("<svrl:fired-rule")
			attr("id", f.ID)
			attr("context", f.Context)
			p("/>\n")
			for _, c := range r.Checks[f.First : f.First+f.Said] {
				writeCheck(p, attr, s.Rule(c.Rule), c)
			}
		}
	}
	p("</svrl:schematron-output>\n")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("svrl: %w", err)
	}
	return nil
}

func writeCheck(p func(string, ...any), attr func(name, value string), info RuleInfo, c Check) {
	element := "svrl:failed-assert"
	if info.Report {
		element = "svrl:successful-report"
	}
	p("<%s", element)
	if !strings.Contains(string(info.ID), "/") {
		attr("id", string(info.ID))
	}
	attr("test", info.Test)
	attr("role", info.Role)
	attr("flag", info.Flag)
	attr("location", c.Location)
	p(">\n<svrl:text>%s</svrl:text>\n", textEscaper.Replace(c.Text))
	for _, d := range c.Diagnostics {
		p("<svrl:diagnostic-reference")
		attr("diagnostic", d.ID)
		attr("xml:lang", d.Lang)
		p(">%s</svrl:diagnostic-reference>\n", textEscaper.Replace(d.Text))
	}
	p("</%s>\n", element)
}

var (
	textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;", "\r", "&#13;")
)
