package validate

import (
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/schemas/ans"
)

// outsideTree says why the rules that ANS publishes do not apply to a clinical
// document: they speak of CDA R2 documents that follow the CI-SIS, and meet nothing
// in another. Empty when they do, and for what is no clinical document.
func outsideTree(d *xmldoc.Doc) etalon.Text {
	clinical := ans.Clinical(d)
	if !clinical.OK() {
		return etalon.Text{}
	}
	if id := clinical.Child(clinical.Space(), "typeId"); id.Attr("", "root") != "2.16.840.1.113883.1.3" || id.Attr("", "extension") != "POCD_HD000040" {
		said := id.Attr("", "root") + " " + id.Attr("", "extension")
		return etalon.Text{
			FR: fmt.Sprintf("typeId vaut « %s » et non 2.16.840.1.113883.1.3 POCD_HD000040 : ce document ne se dit pas CDA R2, les règles du référentiel ne s'y appliquent pas.", said),
			EN: fmt.Sprintf("typeId is “%s”, not 2.16.840.1.113883.1.3 POCD_HD000040: this document does not call itself CDA R2, the rules of the pack do not apply to it.", said),
		}
	}
	return judge.Disclaimed(schemas.Claim{Of: "CI-SIS", Realm: "FR", Template: "1.2.250.1.213.1.1."}, clinical)
}
