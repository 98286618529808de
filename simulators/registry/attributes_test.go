package registry_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

// Each attribute of a document entry, missing or malformed alone (spec: IHE §1.8,
// §1.9): refused, and the error names it and says where.
func TestDocumentAttributes(t *testing.T) {
	for name, c := range map[string]struct {
		change change
		want   string // in the context
		path   string // the end of the location; "" any
	}{
		"classCode":                 {unclassified(ebrim.ClassCode), "DocumentEntry.classCode missing", ebrim.ClassCode + "']"},
		"typeCode":                  {unclassified(ebrim.TypeCode), "DocumentEntry.typeCode missing", ebrim.TypeCode + "']"},
		"formatCode":                {unclassified(ebrim.FormatCode), "DocumentEntry.formatCode missing", ""},
		"confidentialityCode":       {unclassified(ebrim.ConfidentialityCd), "DocumentEntry.confidentialityCode missing", ""},
		"facility":                  {unclassified(ebrim.FacilityTypeCode), "DocumentEntry.healthcareFacilityTypeCode missing", ""},
		"practice":                  {unclassified(ebrim.PracticeSetting), "DocumentEntry.practiceSettingCode missing", ""},
		"two classCodes":            {classified(ebrim.ClassCode, "11", "1.1"), "DocumentEntry.classCode 2 codes", ""},
		"code without scheme":       {func(o *ebrim.Object) { o.Classifications[1].Slots = nil }, "codingScheme needs one value", ""},
		"code without label":        {func(o *ebrim.Object) { o.Classifications[1].Name = nil }, "no display name", ""},
		"empty code":                {func(o *ebrim.Object) { o.Classifications[1].SetAttr("nodeRepresentation", "") }, "nodeRepresentation is empty", ""},
		"foreign classification":    {func(o *ebrim.Object) { o.Classifications[1].SetAttr("classifiedObject", "Other") }, "names another object", ""},
		"classification of nothing": {func(o *ebrim.Object) { o.Classifications[1].SetAttr("classifiedObject", "") }, "names another object", ""},
		"identifier of nothing":     {func(o *ebrim.Object) { o.Identifiers[0].SetAttr("registryObject", "") }, "names another object", ""},
		"id of another":             {func(o *ebrim.Object) { o.Classifications[1].SetAttr("id", "Document01") }, "two objects have the id Document01", "/@id"},
		"nested ids": {func(o *ebrim.Object) {
			o.Classifications[1].SetAttr("id", "c1")
			o.Identifiers[0].SetAttr("id", "c1")
		}, "two objects have the id c1", "/@id"},
		"code with a blank":       {func(o *ebrim.Object) { o.Classifications[1].SetAttr("nodeRepresentation", "11 ") }, "white space around", ""},
		"scheme with a blank":     {func(o *ebrim.Object) { o.Classifications[1].SetSlot("codingScheme", " 1.1") }, "codingScheme needs one value", ""},
		"slot with a blank":       {slot("languageCode", "fr-FR\n"), "white space around", ""},
		"identifier with a blank": {func(o *ebrim.Object) { o.Identifiers[1].SetAttr("value", " "+oid(1)) }, "not an identifier", ""},
		"30 February":             {slot("creationTime", "20260230120000"), "not a DTM", ""},
		"second arc of 40":        {slot("repositoryUniqueId", "1.40.3"), "not an OID", ""},
		"unknown classification":  {classified("urn:uuid:1", "x", "y"), "unknown classificationScheme", ""},
		"creationTime":            {without("creationTime"), "DocumentEntry.creationTime missing", "Slot[@name='creationTime']"},
		"languageCode":            {without("languageCode"), "DocumentEntry.languageCode missing", ""},
		"sourcePatientId":         {without("sourcePatientId"), "DocumentEntry.sourcePatientId missing", ""},
		"hash":                    {without("hash"), "DocumentEntry.hash missing", ""},
		"size":                    {without("size"), "DocumentEntry.size missing", ""},
		"repositoryUniqueId":      {without("repositoryUniqueId"), "DocumentEntry.repositoryUniqueId missing", ""},
		"empty slot":              {slot("creationTime"), "DocumentEntry.creationTime missing", ""},
		"two values":              {slot("size", "1", "2"), "DocumentEntry.size 2 values", ""},
		"slot twice":              {func(o *ebrim.Object) { o.Slots = append(o.Slots, o.Slots[0]) }, "the Slot is repeated", ""},
		"month 13":                {slot("creationTime", "202613"), "not a DTM", ""},
		"offset":                  {slot("serviceStartTime", "20260101120000+0100"), "not a DTM", ""},
		"odd digits":              {slot("creationTime", "2026010"), "not a DTM", ""},
		"stop before start": {func(o *ebrim.Object) {
			o.SetSlot("serviceStartTime", "20260102")
			o.SetSlot("serviceStopTime", "20260101")
		}, "before serviceStartTime", ""},
		"short hash":            {slot("hash", "abc"), "not a SHA-1", ""},
		"size in decimals":      {slot("size", "12.5"), "not a number of bytes", ""},
		"language":              {slot("languageCode", "fr_FR"), "not a language code", ""},
		"repository OID":        {slot("repositoryUniqueId", "1.02"), "not an OID", ""},
		"long OID":              {slot("repositoryUniqueId", "1."+strings.Repeat("1", 63)), "not an OID", ""},
		"sourcePatientInfo":     {slot("sourcePatientInfo", "Doe"), "not PID-n|value", ""},
		"legalAuthenticator":    {slot("legalAuthenticator", "^^Anne"), "not an XCN", ""},
		"availability":          {slot("documentAvailability", "Online"), "not Online or Offline", ""},
		"reference":             {slot(ebrim.ReferenceIDs, "123"), "not a CXi", ""},
		"unknown slot":          {slot("more", "1"), "no attribute of this name", ""},
		"IHE slot":              {slot("urn:ihe:more", "1"), "no attribute of this name", ""},
		"author without a name": {author("^^^"), "not an XCN", ""},
		"author with nothing":   {author(""), "no sub-attribute", ""},
		"mimeType":              {attr("mimeType", "xml"), "not a MIME type", "/@mimeType"},
		"objectType":            {attr("objectType", "urn:x"), "neither Stable nor On-Demand", ""},
		"home":                  {attr("home", "1.2.3"), "not an OID URN", ""},
		"limited": {func(o *ebrim.Object) {
			o.Classifications = append(o.Classifications, node(o.ID(), ebrim.LimitedDocument))
		}, "forbidden in XDS", ""},
		"name of uniqueId": {func(o *ebrim.Object) { o.Identifiers[1].Name = nil }, "the Name must be XDSDocumentEntry.uniqueId", ""},
		"patientId form":   {func(o *ebrim.Object) { o.Identifiers[0].SetAttr("value", "A1^^^1.2.3") }, "not a CX", ""},
		"no uniqueId":      {func(o *ebrim.Object) { o.Identifiers = o.Identifiers[:1] }, "DocumentEntry.uniqueId missing", ""},
		"second uniqueId": {func(o *ebrim.Object) {
			o.Identifiers = append(o.Identifiers, ebrim.Identified("", ebrim.DocumentUniqueID, o.ID(), oid(5), "XDSDocumentEntry.uniqueId"))
		}, "DocumentEntry.uniqueId repeated", ""},
		"identifier of a set": {func(o *ebrim.Object) {
			o.Identifiers = append(o.Identifiers, ebrim.Identified("", ebrim.SetSourceID, o.ID(), oid(5), "x"))
		}, "unknown identificationScheme", ""},
		"long uniqueId":  {func(o *ebrim.Object) { o.Identifiers[1].SetAttr("value", strings.Repeat("x", 129)) }, "not an identifier", ""},
		"long extension": {func(o *ebrim.Object) { o.Identifiers[1].SetAttr("value", "1.2.3^12345678901234567") }, "not an identifier", ""},
	} {
		errors := begin(t, registry.IHE()).Register(lot(901, anna, entry("Document01", oid(1), anna, c.change)))
		found := false
		for _, e := range errors {
			found = found || e.Code == "XDSRegistryMetadataError" && strings.Contains(e.Context, "Document01: ") && strings.Contains(e.Context, c.want) &&
				strings.HasPrefix(e.Location, "/lcm:SubmitObjectsRequest/rim:RegistryObjectList/rim:ExtrinsicObject[@id='Document01']") && strings.HasSuffix(e.Location, c.path)
		}
		if !found {
			t.Errorf("%s: %+v, want %q at %q", name, errors, c.want, c.path)
		}
	}
}

