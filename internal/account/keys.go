package account

import (
	"cmp"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// segment is the step of a keyed path for an element, and whether it bears a key
// of its own: Slot by name, Classification by scheme, Attribute by name, Reference
// by what it points at, entry by its role.
func segment(e xmldoc.Node) (step string, keyed bool) {
	key := ""
	switch e.Local() {
	case "Slot":
		key = e.Attr("", "name")
	case "Classification":
		key = named(e.Attr("", "classificationScheme") + e.Attr("", "classificationNode"))
	case "ExternalIdentifier":
		key = named(e.Attr("", "identificationScheme"))
	case "ExtrinsicObject":
		key = entryRole(e)
	case "Association":
		key = lastWord(e.Attr("", "associationType"))
	case "Attribute":
		key = e.Attr("", "Name")
	case "AdhocQuery":
		key = named(e.Attr("", "id"))
	case "templateId":
		key = e.Attr("", "root")
	case "Reference":
		key = pointsAt(e)
	case "ActiveParticipant":
		if key = coded(e, "RoleIDCode"); !strings.HasPrefix(key, "11015") { // the roles of DICOM PS3.16, CID 402
			key = "personne"
		}
	case "ParticipantObjectIdentification":
		key = coded(e, "ParticipantObjectIDTypeCode")
	case "ParticipantObjectDetail":
		key = e.Attr("", "type")
	}
	if key == "" {
		return e.Local(), false
	}
	return e.Local() + "[" + key + "]", true
}

// coded is the code of a child of an audit message, in either spelling.
func coded(e xmldoc.Node, child string) string {
	for c := range e.Children() {
		if c.Local() == child {
			return cmp.Or(c.Attr("", "csd-code"), c.Attr("", "code"))
		}
	}
	return ""
}

// pointsAt says what a reference of a signature is to.
func pointsAt(e xmldoc.Node) string {
	uri := e.Attr("", "URI")
	switch {
	case e.Space() != nsDSig:
		return ""
	case e.Attr("", "Type") != "":
		return lastWord(e.Attr("", "Type"))
	case strings.HasPrefix(uri, "#"):
		return "element"
	case e.Parent().Local() != "Manifest":
		return "outside"
	}
	for first := range e.Parent().ChildrenNamed(nsDSig, "Reference") {
		if first == e {
			return "lot"
		}
		break
	}
	return "document"
}

func lastWord(s string) string {
	if i := strings.LastIndexAny(s, ":#"); i >= 0 {
		return s[i+1:]
	}
	return s
}

// entryRole tells the signature of a lot from other documents.
func entryRole(e xmldoc.Node) string {
	for c := range e.ChildrenNamed(ebrim.NSRIM, ebrim.Classification) {
		if c.Attr("", "classificationScheme") == ebrim.ClassCode && c.Attr("", "nodeRepresentation") == signatureClass {
			return "signature"
		}
	}
	return "document"
}

// signatureClass is the class of the signature of a lot (CI-SIS, document sharing).
const signatureClass = "urn:oid:1.3.6.1.4.1.19376.1.2.1.1.1"

// named gives the well-known identifiers of ebXML objects their names.
func named(uuid string) string {
	if name, ok := map[string]string{
		ebrim.StableDocument: "stable", ebrim.OnDemandDocument: "on-demand", ebrim.SubmissionSetNode: "set", ebrim.FolderNode: "folder",
		ebrim.DocumentUniqueID: "document.uniqueId", ebrim.DocumentPatientID: "document.patientId", ebrim.DocumentAuthor: "document.author",
		ebrim.ClassCode: "classCode", ebrim.TypeCode: "typeCode", ebrim.FormatCode: "formatCode", ebrim.ConfidentialityCd: "confidentialityCode",
		ebrim.FacilityTypeCode: "facilityTypeCode", ebrim.PracticeSetting: "practiceSettingCode", ebrim.EventCodeList: "eventCode",
		ebrim.SetUniqueID: "set.uniqueId", ebrim.SetSourceID: "set.sourceId", ebrim.SetPatientID: "set.patientId", ebrim.SetAuthor: "set.author",
		ebrim.SetContentType: "contentTypeCode", ebrim.FolderUniqueID: "folder.uniqueId", ebrim.FolderPatientID: "folder.patientId",
		ebrim.FolderCodeList: "folder.code", ebrim.Documentation: "documentation",
		ebrim.FindDocuments: "FindDocuments", ebrim.FindSubmissionSets: "FindSubmissionSets", ebrim.FindFolders: "FindFolders",
		ebrim.GetAll: "GetAll", ebrim.GetDocuments: "GetDocuments", ebrim.GetFolders: "GetFolders", ebrim.GetAssociations: "GetAssociations",
		ebrim.GetDocumentsAndAssociations: "GetDocumentsAndAssociations", ebrim.GetSubmissionSets: "GetSubmissionSets",
		ebrim.GetSubmissionSetAndContents: "GetSubmissionSetAndContents", ebrim.GetFolderAndContents: "GetFolderAndContents",
		ebrim.GetFoldersForDocument: "GetFoldersForDocument", ebrim.GetRelatedDocuments: "GetRelatedDocuments",
		ebrim.FindByReferenceID: "FindDocumentsByReferenceId",
	}[uuid]; ok {
		return name
	}
	return uuid
}
