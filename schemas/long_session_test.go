package schemas_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// grows is how many times as much a rule may take of a session twice as long. Twice is
// linear, and so is a little more, for lists are found by halving; four is each call
// compared with all others.
const grows = 2.6

// compared are rules that compare what is told of one object with all else that is told
// of it: their work grows with the square of how often a session tells of one object, not
// with its length. LC02, of a registry asked by Étalon, looks at all that was sent for
// each of the few such questions of a scenario.
var compared = map[string]string{
	"LC01.version": "each version of one object", "LC01.content": "each entry of one document", "LC02.got": "", "LC02.found": "",
	"CT01.registered": "each sending of one document", "IS03.renewed": "each use of one assertion that was refused",
	"CL07.daily": "what a product does after a day with each question to a time server, of which a day has a few",
}

// A session may have thousands of exchanges: what a rule takes of it, in nodes looked
// at, grows with its length and not with the square of it, whether its messages are of
// one patient or of many.
func TestRulesOverLongSessions(t *testing.T) {
	bases, err := filepath.Glob("packs/*/examples/base/*.xml")
	if err != nil {
		t.Fatal(err)
	}
	schemata, met := load(t), 0
	for _, file := range bases {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		head, body, ok := cutSession(string(text))
		if !ok {
			continue
		}
		base := strings.TrimSuffix(filepath.Base(file), ".xml")
		for _, s := range speakFor(t, schemata, base, "session") {
			for _, fresh := range []bool{true, false} {
				n := max(8, 300_000/len(body))
				short, long := costs(t, s, repeated(head, body, n, fresh)), costs(t, s, repeated(head, body, 2*n, fresh))
				for i := range long {
					if _, known := compared[string(s.Rule(i).ID)]; known {
						continue
					}
					met++
					for what, of := range map[string][2]int{"context": {short[i].Context, long[i].Context}, "test": {short[i].Test, long[i].Test}} {
						if of[1] > 20*n && float64(of[1]) > grows*float64(of[0]) {
							t.Errorf("%s, %s, fresh identifiers %v: the %s of %s takes %d, and of a session twice as long %d", s.pack, base, fresh, what, s.Rule(i).ID, of[0], of[1])
						}
					}
				}
			}
		}
	}
	if met == 0 {
		t.Error("no rule over sessions was met")
	}
}

// cutSession splits the document of a session before what can be repeated in it.
func cutSession(text string) (head, body string, ok bool) {
	if !strings.Contains(text, "<ev:session ") {
		return "", "", false
	}
	begins := strings.Index(text, "<ev:scenario")
	if outside := strings.Index(text, "<ev:call"); begins < 0 || outside >= 0 && outside < begins {
		begins = outside
	}
	ends := strings.LastIndex(text, "</ev:session>")
	if begins < 0 || ends < begins {
		return "", "", false
	}
	return text[:begins], text[begins:ends], true
}

// named are the attributes that name a message or what is in it.
var named = regexp.MustCompile(` (exchange|[a-z0-9-]*-id|id|lid|ins|source|target|named|submission-set|continues|acknowledges)="([^"]+)"`)

// repeated is a session whose content comes n times, each time with identifiers of its
// own where they are fresh, and with the exchanges' own in any case.
func repeated(head, body string, n int, fresh bool) []byte {
	var b strings.Builder
	b.WriteString(head)
	for i := range n {
		b.WriteString(named.ReplaceAllStringFunc(body, func(found string) string {
			if !fresh && !strings.HasPrefix(found, " exchange=") {
				return found
			}
			return fmt.Sprintf("%s-%d\"", found[:len(found)-1], i)
		}))
	}
	b.WriteString("</ev:session>")
	return []byte(b.String())
}

func costs(t *testing.T, s set, text []byte) []schematron.Cost {
	t.Helper()
	d, err := xmldoc.Parse(text, xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	report, err := s.RunWithin(t.Context(), d, schematron.Bounds{Count: true})
	if err != nil {
		t.Fatal(err)
	}
	return report.Costs()
}