func TestOtherAttributes(t *testing.T) {
	set := func(c change) []*ebrim.Object {
		return []*ebrim.Object{submissionSet(uuid(901), oid(901), anna, c)}
	}
	fold := func(c change) []*ebrim.Object { return lot(901, anna, folder("F", oid(1), anna, c)) }
	for name, c := range map[string]struct {
		objects []*ebrim.Object
		want    string
	}{
		"submissionTime":  {set(without("submissionTime")), "SubmissionSet.submissionTime missing"},
		"contentTypeCode": {set(unclassified(ebrim.SetContentType)), "SubmissionSet.contentTypeCode missing"},
		"sourceId":        {set(func(o *ebrim.Object) { o.Identifiers[1].SetAttr("value", "here") }), "SubmissionSet.sourceId not an OID"},
		"recipient":       {set(slot("intendedRecipient", "||")), "SubmissionSet.intendedRecipient not XON|XCN|XTN"},
		"no sourceId":     {set(func(o *ebrim.Object) { o.Identifiers[1].SetAttr("value", "") }), "SubmissionSet.sourceId missing"},
		"codeList":        {fold(unclassified(ebrim.FolderCodeList)), "Folder.codeList missing"},
		"title":           {fold(func(o *ebrim.Object) { o.Name = nil }), "Folder.title missing"},
		"lastUpdateTime":  {fold(slot("lastUpdateTime", "2026")), "Folder.lastUpdateTime not a DTM with seconds"},
		"folder uniqueId": {fold(func(o *ebrim.Object) { o.Identifiers[1].SetAttr("value", "F") }), "Folder.uniqueId not an OID"},
	} {
		errors := begin(t, registry.IHE()).Register(c.objects)
		if len(errors) != 1 || errors[0].Code != "XDSRegistryMetadataError" || !strings.Contains(errors[0].Context, c.want) {
			t.Errorf("%s: %+v, want %s", name, errors, c.want)
		}
	}
}

