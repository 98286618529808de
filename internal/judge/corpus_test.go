package judge_test

import (
	"context"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"
	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/schemas"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// specimen is one row of the corpus's index.
type specimen struct {
	file, kind string
	accept     bool
}

var row = regexp.MustCompile("^\\| `([^`]+)` \\| `[^|]*` \\| ([^|]+) \\| ([^|]+) \\|")

// corpus reads the index of messages that others wrote, of the kinds that the
// rules of XDS.b speak of.
func corpus(t *testing.T) (root string, list []specimen) {
	t.Helper()
	root = os.Getenv("ETALON_CORPUS")
	if root == "" {
		t.Skip("ETALON_CORPUS is not set")
	}
	index, err := os.ReadFile(filepath.Join(root, "INDEX.md"))
	if err != nil {
		t.Fatal(err)
	}
	ours := regexp.MustCompile(`^(iti18|iti41|iti42|iti43|iti57|iti62|messagevalidator|xds|soap-bodies|xds-soapui)(-metadata)?(/|$)`)
	for _, line := range strings.Split(string(index), "\n") {
		if m := row.FindStringSubmatch(line); m != nil && ours.MatchString(strings.TrimSpace(m[2])) {
			list = append(list, specimen{m[1], strings.TrimSpace(m[2]), strings.HasPrefix(strings.TrimSpace(m[3]), "accept")})
		}
	}
	if len(list) < 200 {
		t.Fatalf("%d messages in the index", len(list))
	}
	return root, list
}

// transaction is what the index says a message without an envelope is.
func (s specimen) transaction() etalon.Transaction {
	if m := regexp.MustCompile(`^iti(\d\d)`).FindStringSubmatch(s.kind); m != nil {
		return etalon.Transaction("ITI-" + m[1])
	}
	return ""
}

var (
	symbol = regexp.MustCompile(`\$[A-Za-z][A-Za-z0-9_]*\$`)
	named  = regexp.MustCompile(`value="(?:(?:SubmissionSet|Document|doc|[Ff]older|Fol)\d*(?:_uniqueid)?|patient_id)"`)
)

// filled gives the symbols of a template the kind of value that the test engine
// of its author gives them.
func filled(text string) string {
	n := 0
	text = named.ReplaceAllStringFunc(text, func(value string) string {
		if n++; strings.Contains(value, "patient") {
			return `value="P1^^^&amp;1.2.250.1.999.9.1&amp;ISO"`
		}
		return fmt.Sprintf(`value="1.2.250.1.999.7.%d"`, n) // each object its own
	})
	return symbol.ReplaceAllStringFunc(text, func(name string) string {
		sum, lower := crc32.ChecksumIEEE([]byte(name)), strings.ToLower(name)
		switch {
		case strings.Contains(lower, "patient"):
			return fmt.Sprintf("P%d^^^&amp;1.2.250.1.999.9.1&amp;ISO", sum)
		case regexp.MustCompile(`(^|[^u])uid|repuid`).MatchString(lower) && !strings.Contains(lower, "uuid"):
			return fmt.Sprintf("1.2.250.1.999.8.%d", sum)
		}
		return fmt.Sprintf("urn:uuid:%08x-0000-4000-8000-000000000000", sum)
	})
}

// ebRIM 2.1, in which most templates are written, has other namespaces, another
// order of children and short association types; its engine sends 3.0.
func translated(raw []byte) []byte {
	doc := etree.NewDocument()
	if doc.ReadFromBytes(raw) != nil || doc.Root() == nil || !strings.Contains(string(raw), "xsd:2.1") {
		return raw
	}
	const base = "urn:oasis:names:tc:ebxml-regrep:xsd:"
	n := 0
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		space := "rim:3.0"
		if e.Tag == "SubmitObjectsRequest" {
			space = "lcm:3.0"
		}
		e.Space = ""
		for _, a := range slices.Clone(e.Attr) {
			if a.Space == "xmlns" || a.Key == "xmlns" {
				e.RemoveAttr(strings.TrimPrefix(a.Space+":"+a.Key, ":"))
			}
		}
		e.CreateAttr("xmlns", base+space)
		switch e.Tag {
		case "LeafRegistryObjectList":
			e.Tag = "RegistryObjectList"
			for _, r := range e.SelectElements("ObjectRef") {
				e.RemoveChild(r)
			}
		case "Classification", "ExternalIdentifier", "Association":
			if n++; e.SelectAttrValue("id", "") == "" {
				e.CreateAttr("id", fmt.Sprintf("id-%d", n))
			}
		}
		if e.Tag == "ExternalIdentifier" {
			e.CreateAttr("registryObject", e.Parent().SelectAttrValue("id", ""))
		}
		if a := e.SelectAttr("associationType"); a != nil && !strings.Contains(a.Value, ":") {
			if a.Value == "HasMember" {
				a.Value = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"
			} else {
				a.Value = "urn:ihe:iti:2007:AssociationType:" + a.Value
			}
		}
		if a := e.SelectAttr("status"); a != nil && !strings.Contains(a.Value, ":") {
			a.Value = "urn:oasis:names:tc:ebxml-regrep:StatusType:" + a.Value
		}
		order := []string{"Slot", "Name", "Description", "VersionInfo", "Classification", "ExternalIdentifier"}
		children := e.ChildElements()
		if len(children) > 0 && slices.Contains([]string{"ExtrinsicObject", "RegistryPackage", "Classification", "ExternalIdentifier", "Association"}, e.Tag) {
			slices.SortStableFunc(children, func(a, b *etree.Element) int { return slices.Index(order, a.Tag) - slices.Index(order, b.Tag) })
			for _, c := range children {
				e.RemoveChild(c)
			}
			for _, c := range children {
				e.AddChild(c)
			}
		}
		for _, c := range e.ChildElements() {
			walk(c)
		}
	}
	walk(doc.Root())
	out, err := doc.WriteToBytes()
	if err != nil {
		return raw
	}
	return out
}

