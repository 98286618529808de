package judge

import (
	"fmt"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas/ans"
	"github.com/etalon-dmp/etalon/validators/schematron"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// TreeShelf makes the shelf of the tree that ANS publishes. Lists that the tree has in
// another place than its rules look are given to them, and the shelf tells it as a
// defect; as published, they are not. cache may be nil: then entries are compiled in
// full and kept so.
func TreeShelf(tree *ans.Tree, asPublished bool, cache schematron.Cache) *Shelf {
	gaps, version, files := tree.Gaps(), "publiée", tree.Filled()
	if asPublished {
		version, files = "publiée, sans réparation (as published)", tree.FS
	} else {
		gaps = append(gaps, tree.Filling()...)
	}
	defects := map[string][]schematron.Defect{}
	for _, g := range gaps {
		defects[g.Entry] = append(defects[g.Entry], schematron.Defect{Code: schematron.MissingDocument, File: g.File, Text: g.Text})
	}
	return NewShelf(DocumentPack{
		Info: etalon.PackInfo{Name: tree.Name, Version: version, Digest: tree.Digest}, FS: files,
		Schema: xsd.SchemaRef(tree.Schema), Confidence: etalon.ConfidenceA, AsPublished: asPublished, Gaps: defects, Cache: cache, Covers: ans.Covers,
	})
}

// OutsideTree says why the rules that ANS publishes do not apply to a clinical
// document: they speak of CDA R2 documents that follow the CI-SIS, and meet nothing
// in another. Empty when they do, and for what is no clinical document.
func OutsideTree(d *xmldoc.Doc) etalon.Text {
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
	return Disclaimed(ans.Followers(), clinical)
}
