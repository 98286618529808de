package pdq_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3/demographics"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/patients/pdq"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func people() []etalon.Patient {
	return []etalon.Patient{
		{INS: "1", OID: "1.2.9", Family: "LEFÈVRE", Given: "Anne Marie", Birth: "19800214", Gender: "F", City: "Saint-Étienne", PostalCode: "99999", Telecom: "tel:+33 1 99 00 12 34"},
		{INS: "2", OID: "1.2.9", Family: "Lefevre", Given: "Anne", Birth: "19851231", Gender: "F", City: "Bourg", PostalCode: "99998", MaidenName: "Œuvrard"},
		{INS: "3", OID: "1.2.9", Family: "DURAND", Given: "Luc", Birth: "19800214", Gender: "M", City: "Ville", PostalCode: "99999", OtherIDs: []etalon.Identifier{{Root: "1.2.8", Extension: "x"}}},
		{INS: "4", OID: "1.2.9", Family: "DURANT", Given: "Lucie", Birth: "19800301", Gender: "F", Provider: "1.2.7"},
		{INS: "5", OID: "1.2.9", Family: "D'ARTAGNAN", Given: "Charles-Édouard", Birth: "20000229", Gender: "M"},
	}
}

// message writes a search: what is inside queryByParameter beside its id and
// parameterList, and what is inside that.
func message(query, control, parameters string) string {
	return `<PRPA_IN201305UV02 xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ITSVersion="XML_1.0"><id root="1.2.3" extension="m"/>` +
		`<sender><device><id root="1.2.4"/></device></sender><controlActProcess><queryByParameter>` + query + `<statusCode code="new"/>` + control +
		`<parameterList>` + parameters + `</parameterList></queryByParameter></controlActProcess></PRPA_IN201305UV02>`
}

const (
	q1     = `<queryId root="1.2.3" extension="q1"/>`
	female = `<livingSubjectAdministrativeGender><value code="F"/></livingSubjectAdministrativeGender>`
)

func value(parameter, value string) string {
	return `<` + parameter + `>` + value + `<semanticsText>x</semanticsText></` + parameter + `>`
}

func named(use, family, given string) string {
	s := `<value` + use + `>`
	if family != "" {
		s += `<family>` + family + `</family>`
	}
	if given != "" {
		s += `<given>` + given + `</given>`
	}
	return value("livingSubjectName", s+`</value>`)
}

func born(v string) string { return value("livingSubjectBirthTime", v) }

func parse(t testing.TB, s string) xmldoc.Node {
	t.Helper()
	doc, err := xmldoc.Parse([]byte(s), xmldoc.Limits{})
	if err != nil {
		t.Fatalf("%v in %.300s", err, s)
	}
	return doc.Root()
}

func search(t testing.TB, p *pdq.Supplier, x *pdq.Index, text string) demographics.Answer {
	t.Helper()
	return p.Search(x, demographics.ReadSearch(parse(t, text)), nil, "a", now)
}

func found(a demographics.Answer) string {
	var all []string
	for _, p := range a.People {
		all = append(all, fmt.Sprint(p.IDs[0].Extension, ":", p.Match))
	}
	return strings.Join(all, " ")
}

