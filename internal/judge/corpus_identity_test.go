package judge_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/schemas"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// identities are the WS-Security headers and assertions of the corpus, and what the
// rules of XUA say of each under a clock at which it was issued: the rules that have
// to fail, or that must not.
var identities = []struct {
	file       string
	must, hold []string
}{
	{"iheos+iheos-toolkit3/wsse/invalid/InvalidHeaderSamlAssertionTampered.xml", []string{"XUA06.digest"}, nil},
	{"iheos+iheos-toolkit3/wsse/invalid/invalidHeaderTimestampTampered.xml", []string{"XUA06.others"}, []string{"XUA06.digest", "XUA06.value"}},
	{"iheos+iheos-toolkit3/wsse/invalid/invalidSubjectConfirmationSchema.xml", []string{"XSD.message"}, nil},
	{"iheos+iheos-toolkit3/wsse/invalid/noIssuer.xml", []string{"XUA02.issuer"}, nil},
	{"iheos+iheos-toolkit3/wsse/invalid/validHeaderReformatted.xml", []string{"XUA06.digest"}, nil},
	// its evidence was rewritten after it was signed, as the other copy shows
	{"iheos+iheos-toolkit3/wsse/valid/validHeader.xml", []string{"XUA06.digest"}, []string{"XUA06.value", "XUA04.window"}},
	{"iheos+iheos-toolkit3/wsse/valid/validHeader~2.xml", nil, []string{"XUA06.digest", "XUA06.value", "XUA06.others", "XUA04.window"}},
	{"iheos+iheos-toolkit3/wsse/valid/connect4RequestSecHeader.xml", nil, []string{"XUA02.issuer", "XUA03.name", "XUA05.one", "XUA04.window"}},
	{"CONNECT-Solution+CONNECT/saml/complete_saml.xml", []string{"XUA06.signed"}, []string{"XUA02.issuer", "XUA03.confirmation", "XUA05.one"}},
	{"CONNECT-Solution+CONNECT/saml/saml_missingValues.xml", []string{"XUA06.signed"}, nil},
	{"oehf+ipf/saml/saml2-assertion-for-xua.xml", []string{"XUA05.one"}, []string{"XUA02.issuer", "XUA03.name"}}, // it has no AuthnStatement
	{"oehf+ipf/saml/xua-assertion.xml", nil, []string{"XUA02.issuer", "XUA03.name", "XUA05.one"}},
}

var issued = regexp.MustCompile(`IssueInstant="([^"]+)"`)

// header gives what stands in the security header of a specimen, and when the
// assertion was issued.
func header(text string) (block string, at time.Time) {
	if i := strings.Index(text, "?>"); strings.HasPrefix(strings.TrimSpace(text), "<?xml") && i > 0 {
		text = text[i+2:]
	}
	if m := issued.FindStringSubmatch(text); m != nil {
		at, _ = time.Parse(time.RFC3339Nano, m[1]) // one that cannot be read leaves the clock unknown
	}
	if security := regexp.MustCompile(`(?s)<(\w+:)?Security[\s>].*</(\w+:)?Security>`).FindString(text); security != "" {
		return security, at
	}
	return `<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">` + text + `</wsse:Security>`, at
}

// TestCorpusIdentities: what others wrote of WS-Security and XUA is judged as their
// index says.
func TestCorpusIdentities(t *testing.T) {
	root := os.Getenv("ETALON_CORPUS")
	if root == "" {
		t.Skip("ETALON_CORPUS is not set")
	}
	own, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	packs, err := own.Of("ihe-xua")
	if err != nil {
		t.Fatal(err)
	}
	b, err := judge.Compile(packs)
	if err != nil {
		t.Fatal(err)
	}
	engine := judge.Schemas{Engine: xsd.Helium(messages.FS()), Files: messages.FS()}
	for _, s := range identities {
		raw, err := os.ReadFile(filepath.Join(root, s.file))
		if err != nil {
			t.Fatal(err)
		}
		block, at := header(string(raw))
		envelope := `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:S="http://www.w3.org/2003/05/soap-envelope"><s:Header>` + block +
			`</s:Header><s:Body><query:AdhocQueryRequest xmlns:query="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"/></s:Body></s:Envelope>`
		r, err := b.File(context.Background(), facts.CaptureInput{Raw: []byte(envelope), At: at.Add(time.Minute)}, engine)
		if err != nil {
			t.Fatalf("%s: %v", s.file, err)
		}
		var failed []string
		for _, f := range r.Findings() {
			failed = append(failed, string(f.Rule))
		}
		for _, id := range s.must {
			if !slices.Contains(failed, id) {
				t.Errorf("%s: %s holds; failed: %v", s.file, id, failed)
			}
		}
		for _, id := range s.hold {
			if slices.Contains(failed, id) {
				t.Errorf("%s: %s fails", s.file, id)
			}
		}
		t.Logf("%s: %v", s.file, failed)
	}
}
