package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// A conforming file of every kind that validate may be given is red by no pack
// that may meet it, whether the environment is known or not, and what only an
// envelope or an XML Schema speaks of is never green.
func TestAConformingFileOfEveryKind(t *testing.T) {
	t.Parallel()
	out, files := filepath.Join(t.TempDir(), "out"), t.TempDir()
	command(t, etalon.ExitPass, nil, "run", "--sut", builtin, "--label-filter", "nominal", "--out", out)
	kinds := kindsOf(t, out, files)
	for _, k := range []string{"request", "response", "soap", "mtom", "payload", "vihf", "signature", "cda", "bom", "foreign", "style", "pdf", "gzip", "joined", "lf", "audit", "syslog"} {
		if kinds[k] == 0 {
			t.Errorf("the session gives no %s", k)
		}
	}
	content := map[string]bool{"request": true, "response": true, "soap": true, "mtom": true, "payload": true, "gzip": true, "joined": true, "lf": true}
	packs := [][]string{{files}, {files, "--sut", builtin}, {files, "--pack", "dmp"}, {files, "--pack", "ihe-xds"}}
	if tree := os.Getenv("ETALON_ANS_PACK"); tree != "" {
		packs = append(packs, []string{files + "/few", "--pack", tree})
	}
	for _, pack := range packs {
		green := map[string]int{}
		said := answers(t, validation(t, append([]string{"validate", "--cache", "off", "--format", "json"}, pack...)...))
		for _, d := range said {
			kind, _, _ := strings.Cut(filepath.Base(d.File), "-")
			switch {
			case d.Verdict == etalon.Fail || d.Verdict == etalon.Broken:
				t.Errorf("%v: %s", pack, validated{d})
			case d.Verdict == etalon.Pass && kind == "style" && pack[0] != files: // the tree judges the document inside
			case d.Verdict == etalon.Pass && !content[kind] && kind != "audit" && kind != "syslog" && kind != "cda" && kind != "bom":
				t.Errorf("%v: %s is green: what spoke of it?", pack, filepath.Base(d.File))
			case d.Verdict == etalon.Pass:
				green[kind]++
			case d.Reason == nil && len(d.Findings) == 0:
				t.Errorf("%v: %s: %s, and no word why", pack, filepath.Base(d.File), d.Verdict)
			}
		}
		if n := green["audit"] + green["syslog"]; (n == 2) != !slices.Contains(pack, "--pack") {
			t.Errorf("%v: %d audit records are green", pack, n)
		}
		for kind := range content {
			if green[kind] == 0 && pack[0] == files {
				t.Errorf("%v: no %s is ever judged", pack, kind)
			}
		}
	}
}

// kindsOf writes what a session exchanged as the files that people keep of such
// things, and counts them by kind.
func kindsOf(t *testing.T, out, to string) map[string]int {
	t.Helper()
	kinds := map[string]int{}
	put := func(kind, ending string, b []byte) {
		kinds[kind]++
		folder := "all"
		if kinds[kind] <= 2 {
			folder = "few"
		}
		must(t, writeBelow(to, fmt.Sprintf("%s/%s-%03d%s", folder, kind, kinds[kind], ending), b))
	}
	d := evidence(t, out)
	for _, x := range d.Exchanges {
		request, err := d.Bytes(x.Request)
		must(t, err)
		response, err := d.Bytes(x.Response)
		must(t, err)
		put("request", ".http", request)
		put("response", ".http", response)
		head, body, _ := bytes.Cut(request, []byte("\r\n\r\n"))
		put("gzip", ".http", zipped(t, head, body))
		if multipart := bytes.Contains(head, []byte("multipart/related")); multipart {
			put("mtom", ".mtom", body)
			put("lf", ".http", bytes.ReplaceAll(request, []byte("\r\n"), []byte("\n")))
			put("joined", ".http", announced.ReplaceAll(request, []byte("Transfer-Encoding: chunked\r\n")))
		} else {
			put("soap", ".soap", body)
		}
		inside(t, request, put)
	}
	put("audit", ".xml", []byte(auditRecord))
	put("syslog", ".xml", []byte(`<85>1 2026-11-27T10:00:00Z poste etalon 1 IHE+RFC-3881 - `+auditRecord))
	return kinds
}

// auditRecord is an audit record with nothing wrong in it.
const auditRecord = `<AuditMessage><EventIdentification EventActionCode="E" EventDateTime="2026-11-27T10:00:00Z" EventOutcomeIndicator="0">` +
	`<EventID csd-code="110100" codeSystemName="DCM" originalText="Application Activity"/>` +
	`<EventTypeCode csd-code="110120" codeSystemName="DCM" originalText="Application Start"/></EventIdentification>` +
	`<ActiveParticipant UserID="etalon" UserIsRequestor="false"><RoleIDCode csd-code="110150" codeSystemName="DCM" originalText="Application"/></ActiveParticipant>` +
	`<AuditSourceIdentification AuditSourceID="poste"/></AuditMessage>`

var announced = regexp.MustCompile(`(?i)Content-Length: [0-9]+\r\n`)

// zipped is a message with its body compressed.
func zipped(t *testing.T, head, body []byte) []byte {
	t.Helper()
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	_, err := w.Write(body)
	must(t, err)
	must(t, w.Close())
	head = announced.ReplaceAll(append(head, "\r\n"...), []byte("Content-Encoding: gzip\r\nContent-Length: "+strconv.Itoa(z.Len())+"\r\n"))
	return append(append(head, "\r\n"...), z.Bytes()...)
}

// inside takes out what a request carries.
func inside(t *testing.T, request []byte, put func(kind, ending string, b []byte)) {
	t.Helper()
	for _, p := range facts.Document(request).Parts {
		switch {
		case p.Root:
			doc, err := xmldoc.Parse(p.Raw, xmldoc.Limits{})
			must(t, err)
			for n := range doc.Root().Descendants() {
				text := doc.Source()[n.Offset():n.End()]
				if _, err := xmldoc.Parse(text, xmldoc.Limits{}); err != nil {
					continue // a prefix is declared further up
				}
				switch {
				case n.Local() == "Assertion":
					put("vihf", ".xml", text)
				case n.Parent().Local() == "Body" && n.Kind() == xmldoc.ElementNode:
					put("payload", ".xml", text)
				}
			}
		case p.Kind == "xades":
			put("signature", ".xml", p.Raw)
		case p.Kind == "cda":
			put("cda", ".xml", p.Raw)
			text := regexp.MustCompile(`^\s*<\?xml[^>]*\?>`).ReplaceAllString(string(p.Raw), "")
			put("bom", ".xml", []byte("\ufeff"+text))
			put("style", ".xml", []byte(`<?xml-stylesheet type="text/xsl" href="#"?><xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><data:Contenu xmlns:data="urn:asip-sante:ci-sis">`+text+`</data:Contenu><xsl:template match="/"/></xsl:stylesheet>`))
			foreign := regexp.MustCompile(`<templateId [^>]*root="1\.2\.250\.1\.213\.[^>]*/>`).ReplaceAllString(text, "")
			put("foreign", ".xml", []byte(strings.Replace(foreign, `<realmCode code="FR"/>`, `<realmCode code="US"/>`, 1)))
			put("pdf", ".cda", []byte("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"))
		}
	}
}
