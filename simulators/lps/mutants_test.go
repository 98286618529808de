package lps_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/simulators/lps"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

func TestMutantsAreWellDescribed(t *testing.T) {
	rule := regexp.MustCompile(`^([A-Z]{1,3}[0-9]{2}(\.[a-z0-9-]+)?|XSD\.[a-z]+)$`)
	seen := map[string]bool{}
	families := map[string]bool{}
	for _, m := range lps.Mutants() {
		if seen[m.Name] {
			t.Errorf("%s: twice", m.Name)
		}
		seen[m.Name] = true
		families[string(m.Kills)] = true
		if m.Summary.FR == "" || m.Summary.EN == "" || !rule.MatchString(string(m.Kills)) || len(m.Actions) == 0 {
			t.Errorf("%s: %+v", m.Name, m)
		}
	}
	if len(seen) < 60 || len(families) < 35 {
		t.Errorf("%d mutants of %d rules", len(seen), len(families))
	}
}

func TestUnknownMutantListsTheKnownOnes(t *testing.T) {
	f := newFake(t)
	_, err := lps.New(lps.Config{
		BaseURL: f.url, Auth: keys().TLS("structure-auth"), Sign: keys().TLS("structure-sign"),
		Clock: clock, Rand: zero{}, Mutant: "nope",
	})
	if err == nil || !strings.Contains(err.Error(), "vihf-version") || !strings.Contains(err.Error(), "blind-retry") {
		t.Errorf("%v", err)
	}
}

// misbehave makes the fake answer what a mutant does not survive.
func misbehave(f *fake, m lps.Mutant) {
	answers := map[etalon.BehaviourName]func(http.ResponseWriter, request){
		etalon.BehaveSOAPFault:          fault(false),
		etalon.BehaveMultipartFault:     fault(true),
		etalon.BehaveRegistryError:      say(registryResponse("Failure", "XDSUnknownPatientId")),
		etalon.BehaveTimeout:            func(http.ResponseWriter, request) { panic(http.ErrAbortHandler) },
		etalon.BehaveTruncatedMultipart: truncated,
		etalon.BehaveMissingPart:        spoiltParts(func(parts []mtom.OutPart) []mtom.OutPart { return parts[:1] }),
		etalon.BehaveDuplicatePart:      spoiltParts(func(parts []mtom.OutPart) []mtom.OutPart { return append(parts, parts[1]) }),
		etalon.BehaveWrongRelatesTo:     sayRelated("urn:uuid:00000000-0000-4000-8000-000000000000", registryResponse("Success", "")),
		etalon.BehaveHTTP503: func(w http.ResponseWriter, _ request) {
			w.WriteHeader(http.StatusServiceUnavailable)
		},
		etalon.BehaveCut: func(http.ResponseWriter, request) { panic(http.ErrAbortHandler) },
	}
	kinds := map[etalon.ActionName]string{
		etalon.ActFeed: "ProvideAndRegisterDocumentSetRequest", etalon.ActFetch: "RetrieveDocumentSetRequest",
		etalon.ActQuery: "AdhocQueryRequest", etalon.ActUpdate: "SubmitObjectsRequest",
		etalon.ActUpdateData: "PRPA_IN201314UV02", etalon.ActCreateRecord: "PRPA_IN201311UV02", etalon.ActListRecords: "patientList",
	}
	switch {
	case m.Behaviour != etalon.BehaveRegistryError:
	case m.Actions[0] == etalon.ActUpdateData, m.Actions[0] == etalon.ActCreateRecord:
		answers[m.Behaviour] = say(registered("AE"))
	case m.Actions[0] == etalon.ActListRecords:
		answers[m.Behaviour] = say(ownAnswer("urn:si-dmp-patients", "DMPAccessDeniedByRightsService"))
	}
	if answer := answers[m.Behaviour]; answer != nil {
		f.answers[kinds[m.Actions[0]]] = answer
	}
	qualifying(f, m)
	if m.Plain && m.Actions[0] == etalon.ActFindPatient {
		f.answers["PRPA_IN201305UV02"], f.answers["QUQI_IN000003UV01"] = say(page("AA", 3)), say(page("AA", 0))
		f.answers["QUQI_IN000003UV01_Cancel"] = say(page("CA", 0))
	}
	if r, ok := records[m.Name]; ok {
		f.answers["PRPA_IN201307UV02"] = say(found(r.status, r.authorisation, ""))
	}
}