func TestEveryParameter(t *testing.T) {
	const srch = ` use="SRCH"`
	for name, c := range map[string]struct{ control, parameters, want string }{
		"name":                   {"", named("", "LEFEVRE", ""), "1:100 2:100"},
		"name in NFD":            {"", named("", "Lefe\u0300vre", "anne"), "1:100 2:100"},
		"name in NFC":            {"", named("", "Lef\u00e8vre", ""), "1:100 2:100"},
		"given names, all":       {"", named("", "lefevre", "Anne</given><given>Marie"), "1:100"},
		"given name alone":       {"", named("", "", "Luc"), "3:100"},
		"apostrophe and hyphen":  {"", named("", "d artagnan", "CHARLES EDOUARD"), "5:100"},
		"beginning, not asked":   {"", named("", "DUR", ""), ""},
		"beginning":              {"", named(srch, "DUR", ""), "3:90 4:90"},
		"heard alike":            {"", named(srch, "DURAND", ""), "3:100 4:80"},
		"heard alike, exact":     {`<matchCriterionList><matchAlgorithm><value xsi:type="ST">exact</value></matchAlgorithm></matchCriterionList>`, named(srch, "DURAND", ""), "3:100"},
		"phonetic algorithm":     {`<matchCriterionList><matchAlgorithm><value xsi:type="ST">Phonetic</value></matchAlgorithm></matchCriterionList>`, named("", "DURAND", ""), "3:100 4:80"},
		"degree":                 {`<matchCriterionList><minimumDegreeMatch><value xsi:type="INT" value="95"/></minimumDegreeMatch></matchCriterionList>`, named(srch, "DURAND", ""), "3:100"},
		"alternatives":           {"", named("", "DURAND", "") + named("", "DURANT", ""), "3:100 4:100"},
		"gender":                 {"", female + named("", "DURAND", "") + named("", "DURANT", ""), "4:100"},
		"day of birth":           {"", born(`<value value="19800214"/>`), "1:100 3:100"},
		"year of birth":          {"", born(`<value value="1980"/>`), "1:90 3:90 4:90"},
		"born between":           {"", born(`<value><low value="19800215"/><high value="1985"/></value>`), "2:90 4:90"},
		"born since, with zone":  {"", born(`<value><low value="20000101000000+0100"/></value>`), "5:90"},
		"name and birth":         {"", named("", "Lefevre", "") + born(`<value value="19851231"/>`), "2:100"},
		"identifier":             {"", value("livingSubjectId", `<value root="1.2.9" extension="3"/>`), "3:100"},
		"identifier elsewhere":   {"", value("livingSubjectId", `<value root="1.2.8" extension="x"/>`), "3:100"},
		"two identifiers":        {"", value("livingSubjectId", `<value root="1.2.9" extension="3"/>`) + value("livingSubjectId", `<value root="1.2.8" extension="x"/>`), "3:100"},
		"identifiers of two":     {"", value("livingSubjectId", `<value root="1.2.9" extension="3"/>`) + value("livingSubjectId", `<value root="1.2.9" extension="4"/>`), ""},
		"identifier, other root": {"", value("livingSubjectId", `<value root="1.2.10" extension="3"/>`), ""},
		"town":                   {"", value("patientAddress", `<value><city>SAINT ETIENNE</city></value>`), "1:100"},
		"one of two towns":       {"", value("patientAddress", `<value><postalCode>99998</postalCode></value><value><city>Ville</city><postalCode>99999</postalCode></value>`), "2:100 3:100"},
		"telecom":                {"", value("patientTelecom", `<value value="tel:+33.1.99.00.12.34"/>`), "1:100"},
		"maiden name":            {"", value("mothersMaidenName", `<value><family>OEUVRARD</family></value>`), "2:100"},
		"provider":               {"", value("principalCareProviderId", `<value root="1.2.7"/>`), "4:100"},
		"nobody":                 {"", named("", "INCONNU", ""), ""},
	} {
		a := search(t, pdq.NewSupplier("1.2.5"), pdq.NewIndex(people()), message(q1, c.control, c.parameters))
		response := "OK"
		if c.want == "" {
			response = "NF"
		}
		if got := found(a); got != c.want || a.Ack != "AA" || a.Response != response || a.Total != len(a.People) || a.Left != 0 {
			t.Errorf("%s: %q %s %s %v, want %q", name, got, a.Ack, a.Response, a.Details, c.want)
		}
	}
}

func TestScopes(t *testing.T) {
	p, x := pdq.NewSupplier("1.2.5"), pdq.NewIndex(people())
	scope := func(root string) string { return value("otherIDsScopingOrganization", `<value root="`+root+`"/>`) }
	a := search(t, p, x, message(q1, "", named("", "DURAND", "")+scope("1.2.9")+scope("1.2.8")))
	if len(a.People) != 1 || !slices.Equal(a.People[0].Others, []hl7v3.II{{Root: "1.2.8", Extension: "x"}}) {
		t.Errorf("%+v", a.People)
	}
	a = search(t, p, x, message(q1, "", named("", "LEFEVRE", "Marie")+scope("1.2.8")))
	if len(a.People) != 1 || !strings.Contains(a.XML(), `<asOtherIDs classCode="PAT"><id nullFlavor="NA"/><scopingOrganization classCode="ORG" determinerCode="INSTANCE"><id root="1.2.8"/>`) {
		t.Errorf("%s", a.XML())
	}
	a = search(t, p, x, message(q1, "", named("", "DURAND", "")+scope("1.2.9")+scope("1.2.66")+scope("1.2.67")))
	if a.Ack != "AE" || a.Response != "AE" || len(a.Details) != 2 || a.Details[0].Code != "204" || len(a.People) != 0 ||
		a.Details[1].Location != "/PRPA_IN201305UV02/controlActProcess/queryByParameter/parameterList/otherIDsScopingOrganization[3]/value" || !strings.Contains(a.Echo, "1.2.67") {
		t.Errorf("%s %s %+v %s", a.Ack, a.Response, a.Details, a.Echo)
	}
}

