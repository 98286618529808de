package rights_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
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
	for _, c := range []struct{ ins, operation, status, context string }{
		{"1", "AJOUT", "DMPOk", "Autorisation ajoutée"},
		{"1", "AJOUT", "DMPOk", "Autorisation déjà présente : aucune modification"},
		{"1", "SUPPRESSION", "DMPOk", "Autorisation supprimée"},
		{"1", "", "DMPOk", "Autorisation ajoutée"},
		{"2", "AJOUT", "DMPAccessDeniedByRightsService", "Le DMP est fermé"},
		{"3", "AJOUT", "DMPAccessDeniedByRightsService", ""},
		{"3", "AJOUT", "DMPAccessDeniedByRightsService", ""},
		{"4", "AJOUT", "DMPAccessDeniedByRightsService", ""},
		{"", "AJOUT", "DMPAccessDeniedByRightsService", ""},
	} {
		doc, err := xmldoc.Parse([]byte(`<h:setAuthorization xmlns:h="urn:si-dmp-habilitations"><a><mode>`+c.operation+`</mode></a></h:setAuthorization>`), xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		got := rights.Set(d, doc.Root(), c.ins+"^^^&1.9&ISO^NH")
		if !strings.Contains(got, "<hab:status>"+c.status+"</hab:status>") || !strings.Contains(got, c.context) {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