// page is one answer of a patient demographics supplier, with more to come.
func page(ack string, left int) string {
	return `<PRPA_IN201306UV02 xmlns="urn:hl7-org:v3"><id root="1.2.3" extension="r1"/><acknowledgement><typeCode code="` + ack + `"/></acknowledgement>` +
		`<controlActProcess><queryAck><queryResponseCode code="OK"/><resultRemainingQuantity value="` + strconv.Itoa(left) + `"/></queryAck></controlActProcess></PRPA_IN201306UV02>`
}

// records are those in which a defect shows, where an open one hides it.
var records = map[string]struct{ status, authorisation string }{
	"access-as-gp":       {"active", "NON_EXISTE"},
	"access-nothing":     {"active", "NON_EXISTE"},
	"access-removed":     {"active", "NON_EXISTE"},
	"access-unqualified": {"active", "NON_EXISTE"},
	"access-unsaid":      {"active", "NON_EXISTE"},

	"access-lower-case":    {"active", "NON_EXISTE"},
	"access-twice":         {"active", "NON_EXISTE"},
	"access-patient-named": {"active", "NON_EXISTE"},
	roleFirst:              {"active", "NON_EXISTE"},
	"access-role-unknown":  {"active", "NON_EXISTE"},
	"access-for-another":   {"active", "NON_EXISTE"},
	"access-as-list":       {"active", "NON_EXISTE"},

	"rights-structure-declare":    {"active", "NON_EXISTE"},
	"rights-occupational-declare": {"active", "NON_EXISTE"},
	"closed-record-fed":           {"terminated", "VALIDE"},

	"registration-card-unnamed":   {"", ""},
	"created-without-consent":     {"", ""},
	"created-one-opposition":      {"", ""},
	"created-card-changed":        {"", ""},
	"created-card-uncoded":        {"", ""},
	"created-in-secret":           {"", ""},
	"created-sent-twice":          {"", ""},
	"reactivated-without-consent": {"terminated", "VALIDE"},
	"reactivated-other-consent":   {"terminated", "VALIDE"},
	"reactivated-terminated":      {"terminated", "VALIDE"},
	"closed-record-changed":       {"terminated", "VALIDE"},
	"forbidden-record-listed":     {"active", "INTERDIT"},
	"forbidden-record-closed":     {"active", "INTERDIT"},
	"unusable-data-read":          {"active", "INTERDIT"},
}

// roleFirst shows where a role is declared.
const roleFirst = "access-role-first"

// actions are what is asked for an action to show all that it does.
func actions(name etalon.ActionName) []etalon.Action {
	a := action(name)
	a.Params["title"], a.Params["folder"], a.Params["uniqueIds"] = "Suivi", "2.25.9", "2.25.77 2.25.78"
	switch name {
	case etalon.ActUpdateData, etalon.ActCreateRecord, etalon.ActReactivateRecord, etalon.ActCloseRecord, etalon.ActCreateAccount, etalon.ActUpdateChannel,
		etalon.ActRenewAccount, etalon.ActListAuthorised, etalon.ActListRecords:
		a.Patient.Representative = &etalon.Relative{Family: "ETALON-MERE", Given: "Odile", Role: "MTH"}
		for key, value := range map[string]string{
			"street": "20 rue des édelweiss", "phone": "0699000001", "opposeEmergency": "true", "reason": "Motif saisi", "by": "document", "mode": "ACTIVE",
			"type": "SMS", "channel": "0699000001", "action": "AJOUT",
		} {
			a.Params[key] = value
		}
	case etalon.ActQualify:
		return qualify(a)
	case etalon.ActFeed:
		a.Documents = append(a.Documents, etalon.Document{ID: "DOC-B", Title: "Document B", Body: "structured", TypeCode: "11488-4"},
			etalon.Document{ID: "DOC-C", Title: "Document C", Body: "vaccination", TypeCode: "87273-9"},
			etalon.Document{ID: "DOC-D", Title: "Document D", Body: "scan", TypeCode: "11490-0"},
			etalon.Document{ID: "DOC-E", Title: "Document E", Body: "self-presenting", TypeCode: "11488-4"})
	case etalon.ActFindPatient:
		more, cancel := a, a
		more.Params = map[string]string{"by": "name birth gender id", "quantity": "3", "degree": "80", "domains": "1.2.9", "more": "continue"}
		cancel.Params = map[string]string{"by": "beginning birth", "quantity": "3", "more": "cancel"}
		return []etalon.Action{a, more, cancel}
	case etalon.ActQuery:
		var all []etalon.Action
		for _, query := range []string{"FindDocuments", "GetDocuments", "GetAssociations"} {
			one := a
			one.Params = map[string]string{"query": query, "uniqueId": "2.25.77", "type": "11488-4^^2.16.840.1.113883.6.1", "from": "20260101000000"}
			one.Params["role"], one.Params["purpose"], one.Params["consent"] = "1^2.25.1", "TREATMENT^2.25.2", "urn:oid:2.25.3"
			if query == "GetAssociations" {
				one.Params["entry"] = "urn:uuid:entry1"
			}
			all = append(all, one)
		}
		return all
	}
	return []etalon.Action{a}
}