// What is wrong is refused with its code and place, and not said again.
func TestWrongQueries(t *testing.T) {
	const list = "/PRPA_IN201305UV02/controlActProcess/queryByParameter/parameterList"
	name := named("", "DURAND", "")
	for what, c := range map[string]struct{ query, control, parameters, code, place, unsaid string }{
		"no parameter":      {q1, "", "", "101", list, ""},
		"30 February":       {q1, "", name + born(`<value value="19800230"/>`), "102", list + "/livingSubjectBirthTime", "19800230"},
		"no date":           {q1, "", name + born(`<value value="20261399999999"/>`), "102", list + "/livingSubjectBirthTime", "2026139"},
		"interval reversed": {q1, "", born(`<value><low value="1990"/><high value="1980"/></value>`), "102", list + "/livingSubjectBirthTime", "1990"},
		"two births":        {q1, "", born(`<value value="1980"/>`) + born(`<value value="1981"/>`), "103", list + "/livingSubjectBirthTime[2]", "1981"},
		"gender":            {q1, "", value("livingSubjectAdministrativeGender", `<value code="H"/>`), "103", list + "/livingSubjectAdministrativeGender", `"H"`},
		"identifier":        {q1, "", value("livingSubjectId", `<value root="patients" extension="1"/>`), "102", list + "/livingSubjectId", "patients"},
		"no extension":      {q1, "", value("livingSubjectId", `<value root="1.2.9"/>`), "101", list + "/livingSubjectId", "1.2.9"},
		"empty name":        {q1, "", value("livingSubjectName", `<value> </value>`), "101", list + "/livingSubjectName", "livingSubjectName"},
		"no value":          {q1, "", name + value("patientTelecom", ""), "101", list + "/patientTelecom", "patientTelecom"},
		"unknown parameter": {q1, "", name + value("livingSubjectBirthPlaceName", `<value>Ville</value>`), "103", list + "/livingSubjectBirthPlaceName", "Ville"},
		"deferred":          {q1, `<responseModalityCode code="R"/><responsePriorityCode code="D"/>`, name, "103", "/PRPA_IN201305UV02/controlActProcess/queryByParameter/responsePriorityCode", `"D"`},
		"quantity":          {q1, `<initialQuantity value="-1"/>`, name, "102", "/PRPA_IN201305UV02/controlActProcess/queryByParameter/initialQuantity", `"-1"`},
		"degree":            {q1, `<matchCriterionList><minimumDegreeMatch><value xsi:type="INT" value="101"/></minimumDegreeMatch></matchCriterionList>`, name, "102", "/PRPA_IN201305UV02/controlActProcess/queryByParameter/matchCriterionList", "101"},
		"no query id":       {"", "", name, "101", "/PRPA_IN201305UV02/controlActProcess/queryByParameter/queryId", ""},
		"huge query id":     {`<queryId root="1.2.3" extension="` + strings.Repeat("q", 1<<20) + `"/>`, "", name, "102", "/PRPA_IN201305UV02/controlActProcess/queryByParameter/queryId", "qqq"},
		"10,000 parameters": {q1, "", strings.Repeat(name, 10_000), "103", list, "DURAND"},
	} {
		a := search(t, pdq.NewSupplier("1.2.5"), pdq.NewIndex(people()), message(c.query, c.control, c.parameters))
		if a.Ack != "AE" || a.Response != "QE" || len(a.People) > 0 || len(a.Details) != 1 || a.Details[0].Code != c.code || a.Details[0].Location != c.place {
			t.Errorf("%s: %s %s %+v", what, a.Ack, a.Response, a.Details)
		}
		if text := a.XML(); c.unsaid != "" && strings.Contains(a.Echo, c.unsaid) || len(text) > 20_000 || !parse(t, text).Path(hl7v3.NS, "controlActProcess", "queryByParameter", "parameterList").OK() {
			t.Errorf("%s: %.2000s", what, text)
		}
	}
}

func continuation(status, control string) string {
	return `<QUQI_IN000003UV01 xmlns="urn:hl7-org:v3"><id root="1.2.3" extension="c"/><sender><device><id root="1.2.4"/></device></sender><controlActProcess><queryContinuation>` +
		q1 + control + `<statusCode code="` + status + `"/></queryContinuation></controlActProcess></QUQI_IN000003UV01>`
}