// TestCorpusAgreement: the rules of XDS.b say of messages that others wrote what
// their authors say. Where they do not, testdata/corpus.yaml says why; a row
// that no longer disagrees must go.
func TestCorpusAgreement(t *testing.T) {
	root, list := corpus(t)
	text, err := os.ReadFile("testdata/corpus.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var known struct {
		Disagreements []struct {
			Why   string   `yaml:"why"`
			Says  string   `yaml:"says"`
			Files []string `yaml:"files"`
		} `yaml:"disagreements"`
	}
	if err := yaml.UnmarshalWithOptions(text, &known, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	why := map[string]string{}
	for _, d := range known.Disagreements {
		if d.Why == "" || (d.Says != "accept" && d.Says != "reject") {
			t.Errorf("a disagreement without a reason or a verdict: %+v", d)
		}
		for _, f := range d.Files {
			why[f] = d.Says
		}
	}
	own, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	packs, err := own.Of("ihe-xds")
	if err != nil {
		t.Fatal(err)
	}
	b, err := judge.Compile(packs)
	if err != nil {
		t.Fatal(err)
	}
	engine := judge.Schemas{Engine: xsd.Helium(messages.FS()), Files: messages.FS()}
	agreed := 0
	for _, s := range list {
		raw, err := os.ReadFile(filepath.Join(root, s.file))
		if err != nil {
			t.Fatal(err)
		}
		r, err := b.File(context.Background(), facts.CaptureInput{Raw: translated([]byte(filled(string(raw)))), Transaction: s.transaction()}, engine)
		if err != nil {
			t.Fatalf("%s: %v", s.file, err)
		}
		says := "accept"
		if r.Verdict != etalon.Pass {
			says = "reject"
		}
		if (says == "accept") == s.accept {
			agreed++
			if why[s.file] != "" {
				t.Errorf("%s: its author and the rules agree now: %s", s.file, says)
			}
			continue
		}
		if why[s.file] != says {
			t.Errorf("%s: the rules say %s (%s)%s", s.file, says, r.Verdict, told(r))
		}
		delete(why, s.file)
	}
	for f := range why {
		t.Errorf("%s: explained, but not in the corpus", f)
	}
	t.Logf("%d messages, %d agree", len(list), agreed)
}

// told lists the rules that failed.
func told(r judge.DocumentReport) string {
	out := ""
	for _, f := range r.Findings() {
		if f.Verdict() > etalon.Pass {
			out += fmt.Sprintf("\n\t%s %s | %s", f.Rule, f.Message.EN, f.Observed)
		}
	}
	return out
}