// perform runs the actions of a mutant and gives all that can be seen of it.
func perform(t *testing.T, mutant string, m lps.Mutant) string {
	t.Helper()
	f := newFake(t)
	misbehave(f, m)
	l := newLPS(t, f, func(c *lps.Config) {
		c.Mutant, c.Plain, c.Identity = mutant, m.Plain || m.Trust || m.Imaging, m.Trust
		switch m.Name {
		case lps.OwnDoor:
			c.INSi = keys().TLS(pki.INSiAuto)
		case lps.ManualDoor:
			c.INSi = keys().TLS(pki.INSiManual)
		}
		if m.Warns { // rights are those of a person with a card
			c.Mode = etalon.ModeDirect
		}
	})
	var seen strings.Builder
	for _, name := range m.Actions {
		for _, a := range actions(name) {
			if m.Trust { // what the user chose of signatures
				a.Params["sign"], a.Params["verify"] = "detached", "true"
				if name == etalon.ActFeed && m.Name == "dsg-other-set" {
					a.Params["sign"] = "set"
				}
			}
			if m.Name == roleFirst {
				a.Params["role"] = "MEDECIN_TRAITANT"
			}
			if m.Imaging {
				a.Documents = []etalon.Document{{ID: "DOC-A", Title: "Manifeste", Body: "kos", TypeCode: "IMG-KOS"}}
				a.Params = map[string]string{"study": "2.25.28", "accession": "ETALON-1", "modalities": "CT", "instances": "3", "studyDate": "20261118093000"}
			}
			r := l.Do(context.Background(), a)
			seen.WriteString(string(name) + " " + r.Status + " " + r.Shown + "\n")
		}
	}
	return strings.ReplaceAll(seen.String()+traffic(f.requests()), f.url, "")
}

// With the same clock and randomness the LPS says the same bytes, so that any
// difference is the defect.
func TestEveryMutantShowsAndTheConformingOneIsSteady(t *testing.T) {
	steady := map[string]string{}
	for _, m := range lps.Mutants() {
		if m.Node {
			continue // see TestEveryMutantOfTheNodeShows
		}
		if slices.Contains(m.Actions, etalon.ActViewStudy) {
			continue // they show where there is a source of images: the self-test of the imaging consumer has one
		}
		if m.Name == "xds-another-author" || m.Name == "xds-entries-for-references" {
			continue // they show in a search that names an author, or how much is returned: a session asks that
		}
		t.Run(m.Name, func(t *testing.T) {
			key := fmt.Sprint(m.Behaviour, m.Plain, m.Trust, m.Imaging, m.Warns, m.Name == "dsg-other-set", m.Name == roleFirst, m.Name == lps.OwnDoor, m.Name == lps.ManualDoor, records[m.Name])
			for _, a := range m.Actions {
				key += " " + string(a)
			}
			if steady[key] == "" {
				steady[key] = perform(t, "", m)
				if perform(t, "", m) != steady[key] {
					t.Fatal("the conforming LPS is not deterministic")
				}
			}
			if perform(t, m.Name, m) == steady[key] {
				t.Error("the defect does not show")
			}
		})
	}
}