func TestContinuation(t *testing.T) {
	var many []etalon.Patient
	for i := range 25 {
		many = append(many, etalon.Patient{INS: fmt.Sprint(100 + i), OID: "1.2.9", Family: "DURAND", Birth: "19800214", Gender: "F"})
	}
	p, x := pdq.NewSupplier("1.2.5"), pdq.NewIndex(many)
	next := func(status, control string, at time.Time) demographics.Answer {
		return p.Continue(x, demographics.ReadContinuation(parse(t, continuation(status, control))), "b", at)
	}
	told := func(what string, a demographics.Answer, first string, current, left int) {
		t.Helper()
		if a.Ack != "AA" || a.Response != "OK" || len(a.People) != current || a.Left != left || a.Total != 25 || current > 0 && a.People[0].IDs[0].Extension != first {
			t.Errorf("%s: %s %s %d of %d, %d left, %s %v", what, a.Ack, a.Response, len(a.People), a.Total, a.Left, found(a), a.Details)
		}
	}
	begin := func() demographics.Answer {
		return search(t, p, x, message(q1, `<initialQuantity value="10"/>`, female))
	}
	told("first", begin(), "100", 10, 15)
	told("second", next("waitContinuedQueryResponse", "", now), "110", 10, 5)
	told("last", next("waitContinuedQueryResponse", `<continuationQuantity value="20"/>`, now), "120", 5, 0)
	told("from the third", next("waitContinuedQueryResponse", `<startResultNumber value="3"/><continuationQuantity value="2"/>`, now), "102", 2, 21)
	told("on from there", next("waitContinuedQueryResponse", `<continuationQuantity value="1"/>`, now), "104", 1, 20)
	refused := func(what string, a demographics.Answer, response, code string) {
		t.Helper()
		if a.Ack != "AE" || a.Response != response || len(a.People) > 0 || len(a.Details) == 0 || a.Details[0].Code != code || a.Total != 0 {
			t.Errorf("%s: %s %s %v", what, a.Ack, a.Response, a.Details)
		}
	}
	refused("from beyond the end", next("waitContinuedQueryResponse", `<startResultNumber value="27"/>`, now), "AE", "204")
	refused("to stop", next("aborted", "", now), "QE", "103")
	refused("less than nothing", next("waitContinuedQueryResponse", `<continuationQuantity value="-2"/>`, now), "QE", "102")
	refused("an hour later", next("waitContinuedQueryResponse", "", now.Add(time.Hour)), "AE", "204")
	refused("again", next("waitContinuedQueryResponse", "", now), "AE", "204")

	begin()
	cancel := func(status string) demographics.Wrapper {
		return p.Cancel(demographics.ReadContinuation(parse(t, continuation(status, `<continuationQuantity value="0"/>`))), "d", now)
	}
	if w := cancel("waitContinuedQueryResponse"); w.Ack != "CE" || w.Details[0].Code != "103" {
		t.Errorf("cancel that continues: %+v", w)
	}
	if w := cancel("aborted"); w.Ack != "CA" || len(w.Details) != 0 || !strings.Contains(w.Accept(), `<targetMessage><id root="1.2.3" extension="c"/>`) {
		t.Errorf("cancel: %+v", w)
	}
	if w := cancel("aborted"); w.Ack != "CE" || w.Details[0].Code != "204" {
		t.Errorf("cancel again: %+v", w)
	}
	refused("after the end", next("waitContinuedQueryResponse", "", now), "AE", "204")

	begin()
	other := strings.Replace(continuation("waitContinuedQueryResponse", ""), `"1.2.4"`, `"1.2.44"`, 1)
	refused("another device", p.Continue(x, demographics.ReadContinuation(parse(t, other)), "b", now), "AE", "204")
	p.Reset()
	refused("after a reset", next("waitContinuedQueryResponse", "", now), "AE", "204")
}

// What is held is bounded: the query asked least lately goes first.
func TestHeldIsBounded(t *testing.T) {
	p, x := pdq.NewSupplier("1.2.5"), pdq.NewIndex(people())
	for i := range pdq.MostHeld + 1 {
		s := demographics.ReadSearch(parse(t, message(fmt.Sprintf(`<queryId root="1.2.3" extension="%d"/>`, i), `<initialQuantity value="1"/>`, female)))
		p.Search(x, s, nil, "a", now.Add(time.Duration(i)*time.Second))
	}
	for i, want := range map[int]string{0: "AE", 1: "OK", pdq.MostHeld: "OK"} {
		text := strings.Replace(continuation("waitContinuedQueryResponse", ""), `"q1"`, fmt.Sprintf(`"%d"`, i), 1)
		if a := p.Continue(x, demographics.ReadContinuation(parse(t, text)), "b", now); a.Response != want {
			t.Errorf("query %d: %s", i, a.Response)
		}
	}
}
