package demographics_test

import (
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3/demographics"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// FuzzRead: no message breaks the readers, and what a search says again is XML
// that means the same when it stands alone.
func FuzzRead(f *testing.F) {
	f.Add(`<PRPA_IN201305UV02 xmlns="urn:hl7-org:v3"><controlActProcess><queryByParameter><queryId root="1.2"/><parameterList><livingSubjectBirthTime><value value="19800230"/></livingSubjectBirthTime>` +
		`<livingSubjectName><value use="SRCH"><family>A</family></value></livingSubjectName></parameterList></queryByParameter></controlActProcess></PRPA_IN201305UV02>`)
	f.Add(`<q:QUQI_IN000003UV01 xmlns:q="urn:hl7-org:v3"><q:controlActProcess><q:queryContinuation><q:continuationQuantity value="-1"/></q:queryContinuation></q:controlActProcess></q:QUQI_IN000003UV01>`)
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := xmldoc.Parse([]byte(text), xmldoc.Limits{})
		if err != nil {
			return
		}
		s := demographics.ReadSearch(doc.Root())
		if echo := s.Echo(); echo != "" {
			if _, err := xmldoc.Parse([]byte(echo), xmldoc.Limits{}); err != nil {
				t.Errorf("the echo is no XML: %v\n%s", err, echo)
			}
		}
		for _, w := range append(s.Wrong, demographics.ReadContinuation(doc.Root()).Wrong...) {
			if w.Code != "" && (w.Text == "" || w.Location == "") {
				t.Errorf("a flaw without a word or a place: %+v", w)
			}
		}
	})
}
