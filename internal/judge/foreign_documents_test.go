package judge_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// A document of another country, or of another agreement, gets one sentence and no
// finding, however little of it is as the CI-SIS has it.
func TestAForeignDocumentGetsOneSentence(t *testing.T) {
	sample, err := reference.Sample("structured", "", 1)
	if err != nil {
		t.Fatal(err)
	}
	// None of what makes a header French, and none of what makes a body sound.
	bare := regexp.MustCompile(`<(realmCode|templateId|setId|versionNumber|confidentialityCode|languageCode|id) [^>]*/>|<legalAuthenticator>.*</legalAuthenticator>|<title>[^<]*</title>`).
		ReplaceAllString(string(sample), "")
	with := func(header string) []byte {
		return []byte(strings.Replace(bare, `<typeId`, header+`<typeId`, 1))
	}
	for name, raw := range map[string][]byte{
		"C-CDA":                    with(`<realmCode code="US"/><templateId root="2.16.840.1.113883.10.20.22.1.1" extension="2015-08-01"/><templateId root="2.16.840.1.113883.10.20.22.1.2"/>`),
		"patient summary, eHDSI":   with(`<realmCode code="EU"/><templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.1.3"/><templateId root="1.3.6.1.4.1.19376.1.5.3.1.1.1"/>`),
		"prescription, eHDSI":      with(`<realmCode code="EU"/><templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.1.1"/><templateId root="1.3.6.1.4.1.19376.1.9.1.1.1"/>`),
		"Austria":                  with(`<realmCode code="AT"/><templateId root="1.2.40.0.34.11.1"/>`),
		"of no realm and no claim": with(``),
	} {
		r, err := book(t).File(t.Context(), facts.CaptureInput{Raw: raw}, judge.Schemas{})
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict != etalon.Inconclusive || r.Reason.FR == "" || r.Reason.EN == "" || strings.Contains(r.Reason.EN, "\n") || len(r.Findings()) > 0 {
			t.Errorf("%s: %s, %q, %d findings", name, r.Verdict, r.Reason.EN, len(r.Findings()))
		}
	}
}
