package rights_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/patients"
	"github.com/etalon-dmp/etalon/simulators/rights"
)

func TestSetAuthorization(t *testing.T) {
	d := patients.New("1.2.3")
	d.Reset([]etalon.Patient{
		{INS: "1", OID: "1.9", DMP: etalon.DMPActive, Authorisation: "NON_EXISTE"},
		{INS: "2", OID: "1.9", DMP: etalon.DMPClosed},
		{INS: "3", OID: "1.9", DMP: etalon.DMPActive, Authorisation: "INTERDIT"},
		{INS: "4", OID: "1.9", DMP: etalon.DMPAbsent},
	})
	who := actor.Who{ID: "899900000017", Name: "Camille ETALON", Purpose: "normal", Roles: []string{"10", "SM54"}, Labels: []string{"Médecin", "Médecine générale"}}
	emergency := who
	emergency.Purpose = "bris_de_glace"
	for _, c := range []struct {
		ins, body string
		who       actor.Who
		status    string
		context   string
	}{
		{"1", "<h:action>AJOUT</h:action>", who, "DMPOk", "Autorisation ajoutée"},
		{"1", "<h:action>AJOUT</h:action>", who, "DMPOk", "déjà présente"},
		{"1", "<h:action>AJOUT</h:action>", emergency, "DMPAccessDeniedByRightsService", "bris_de_glace"},
		{"1", "<h:action>SUPPRESSION</h:action>", who, "DMPOk", "Autorisation supprimée"},
		{"1", "", who, rights.NotPublic, "action absente"},
		{"1", "<h:action>Ajout</h:action>", who, rights.NotPublic, "inconnue"},
		{"1", "<h:action>AJOUT</h:action><h:role>INFIRMIER</h:role>", who, rights.NotPublic, "role inconnu"},
		{"1", "<action>AJOUT</action>", who, rights.NotPublic, "action absente"}, // unqualified
		{"2", "<h:action>AJOUT</h:action>", who, "DMPAccessDeniedByRightsService", "Le DMP est fermé"},
		{"3", "<h:action>AJOUT</h:action>", who, "DMPAccessDeniedByRightsService", "bloqué"},
		{"4", "<h:action>AJOUT</h:action>", who, "DMPAccessDeniedByRightsService", "Aucun DMP"},
		{"", "<h:action>AJOUT</h:action>", who, "DMPAccessDeniedByRightsService", "Aucun DMP"},
	} {
		got := rights.Set(d, parsed(t, "setAuthorization", c.body), cx(c.ins), c.who, now)
		if got.Status != c.status || !strings.Contains(got.Context, c.context) {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

// What a professional declares is in the list of the record, and in the answer
// to the next existence test.
func TestListFollowsTheState(t *testing.T) {
	d := patients.New("1.2.3")
	d.Reset([]etalon.Patient{{INS: "1", OID: "1.9", DMP: etalon.DMPActive, Authorisation: "NON_EXISTE"}})
	who := actor.Who{ID: "899900000017", Name: "Camille ETALON", Purpose: "normal", Roles: []string{"10", "SM54"}, Labels: []string{"Médecin", "Médecine générale"}}
	rows := func(mode string) string {
		a := rights.List(d, parsed(t, "listAuthorizationByPatient", mode), cx("1"), who, now)
		var ids []string
		for _, r := range a.Authorisations {
			ids = append(ids, r.ID+" "+r.Mode+" "+strconv.FormatBool(r.Attending))
		}
		return a.Status + " " + strings.Join(ids, ", ")
	}
	others := "899900000025 ACTIVE false, 899900000033 INTERDITE false"
	for i, step := range []struct{ set, list, want string }{
		{"", "<h:mode>TOUTE</h:mode>", "DMPOk " + others},
		{"<h:action>AJOUT</h:action><h:role>MEDECIN_TRAITANT</h:role>", "<h:mode>ACTIVE</h:mode>", "DMPOk 899900000025 ACTIVE false, 899900000017 ACTIVE true"},
		{"", "<h:mode>INTERDITE</h:mode>", "DMPOk 899900000033 INTERDITE false"},
		{"<h:action>SUPPRESSION</h:action><h:role>MEDECIN_TRAITANT</h:role>", "", "DMPOk " + others + ", 899900000017 ACTIVE false"},
		{"<h:action>SUPPRESSION</h:action>", "", "DMPOk " + others},
		{"", "<h:mode>AUCUNE</h:mode>", rights.NotPublic + " "},
	} {
		if step.set != "" {
			rights.Set(d, parsed(t, "setAuthorization", step.set), cx("1"), who, now)
		}
		if got := rows(step.list); got != step.want {
			t.Errorf("step %d: %s, not %s", i, got, step.want)
		}
	}
}

// What staff declare goes to their structure, and no person is authorised by it.
func TestStaffAuthoriseTheirStructure(t *testing.T) {
	d := patients.New("1.2.3")
	d.Reset([]etalon.Patient{{INS: "1", OID: "1.9", DMP: etalon.DMPActive, Authorisation: "NON_EXISTE"}})
	who := actor.Who{ID: "3990000012/77", Name: "SECRETAIRE Paule", Structure: "1990000012", Purpose: "normal", Roles: []string{"SECR_MED"}, Labels: []string{"Secrétaire"}, Systems: []string{"1.2.250.1.213.1.1.4.6"}}
	declare := parsed(t, "setAuthorization", "<h:action>AJOUT</h:action>")
	for range 2 {
		if a := rights.Set(d, declare, cx("1"), who, now); a.Status != "DMPOk" {
			t.Fatalf("%+v", a)
		}
	}
	var found []string
	for _, r := range rights.List(d, parsed(t, "listAuthorizationByPatient", "<h:mode>ACTIVE</h:mode>"), cx("1"), who, now).Authorisations {
		found = append(found, r.ID+" "+r.Type+" "+r.Family)
	}
	if want := "899900000025 1.2.250.1.71.4.2.1"; len(found) != 2 || !strings.HasPrefix(found[0], want) || found[1] != "1990000012 1.2.250.1.71.4.2.2 " {
		t.Errorf("%q", found)
	}
}

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func cx(ins string) string { return ins + "^^^&1.9&ISO^NH" }

func parsed(t *testing.T, operation, body string) xmldoc.Node {
	t.Helper()
	doc, err := xmldoc.Parse([]byte(`<h:`+operation+` xmlns:h="urn:si-dmp-habilitations">`+body+`</h:`+operation+`>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return doc.Root()
}
