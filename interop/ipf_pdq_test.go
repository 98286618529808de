package interop

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/schemas"
)

// builtPDQ names the folder of the HL7 V3 part of IPF: a project of its own, since
// Maven Central has it in another version.
const builtPDQ = "ETALON_INTEROP_IPF_PDQ"

// pdqList is the list of what is known of it.
const pdqList = "ipf-pdq/explained.yaml"

func preparePDQ(t *testing.T, direction string) *bench {
	if os.Getenv(builtPDQ) == "" {
		t.Skipf("%s is not set: run make interop", builtPDQ)
	}
	return prepareFrom(t, builtPDQ, pdqList, direction)
}

// IPF as patient demographics consumer, over mutual TLS.
func TestIPFAsDemographicsConsumer(t *testing.T) {
	b := preparePDQ(t, Client)
	listen := free(t)
	driver := b.start("pdq.PdqClient", append(b.key("structure-auth"), "port=0", "patients="+listen+"/xds/patientsPDQ")...)
	r := b.run([]string{scenario.RoleDemographicsConsumer}, fmt.Sprintf("listen: %q\ndriver: {kind: http, url: %q}\n", listen, driver))
	b.settle(Client, r)
}

// IPF as patient demographics supplier, over mutual TLS.
func TestIPFAsDemographicsSupplier(t *testing.T) {
	b := preparePDQ(t, Server)
	base := b.start("pdq.PdqServer", append(b.key("serveur"), "port=0", "patients="+b.people())...)
	r := b.run([]string{scenario.RoleDemographicsSupplier}, fmt.Sprintf(
		"listen: %q\ndriver: {kind: none}\nendpoints: {patients: %s/iti47}\n", free(t), base))
	b.settle(Server, r)
}

// people writes the patients of the catalogue that a supplier knows, one a line:
// ins, oid, family, given, birth, gender, city, postal code, other domain, other id,
// telecom, mother's maiden name.
func (b *bench) people() string {
	b.Helper()
	own, err := schemas.Embedded()
	must(b.T, err)
	cat, _, err := scenario.LoadCatalogue(scenarios.FS(), own)
	must(b.T, err)
	var lines []string
	for _, p := range cat.Patients {
		if p.DMP == etalon.DMPAbsent {
			continue
		}
		other := etalon.Identifier{}
		if len(p.OtherIDs) > 0 {
			other = p.OtherIDs[0]
		}
		lines = append(lines, strings.Join([]string{p.INS, p.OID, p.Family, p.Given, p.Birth, p.Gender, p.City, p.PostalCode, other.Root, other.Extension, p.Telecom, p.MaidenName}, "\t"))
	}
	file := filepath.Join(b.dir, "patients.tsv")
	must(b.T, os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600))
	return file
}
