package schematron

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Wherever a rule is when there is no more work to spend, it has no value: it does not
// break the run, and neither it nor the next one takes what was not looked at for absent.
func TestARuleWithoutWorkLeftHasNoValue(t *testing.T) {
	s, defects, err := Load(fstest.MapFS{"main.sch": wrap("", `
<pattern id="p"><rule context="r">
<assert id="last" test="last">no last</assert>
<assert id="also" test="last">no last</assert>
<assert id="one" test="count(i) &gt; 5 or last">no last</assert>
<assert id="pair" test="not(i[@k = preceding-sibling::i[1]/@k])">twice</assert>
</rule></pattern>`)}, "main.sch", Options{})
	if err != nil || len(defects) > 0 {
		t.Fatal(err, defects)
	}
	d, err := xmldoc.Parse([]byte("<r>"+strings.Repeat("<i k='1'/>", 50_000)+"<last/></r>"), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, work := range []int{1, 2, 100, 1000, 40_000} {
		report, err := s.RunWithin(t.Context(), d, Bounds{Work: work})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range report.Checks {
			t.Errorf("with %d: %s is said to be broken", work, s.Rule(c.Rule).ID)
		}
		for _, e := range report.Errors {
			if !e.OfLimit() {
				t.Errorf("with %d: %s: %s", work, s.Rule(e.Rule).ID, e.Reason)
			}
		}
		if work < 1000 && len(report.Errors) == 0 {
			t.Errorf("with %d everything has a value", work)
		}
	}
	report, err := s.Run(t.Context(), d)
	if err != nil || len(report.Errors) > 0 || len(report.Checks) != 1 {
		t.Errorf("without a bound: %d errors, %d checks, %v", len(report.Errors), len(report.Checks), err)
	}
}