// Whatever its policy, a registry refuses an object that XDS does not have, and
// one whose classifications are not about it.
func TestWhatNoRegistryStores(t *testing.T) {
	for _, p := range []registry.Policy{registry.IHE(), registry.DMP()} {
		scheme := &ebrim.Object{Kind: "ClassificationScheme", Attrs: []ebrim.Attr{{Name: "id", Value: "CS1"}}}
		errors := begin(t, p).Register(append(lot(901, anna, entry("Document01", oid(1), anna)), scheme))
		if len(errors) != 1 || errors[0].Code != "XDSRegistryMetadataError" || !strings.Contains(errors[0].Context, "CS1: XDS has no such object") {
			t.Errorf("%+v", errors)
		}
		of := entry("Document01", oid(1), anna, func(o *ebrim.Object) { o.Classifications[1].SetAttr("classifiedObject", "") })
		if errors := begin(t, p).Register(lot(901, anna, of)); len(errors) != 1 || !strings.Contains(errors[0].Context, "names another object") {
			t.Errorf("%+v", errors)
		}
	}
}

// A code that the Affinity Domain does not know is refused (spec: IHE §1.5, 9).
func TestAffinityDomain(t *testing.T) {
	p := registry.IHE()
	p.Coded = func(attribute, code, scheme string) bool {
		return attribute != "DocumentEntry.classCode" || code+"^^"+scheme == "10^^1.1"
	}
	w := begin(t, p)
	w.must(lot(901, anna, entry(uuid(1), oid(1), anna)))
	other := entry("D", oid(2), anna, unclassified(ebrim.ClassCode), classified(ebrim.ClassCode, "10", "1.1.1"))
	if errors := w.Register(lot(902, anna, other)); len(errors) != 1 || !strings.Contains(errors[0].Context, "10^^1.1.1 is not of this Affinity Domain") {
		t.Errorf("%+v", errors)
	}
}
