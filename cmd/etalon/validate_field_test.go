package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// field is the right answer on one file: the verdict by a pack, and rules that must
// be, or must not be, among the findings.
type field struct {
	file, pack string
	verdict    etalon.Verdict
	rule, not  string
	later      bool // the rules that fail it are to come: open in clear words until then
}

// The files of ETALON_FIELD, made after what people met, each with the answer that
// a certifier would give.
func TestFilesFromTheField(t *testing.T) {
	t.Parallel()
	root := os.Getenv("ETALON_FIELD")
	if root == "" {
		t.Skip("ETALON_FIELD names no folder of cases")
	}
	const pass, fail, open = etalon.Pass, etalon.Fail, etalon.Inconclusive
	cases := []field{
		{"messages/C01-hash-upper.http", "ihe-xds", pass, "", "", false},
		{"messages/C12-same-id.http", "ihe-xds", fail, "RO01.unique", "", false},
		{"messages/C15-repo-space.http", "ihe-xds", fail, "DE02.repository", "", false},
		{"messages/C15g-status-space.http", "ihe-xds", fail, "DT04.blank", "", false},
		{"messages/C16b-http-messageid.http", "ihe-xds", pass, "", "", false},
		{"messages/C16d-async-replyto.http", "ihe-xds", pass, "", "", false},
		{"messages/C17-xop-certificate.http", "dmp", pass, "", "", false},
		{"messages/C19-startinfo-text.http", "ihe-xds", fail, "T06.start-info", "", false},
		{"messages/C22-wcf.http", "ihe-xds", pass, "", "", false},
		{"messages/C25a-base64-part.http", "ihe-xds", pass, "", "T06.anomaly", false},
		{"messages/C31-queryack-no-status.http", "dmp", fail, "PR01.no-status", "", false},
		{"messages/C46-chunked.http", "ihe-xds", pass, "", "", false},
		{"messages/C48-utf16.http", "ihe-xds", pass, "", "", false},
		{"messages/C52-gzip.http", "ihe-xds", pass, "", "", false},
		{"messages/C56-service-other-object.http", "ihe-xds", fail, "SM02.kinds", "XSD.message", false},
		{"messages/C60-pdq-broken-ihe.http", "ihe-xds", open, "", "", false},
		{"messages/C62-assoc-no-id.http", "ihe-xds", fail, "RO01.id", "RO01.unique", false},
		{"messages/C67-classified-empty.http", "ihe-xds", fail, "X04.object", "", false},
		{"messages/C69-old-oid.http", "ihe-xds", fail, "DE02.repository", "", false},
		{"messages/C80-dechunked-capture.http", "ihe-xds", pass, "CAPTURE.dechunked", "T03.anomaly", false},
		{"messages/C82-lf-capture.http", "ihe-xds", pass, "CAPTURE.line-ends", "T03.anomaly", false},
		// The hash and size that it declares are of the signature before its Id was added.
		{"messages/C86-kit-signature-id.http", "dmp", fail, "X10.hash", "XSD.xades", false},
		{"messages/base-d41.http", "dmp", pass, "", "", false},
		{"messages/base-d47.http", "dmp", pass, "", "", false},
		{"messages/base-d41.http", "ihe-xds", pass, "", "", false},
		{"messages/base-d47.http", "ihe-xds", open, "", "", false},
		{"messages/q-38.xml", "ihe-xds", open, "", "", false},
		{"messages/q-38.xml", "dmp", open, "", "", false},
		{"messages/saml-bare.xml", "ihe-xds", open, "", "", false},
		{"messages/saml-bare.xml", "dmp", open, "", "", false},
		{"documents/00-base.xml", "", pass, "", "", false},
		{"documents/15-prefix-c.xml", "", pass, "", "", false},
		{"documents/16-bom.xml", "", pass, "", "", false},
		{"documents/12-nullflavor-unknown-value.xml", "", fail, "XSD.cda", "", false},
		{"documents/63-body-nested-table.xml", "", fail, "XSD.cda", "", false},
		{"documents/21-stylesheet-pi.xml", "", fail, "BD03.separate", "", false},
		{"documents/36-setid-missing.xml", "", fail, "", "", false},
		{"documents/50-realm-us.xml", "", fail, "", "", false},
		{"documents/56-no-legal.xml", "", fail, "", "", false},
		{"documents/39-b64-garbage.xml", "", fail, "BD01.base64", "", false},
		{"documents/47-not-a-pdf.xml", "", fail, "BD01.kind", "", false},
		{"documents/55-typeid-wrong.xml", "", fail, "", "", false},
	}
	if tree := os.Getenv("ETALON_ANS_PACK"); tree != "" {
		cases = append(cases, field{"documents/55-typeid-wrong.xml", tree, open, "", "", false})
	}
	told := map[string]bool{"messages/INDEX.md": true}
	for _, c := range cases {
		told[c.file] = true
		c.check(t, root)
	}
	for _, kind := range []string{"messages", "documents"} {
		list, err := os.ReadDir(filepath.Join(root, kind))
		must(t, err)
		for _, f := range list {
			if !told[kind+"/"+f.Name()] {
				t.Errorf("no answer is written down for %s/%s", kind, f.Name())
			}
		}
	}
}

func (c field) check(t *testing.T, root string) {
	t.Helper()
	args := []string{"validate", filepath.Join(root, filepath.FromSlash(c.file)), "--cache", "off", "--format", "json"}
	if c.pack != "" {
		args = append(args, "--pack", c.pack)
	}
	d := answers(t, validation(t, args...))[0]
	var rules []string
	for _, f := range d.Findings {
		rules = append(rules, f.Rule)
	}
	switch {
	case d.Verdict == etalon.Inconclusive && d.Reason == nil:
		t.Errorf("%s by %s: open, and no word why %v", c.file, c.pack, rules)
	case d.Verdict != c.verdict && !(c.later && d.Verdict == etalon.Inconclusive):
		t.Errorf("%s by %s: %s %v, want %s", c.file, c.pack, d.Verdict, rules, c.verdict)
	case c.rule != "" && !slices.Contains(rules, c.rule), c.not != "" && slices.Contains(rules, c.not):
		t.Errorf("%s by %s: %v, want %s and no %s", c.file, c.pack, rules, c.rule, c.not)
	}
}
