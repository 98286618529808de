package registry_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

const (
	dEntry, dSet, dFolder = "$XDSDocumentEntry", "$XDSSubmissionSet", "$XDSFolder"
	statusBoth            = "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved','urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated')"
)

// shelf has entries of anna that differ in every attribute that can be asked for.
func shelf(t testing.TB) *world {
	w := begin(t, registry.IHE())
	reference := func(s ...string) change { return slot(ebrim.ReferenceIDs, s...) }
	w.must(lot(901, anna,
		entry(uuid(1), oid(1), anna, slot("creationTime", "20260302081500"), slot("serviceStartTime", "202603"), slot("serviceStopTime", "20260401"),
			classified(ebrim.EventCodeList, "E1", "2.1"), classified(ebrim.EventCodeList, "E2", "2.1"), author("2^O''NEIL^Jo"), reference("R1^^^&1.2&ISO^urn:ihe:iti:xds:2013:order", "S9^^^&1.2&ISO^urn:x")),
		entry(uuid(2), oid(2), anna, slot("creationTime", "2026"), unclassified(ebrim.ClassCode), classified(ebrim.ClassCode, "11", "1.1"),
			classified(ebrim.EventCodeList, "E2", "2.1"), classified(ebrim.ConfidentialityCd, "R", "1.4"), reference("R2^^^&1.2&ISO^urn:x")),
		entry(uuid(3), oid(3), anna, slot("creationTime", "20251231235959"), slot("serviceStartTime", "2025"), unclassified(ebrim.ClassCode), classified(ebrim.ClassCode, "10", "9.9"),
			unclassified(ebrim.TypeCode), classified(ebrim.TypeCode, "T2", "1.2"), slot("documentAvailability", ebrim.Offline)),
		folder(uuid(4), oid(4), anna, classified(ebrim.FolderCodeList, "G", "1.8")),
		link(uuid(41), ebrim.HasMember, uuid(4), uuid(1)), link(uuid(42), ebrim.HasMember, uuid(4), uuid(2))))
	w.must(lot(902, anna, entry(uuid(5), oid(5), anna), link(uuid(51), ebrim.Appends, uuid(5), uuid(1))))
	w.must(append(lot(903, bert, entry(uuid(6), oid(6), bert), folder(uuid(7), oid(7), bert)), link(uuid(61), ebrim.HasMember, uuid(903), uuid(2), "SubmissionSetStatus", "Reference")))
	demand := entry(uuid(8), oid(8), anna, attr("objectType", ebrim.OnDemandDocument), without("creationTime"), without("hash"), without("size"))
	if errors := w.RegisterOnDemand(lot(904, anna, demand)); len(errors) > 0 {
		t.Fatalf("%+v", errors)
	}
	return w
}

// ids are the readable numbers of the ids found that the tests gave.
func numbers(t *testing.T, found []string) []int {
	t.Helper()
	var n []int
	for _, id := range found {
		i := 0
		for _, c := range id[strings.LastIndex(id, "-")+1:] {
			i = i*16 + strings.IndexRune("0123456789abcdef", c)
		}
		n = append(n, i)
	}
	return n
}

