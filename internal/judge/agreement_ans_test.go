package judge

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// stricter are the documents that the official rules let through and ours do not,
// by the rules that say so. Why is in OFFICIAL.md beside the pack ci-sis: the volet
// asks for it, or the schematron switches its own rules off.
var stricter = map[string][]etalon.RuleID{
	"CANCER-D2LM-FIDD_2022.01":                    {"PC01.emptied"}, // a section whose text is there and empty
	"OPH-BRE_2022.02":                             {"PC01.emptied", "SM15.time"},
	"CANCER-PPS_2022.01_feuille-de-style-externe": {"PC09.id"}, // observations whose identifier is empty
	"m0037": {"PC01.emptied", "SM15.time"},
	"m0294": {"PC01.emptied"},
	"m0034": {"PC03.unique"}, // an ID given twice: no official rule looks at it, the XML Schema does
	"m0249": {"PC03.unique", "PC09.id"},
	"m0290": {"PC03.unique"},
	"m0019": {"PC09.bound"},                    // a date without a value
	"m0066": {"SM15.organization"},             // a name that is empty
	"m0152": {"PC09.twice", "SM09.body-value"}, // a value of a set twice
	"m0176": {"PC09.twice"},
	"m0206": {"PC09.twice"},
	"m0219": {"PC09.twice"},
	"m0026": {"SM05.code"},           // no displayName of a profession
	"m0028": {"SM01.type-id"},        // a wrong typeId: no official rule looks at the document
	"m0032": {"SM05.time"},           // a year alone
	"m0060": {"SM06.setting-set"},    // a setting where the schematron does not look at it
	"m0035": {"SM03.profession-set"}, // a code under another code system: the schematron compares codes alone
	"m0141": {"SM06.setting-set"},
	"m0185": {"SM09.content"},            // a professional said to be null, with an identity
	"m0237": {"SM05.authenticator-code"}, // an authenticator without S: no official rule looks at it
	"m0187": {"SM06.start-form"},         // a year alone
	"m0085": {"SM09.body-value"},         // a value beside a nullFlavor, in the body
}

// official entries over the header, and over the templates of the body.
var (
	overHeader = []EntryRef{{Name: "STRUCMIN", File: "schematrons/profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch"}}
	overBody   = []EntryRef{
		{Name: "IHE", File: "schematrons/profils/IHE.sch"},
		{Name: "ANS", File: "schematrons/profils/CI-SIS_Modeles_ANS.sch"},
		{Name: "MDC", File: "schematrons/profils/CI-SIS_ModelesDeContenusCDA.sch"},
	}
)

// agreement is how our rules and the official ones answer the same documents.
type agreement struct{ accepted, refused, missed, stricter int }

// TestAgreementWithTheOfficialRules: no document that the official rules accept is
// refused, but for the differences that are listed, and those that they refuse are
// mostly refused here. The share is told: make agreement.
func TestAgreementWithTheOfficialRules(t *testing.T) {
	_, pack, beside := published(t, true)
	library, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	packs, err := library.Of("ci-sis")
	if err != nil {
		t.Fatal(err)
	}
	book, err := Compile(packs)
	if err != nil {
		t.Fatal(err)
	}
	sets := map[string]string{
		"examples":  filepath.Join(pack, "ExemplesCDA"),
		"mutants-a": filepath.Join(beside, "mutants", "a"), "mutants-b": filepath.Join(beside, "mutants", "b"),
	}
	for set, folder := range sets {
		files, err := filepath.Glob(filepath.Join(folder, "*.xml"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", set, len(files), err)
		}
		said := map[string]*agreement{"header": {}, "body": {}}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			heard, err := book.Capture(context.Background(), facts.CaptureInput{Raw: raw}, Schemas{})
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(filepath.Base(file), ".xml")
			theirs := official(t, beside, set, name)
			said["header"].compare(t, name, joined(theirs, overHeader), speaking(heard.Findings, header...))
			said["body"].compare(t, name, joined(theirs, overBody), speaking(heard.Findings, "PC01.", "PC02.", "PC03.", "PC04.", "PC05.", "PC07.", "PC08.", "PC09.", "PC10.", "PC11.", "SM15."))
		}
		for about, a := range said {
			whole := a.accepted + a.refused + a.missed + a.stricter
			if whole == 0 {
				continue // nothing official was run over it
			}
			if a.missed > tolerated[set+" "+about] || a.accepted+a.refused == 0 {
				t.Errorf("%s, %s: %d are refused by the official rules alone", set, about, a.missed)
			}
			t.Logf("%s, %s: %d of %d answered alike (%d accepted, %d refused), %d refused by the official rules alone, %d here alone",
				set, about, a.accepted+a.refused, whole, a.accepted, a.refused, a.missed, a.stricter)
		}
	}
}

// header are the checks over the header; those over the actors of the body are not.
var header = []string{"SM0", "SM10", "SM11", "SM12", "SM13", "SM14"}

// tolerated is how many documents the official rules may refuse alone: none any more. It
// may only fall.
var tolerated = map[string]int{}

// joined is the verdict of some of the official entries.
func joined(said map[EntryRef]etalon.Verdict, entries []EntryRef) etalon.Verdict {
	v := etalon.NotApplicable
	for _, e := range entries {
		v = v.Join(said[e])
	}
	return v
}

// speaking keeps the findings of rules whose id begins so.
func speaking(all []etalon.Finding, prefixes ...string) []etalon.Finding {
	return slices.DeleteFunc(slices.Clone(all), func(f etalon.Finding) bool {
		return !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(string(f.Rule), p) })
	})
}

func (a *agreement) compare(t *testing.T, name string, theirs etalon.Verdict, found []etalon.Finding) {
	t.Helper()
	ours := etalon.Pass
	for _, f := range found {
		ours = ours.Join(f.Verdict())
	}
	switch {
	case theirs == etalon.NotApplicable:
	case theirs == etalon.Fail && ours == etalon.Fail:
		a.refused++
	case theirs == etalon.Fail:
		a.missed++
	case ours == etalon.Pass:
		a.accepted++
	default:
		a.stricter++
		checkStricter(t, name, found)
	}
}

func checkStricter(t *testing.T, name string, findings []etalon.Finding) {
	t.Helper()
	for _, f := range findings {
		listed := false
		for _, id := range stricter[name] {
			listed = listed || f.Rule == id
		}
		if !listed && f.Verdict() == etalon.Fail {
			t.Errorf("%s: %s fails where the official chain accepts: %s", name, f.Rule, f.Message.EN)
		}
	}
}