// Every parameter of FindDocuments (spec: IHE §1.3).
func TestFindDocuments(t *testing.T) {
	w := shelf(t)
	for name, c := range map[string]struct {
		want []int
		more []string
	}{
		"all":                        {[]int{1, 2, 5}, nil},
		"level 2 shows Offline":      {[]int{1, 2, 3, 5}, []string{"$MetadataLevel", "2"}},
		"one class":                  {[]int{1, 5}, []string{dEntry + "ClassCode", "('10^^1.1')"}},
		"one class of two":           {[]int{1, 2, 5}, []string{dEntry + "ClassCode", "('10^^1.1','11^^1.1')"}},
		"class of another scheme":    {[]int{3}, []string{dEntry + "ClassCode", "('10^^9.9')", "$MetadataLevel", "2"}},
		"class nobody has":           {nil, []string{dEntry + "ClassCode", "('12^^1.1')"}},
		"type":                       {[]int{1, 2, 5}, []string{dEntry + "TypeCode", "('11490-0^^1.2')"}},
		"type and class":             {[]int{2}, []string{dEntry + "TypeCode", "('11490-0^^1.2')", dEntry + "ClassCode", "('11^^1.1')"}},
		"facility":                   {[]int{1, 2, 5}, []string{dEntry + "HealthcareFacilityTypeCode", "('SA07^^1.5')"}},
		"practice":                   {nil, []string{dEntry + "PracticeSettingCode", "('X^^1.6')"}},
		"format":                     {[]int{1, 2, 5}, []string{dEntry + "FormatCode", "('pdf^^1.3','x^^y')"}},
		"event or":                   {[]int{1, 2}, []string{dEntry + "EventCodeList", "('E1^^2.1','E2^^2.1')"}},
		"event and":                  {[]int{1}, []string{dEntry + "EventCodeList", "('E1^^2.1')", dEntry + "EventCodeList", "('E2^^2.1')"}},
		"confidentiality and":        {[]int{2}, []string{dEntry + "ConfidentialityCode", "('N^^1.4')", dEntry + "ConfidentialityCode", "('R^^1.4')"}},
		"from is inclusive":          {[]int{1, 2}, []string{dEntry + "CreationTimeFrom", "20260101000000", dEntry + "CreationTimeTo", "20270101", dEntry + "EventCodeList", "('E2^^2.1')"}},
		"from, a second later":       {[]int{1}, []string{dEntry + "CreationTimeFrom", "20260101000001", dEntry + "CreationTimeTo", "2027"}},
		"to is exclusive":            {[]int{2, 5}, []string{dEntry + "CreationTimeTo", "20260302081500"}},
		"to, a second later":         {[]int{1, 2, 5}, []string{dEntry + "CreationTimeTo", "20260302081501"}},
		"start, absent elsewhere":    {[]int{1, 2, 5}, []string{dEntry + "ServiceStartTimeFrom", "20260301"}},
		"start too late for 1":       {[]int{2, 5}, []string{dEntry + "ServiceStartTimeFrom", "20260302"}},
		"stop":                       {[]int{2, 5}, []string{dEntry + "ServiceStopTimeTo", "20260401"}},
		"author":                     {[]int{1}, []string{dEntry + "AuthorPerson", "('%^O''''NEIL^%')"}},
		"author, one character":      {[]int{1, 2, 5}, []string{dEntry + "AuthorPerson", "('_^AUTEUR^Ann_')"}},
		"author in full":             {nil, []string{dEntry + "AuthorPerson", "('AUTEUR')"}},
		"on demand":                  {[]int{8}, []string{dEntry + "Type", "('" + ebrim.OnDemandDocument + "')"}},
		"both types":                 {[]int{1, 2, 5, 8}, []string{dEntry + "Type", "('" + ebrim.OnDemandDocument + "','" + ebrim.StableDocument + "')"}},
		"creation of on demand":      {[]int{8}, []string{dEntry + "Type", "('" + ebrim.OnDemandDocument + "')", dEntry + "CreationTimeFrom", "2030"}},
		"unknown parameter":          {[]int{1, 2, 5}, []string{dEntry + "ClassCodeScheme", "('1')"}},
		"deprecated too, there none": {[]int{1, 2, 5}, []string{"status", statusBoth}},
	} {
		status := approvedOnly
		if len(c.more) > 0 && c.more[0] == "status" {
			status, c.more = c.more[1], nil
		}
		got := numbers(t, w.find(ebrim.FindDocuments, append([]string{dEntry + "PatientId", "'" + anna + "'", dEntry + "Status", status}, c.more...)...))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// The other queries: what they find, entries and folders and sets by the numbers
// of the test, associations that the registry or the lots named as their ids.
func TestOtherQueries(t *testing.T) {
	w := shelf(t)
	for name, c := range map[string]struct {
		query string
		args  []string
		want  []int
	}{
		"sets":                   {ebrim.FindSubmissionSets, []string{dSet + "PatientId", "'" + anna + "'", dSet + "Status", approvedOnly}, []int{901, 902, 904}},
		"sets by source":         {ebrim.FindSubmissionSets, []string{dSet + "PatientId", "'" + anna + "'", dSet + "Status", approvedOnly, dSet + "SourceId", "('9.9','1.2.9')"}, []int{901, 902, 904}},
		"sets of no such source": {ebrim.FindSubmissionSets, []string{dSet + "PatientId", "'" + anna + "'", dSet + "Status", approvedOnly, dSet + "SourceId", "('9.9')"}, nil},
		"sets by time":           {ebrim.FindSubmissionSets, []string{dSet + "PatientId", "'" + anna + "'", dSet + "Status", approvedOnly, dSet + "SubmissionTimeTo", "20260101120000"}, nil},
		"sets by content":        {ebrim.FindSubmissionSets, []string{dSet + "PatientId", "'" + anna + "'", dSet + "Status", approvedOnly, dSet + "ContentType", "('07^^1.7')"}, []int{901, 902, 904}},
		"folders":                {ebrim.FindFolders, []string{dFolder + "PatientId", "'" + anna + "'", dFolder + "Status", approvedOnly}, []int{4}},
		"folders and":            {ebrim.FindFolders, []string{dFolder + "PatientId", "'" + anna + "'", dFolder + "Status", approvedOnly, dFolder + "CodeList", "('F^^1.8')", dFolder + "CodeList", "('G^^1.8')"}, []int{4}},
		"folders by time":        {ebrim.FindFolders, []string{dFolder + "PatientId", "'" + anna + "'", dFolder + "Status", approvedOnly, dFolder + "LastUpdateTimeFrom", "20261122100001"}, nil},
		"reference":              {ebrim.FindByReferenceID, []string{dEntry + "PatientId", "'" + anna + "'", dEntry + "Status", approvedOnly, dEntry + "ReferenceIdList", "('R1^^^&1.2&ISO^urn:ihe:iti:xds:2013:order')"}, []int{1}},
		"reference like":         {ebrim.FindByReferenceID, []string{dEntry + "PatientId", "'" + anna + "'", dEntry + "Status", approvedOnly, dEntry + "ReferenceIdList", "('R_^%')"}, []int{1, 2}},
		"reference and":          {ebrim.FindByReferenceID, []string{dEntry + "PatientId", "'" + anna + "'", dEntry + "Status", approvedOnly, dEntry + "ReferenceIdList", "('R%')", dEntry + "ReferenceIdList", "('S9%')"}, []int{1}},
		"documents by uuid":      {ebrim.GetDocuments, []string{dEntry + "EntryUUID", "('" + uuid(2) + "','" + uuid(1) + "','" + uuid(99) + "')"}, []int{1, 2}},
		"documents by uniqueId":  {ebrim.GetDocuments, []string{dEntry + "UniqueId", "('" + oid(5) + "')"}, []int{5}},
		"offline by uuid":        {ebrim.GetDocuments, []string{dEntry + "EntryUUID", "('" + uuid(3) + "')"}, nil},
		"folders by uuid":        {ebrim.GetFolders, []string{dFolder + "EntryUUID", "('" + uuid(4) + "')"}, []int{4}},
		"folders by lid":         {ebrim.GetFolders, []string{dFolder + "LogicalID", "('" + uuid(4) + "')"}, []int{4}},
		"associations":           {ebrim.GetAssociations, []string{"$uuid", "('" + uuid(5) + "')"}, []int{902000, 51}},
		"both":                   {ebrim.GetDocumentsAndAssociations, []string{dEntry + "UniqueId", "('" + oid(5) + "')"}, []int{5, 902000, 51}},
		"sets of an entry":       {ebrim.GetSubmissionSets, []string{"$uuid", "('" + uuid(5) + "')"}, []int{902, 902000}},
		"sets of a folder":       {ebrim.GetSubmissionSets, []string{"$uuid", "('" + uuid(4) + "')"}, []int{901, 901003}},
		"set and contents": {
			ebrim.GetSubmissionSetAndContents,
			[]string{dSet + "EntryUUID", "'" + uuid(901) + "'"},
			[]int{901, 1, 2, 4, 901000, 901001, 901003, 41, 901004, 42, 901005},
		},
		"set and some":                {ebrim.GetSubmissionSetAndContents, []string{dSet + "UniqueId", "'" + oid(901) + "'", dEntry + "ConfidentialityCode", "('R^^1.4')"}, []int{901, 2, 4, 901001, 901003, 42, 901005}},
		"set of on demand":            {ebrim.GetSubmissionSetAndContents, []string{dSet + "EntryUUID", "'" + uuid(904) + "'"}, []int{904}},
		"set of on demand, asked for": {ebrim.GetSubmissionSetAndContents, []string{dSet + "EntryUUID", "'" + uuid(904) + "'", dEntry + "Type", "('" + ebrim.OnDemandDocument + "')"}, []int{904, 8, 904000}},
		"folder and contents":         {ebrim.GetFolderAndContents, []string{dFolder + "UniqueId", "'" + oid(4) + "'"}, []int{4, 1, 2, 41, 42}},
		"empty folder":                {ebrim.GetFolderAndContents, []string{dFolder + "EntryUUID", "'" + uuid(7) + "'"}, []int{7}},
		"folders of a document":       {ebrim.GetFoldersForDocument, []string{dEntry + "UniqueId", "'" + oid(1) + "'"}, []int{4}},
		"folders of none":             {ebrim.GetFoldersForDocument, []string{dEntry + "UniqueId", "'" + oid(5) + "'"}, nil},
		"related":                     {ebrim.GetRelatedDocuments, []string{dEntry + "EntryUUID", "'" + uuid(1) + "'", "$AssociationTypes", "('" + ebrim.Appends + "')"}, []int{1, 5, 51}},
		"related from the other end":  {ebrim.GetRelatedDocuments, []string{dEntry + "UniqueId", "'" + oid(5) + "'", "$AssociationTypes", "('" + ebrim.Signs + "','" + ebrim.Appends + "')"}, []int{1, 5, 51}},
		"not so related":              {ebrim.GetRelatedDocuments, []string{dEntry + "EntryUUID", "'" + uuid(1) + "'", "$AssociationTypes", "('" + ebrim.Replaces + "')"}, nil},
		"members are no relations":    {ebrim.GetRelatedDocuments, []string{dEntry + "EntryUUID", "'" + uuid(1) + "'", "$AssociationTypes", "('" + ebrim.HasMember + "')"}, nil},
		"several patients":            {ebrim.FindDocumentsMultiple, []string{dEntry + "PatientId", "('" + anna + "','" + bert + "')", dEntry + "Status", approvedOnly, dEntry + "ClassCode", "('10^^1.1')"}, []int{1, 5, 6}},
		"every patient":               {ebrim.FindDocumentsMultiple, []string{dEntry + "Status", approvedOnly, dEntry + "HealthcareFacilityTypeCode", "('SA07^^1.5')"}, []int{1, 2, 5, 6}},
		"every patient's folders":     {ebrim.FindFoldersMultiple, []string{dFolder + "Status", approvedOnly}, []int{4, 7}},
		"every patient's references":  {ebrim.FindByReferenceIDMultiple, []string{dEntry + "Status", approvedOnly, dEntry + "ReferenceIdList", "('R%')"}, []int{1, 2}},
	} {
		if got := numbers(t, w.find(c.query, c.args...)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	all := numbers(t, w.find(ebrim.GetAll, "$patientId", "'"+bert+"'", dEntry+"Status", approvedOnly, dSet+"Status", approvedOnly, dFolder+"Status", approvedOnly))
	if want := []int{6, 903, 7, 903000, 903001}; !slices.Equal(all, want) {
		t.Errorf("GetAll: %v, want %v", all, want)
	}
}

// Errors of queries, by code (spec: IHE §1.3, §1.10).
func TestQueryErrors(t *testing.T) {
	w := shelf(t)
	const (
		missing, number, general = "XDSStoredQueryMissingParam", "XDSStoredQueryParamNumber", "XDSRegistryError"
		single                   = "XDSResultNotSinglePatient"
	)
	patient, status := []string{dEntry + "PatientId", "'" + anna + "'"}, []string{dEntry + "Status", approvedOnly}
	both := append(slices.Clone(patient), status...)
	with := func(more ...string) []string { return append(slices.Clone(both), more...) }
	for name, c := range map[string]struct {
		want, query string
		args        []string
	}{
		"unknown query":              {"XDSUnknownStoredQuery", "urn:uuid:00000000-0000-0000-0000-000000000000", nil},
		"no patient":                 {missing, ebrim.FindDocuments, status},
		"no status":                  {missing, ebrim.FindDocuments, patient},
		"status nobody knows":        {missing, ebrim.FindDocuments, append(slices.Clone(patient), dEntry+"Status", "('Approved')")},
		"response status":            {missing, ebrim.FindDocuments, append(slices.Clone(patient), dEntry+"Status", "('urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Approved')")},
		"two patients":               {number, ebrim.FindDocuments, append(slices.Clone(status), dEntry+"PatientId", "'"+anna+"'", dEntry+"PatientId", "'"+bert+"'")},
		"unknown patient":            {"XDSUnknownPatientId", ebrim.FindDocuments, append(slices.Clone(status), dEntry+"PatientId", "'"+stranger+"'")},
		"patient without quotes":     {general, ebrim.FindDocuments, append(slices.Clone(status), dEntry+"PatientId", anna)},
		"patient in parentheses":     {general, ebrim.FindDocuments, append(slices.Clone(status), dEntry+"PatientId", "('"+anna+"')")},
		"status without parentheses": {general, ebrim.FindDocuments, append(slices.Clone(patient), dEntry+"Status", strings.Trim(approvedOnly, "()"))},
		"status without quotes":      {general, ebrim.FindDocuments, append(slices.Clone(patient), dEntry+"Status", strings.ReplaceAll(approvedOnly, "'", ""))},
		"code without scheme":        {general, ebrim.FindDocuments, with(dEntry+"ClassCode", "('10')")},
		"code with empty scheme":     {general, ebrim.FindDocuments, with(dEntry+"ClassCode", "('10^^')")},
		"code in full":               {general, ebrim.FindDocuments, with(dEntry+"ClassCode", "('10^label^1.1')")},
		"time in quotes":             {general, ebrim.FindDocuments, with(dEntry+"CreationTimeFrom", "'2026'")},
		"time with a zone":           {general, ebrim.FindDocuments, with(dEntry+"CreationTimeFrom", "2026+01")},
		"open quote":                 {general, ebrim.FindDocuments, with(dEntry+"ClassCode", "('10^^1.1)")},
		"empty list":                 {general + " " + number, ebrim.FindDocuments, with(dEntry+"ClassCode", "()")},
		"class and class":            {number, ebrim.FindDocuments, with(dEntry+"ClassCode", "('10^^1.1')", dEntry+"ClassCode", "('11^^1.1')")},
		"two times":                  {number, ebrim.FindDocuments, with(dEntry+"CreationTimeFrom", "2026", dEntry+"CreationTimeFrom", "2027")},
		"no name":                    {missing, ebrim.GetDocuments, nil},
		"two names":                  {number, ebrim.GetDocuments, []string{dEntry + "UniqueId", "('1')", dEntry + "EntryUUID", "('2')"}},
		"two sets":                   {number, ebrim.GetSubmissionSetAndContents, []string{dSet + "UniqueId", "'1'", dSet + "UniqueId", "'2'"}},
		"no uuid":                    {missing, ebrim.GetAssociations, nil},
		"no types":                   {missing, ebrim.GetRelatedDocuments, []string{dEntry + "EntryUUID", "'" + uuid(1) + "'"}},
		"no references":              {missing, ebrim.FindByReferenceID, both},
		"multiple without code":      {missing, ebrim.FindDocumentsMultiple, status},
		"documents of two":           {single, ebrim.GetDocuments, []string{dEntry + "EntryUUID", "('" + uuid(1) + "','" + uuid(6) + "')"}},
		"folders of two":             {single, ebrim.GetFolders, []string{dFolder + "EntryUUID", "('" + uuid(4) + "','" + uuid(7) + "')"}},
		"sets of two":                {single, ebrim.GetSubmissionSets, []string{"$uuid", "('" + uuid(1) + "','" + uuid(6) + "')"}},
		"set by reference":           {single, ebrim.GetSubmissionSetAndContents, []string{dSet + "EntryUUID", "'" + uuid(903) + "'"}},
	} {
		a := w.ask(c.query, "LeafClass", c.args...)
		if got := codes(a.Errors); got != c.want || len(a.Objects) != 0 {
			t.Errorf("%s: %+v and %d objects, want %s", name, a.Errors, len(a.Objects), c.want)
		}
		if c.want == single {
			if refs := w.ask(c.query, "ObjectRef", c.args...); len(refs.Errors) > 0 || len(refs.Objects) < 2 || !refs.Refs {
				t.Errorf("%s as references: %+v", name, refs.Errors)
			}
		}
	}
	if got := codes(w.ask(ebrim.FindDocuments, "LeafClassWithRepositoryItem", both...).Errors); got != general {
		t.Errorf("returnType: %s", got)
	}
}

func TestQueryPolicies(t *testing.T) {
	w := shelf(t)
	ask := func(patient string) ebrim.QueryAnswer {
		return w.ask(ebrim.FindDocuments, "ObjectRef", dEntry+"PatientId", "'"+patient+"'", dEntry+"Status", approvedOnly)
	}
	p := w.Policy()
	p.MostResults, p.EmptyUnknown = 3, true
	w.SetPolicy(p)
	if a := ask(anna); len(a.Objects) != 3 {
		t.Errorf("as many as allowed: %+v", a)
	}
	if a := ask(stranger); len(a.Errors) > 0 || len(a.Objects) > 0 {
		t.Errorf("unknown patient: %+v", a)
	}
	p.MostResults = 2
	w.SetPolicy(p)
	if a := ask(anna); codes(a.Errors) != "XDSTooManyResults" || len(a.Objects) != 0 {
		t.Errorf("too many: %+v", a)
	}
	w.Reset()
	if w.Policy().MostResults != 0 {
		t.Error("a policy outlived the reset")
	}
	// The reader's patient stands in for an absent one; home comes back.
	w = shelf(t)
	q := ebrim.Query{ID: ebrim.FindDocuments, ReturnType: "ObjectRef", Home: "urn:oid:1.2", Slots: []ebrim.Slot{{Name: dEntry + "Status", Values: []string{approvedOnly}}}}
	if a := w.Query(q, registry.Reader{Patient: bert}); len(a.Errors) > 0 || !slices.Equal(idsOf(a), []string{uuid(6)}) || a.Home != "urn:oid:1.2" {
		t.Errorf("%+v", a)
	}
}

// keeper forbids bert and hides what is classified S to all but its friend.
type keeper struct{}

func (keeper) Refuses(key string, _ registry.Reader) (string, string) {
	if key == registry.PatientKey(bert) {
		return "Forbidden", "no"
	}
	return "", ""
}

func (keeper) Hides(e *ebrim.Object, who registry.Reader) bool {
	return who.Person != "friend" && slices.Contains(e.Codes(ebrim.ConfidentialityCd), "R^^1.4")
}

func TestRights(t *testing.T) {
	w := begin(t, registry.IHE())
	w.Registry = registry.New(registry.Config{Patients: people{}, Rights: keeper{}, NewID: w.id, Clock: w.clock, Policy: registry.IHE()})
	w.must(lot(901, anna, entry(uuid(1), oid(1), anna), entry(uuid(2), oid(2), anna, classified(ebrim.ConfidentialityCd, "R", "1.4")), link(uuid(3), ebrim.Appends, uuid(2), uuid(1))))
	w.must(lot(902, bert, entry(uuid(4), oid(4), bert)))
	find := func(who string, query string, slots ...string) string {
		q := ebrim.Query{ID: query, ReturnType: "LeafClass"}
		for i := 0; i < len(slots); i += 2 {
			q.Slots = append(q.Slots, ebrim.Slot{Name: slots[i], Values: []string{slots[i+1]}})
		}
		a := w.Query(q, registry.Reader{Person: who})
		if len(a.Errors) > 0 {
			return codes(a.Errors)
		}
		var s []string
		for _, n := range numbers(t, idsOf(a)) {
			s = append(s, string(rune('0'+n%10)))
		}
		return strings.Join(s, "")
	}
	all := []string{dEntry + "PatientId", "'" + anna + "'", dEntry + "Status", approvedOnly}
	for name, c := range map[string]struct{ want, got string }{
		"hidden":             {"1", find("x", ebrim.FindDocuments, all...)},
		"shown":              {"12", find("friend", ebrim.FindDocuments, all...)},
		"hidden association": {"0", find("x", ebrim.GetAssociations, "$uuid", "('"+uuid(1)+"')")}, // the membership 901000
		"forbidden":          {"Forbidden", find("friend", ebrim.FindDocuments, dEntry+"PatientId", "'"+bert+"'", dEntry+"Status", approvedOnly)},
		"forbidden by id":    {"Forbidden", find("friend", ebrim.GetDocuments, dEntry+"UniqueId", "('"+oid(4)+"')")},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", name, c.got, c.want)
		}
	}
}
