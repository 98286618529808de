package client

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const (
	spaceHL7     = "urn:hl7-org:v3"
	interactions = "2.16.840.1.113883.1.6"
	// supplierOID names the supplier under test, whose OID étalon is not told.
	supplierOID = "2.25.314159265358979323846264338327950288420"
)

// searchParams are the parameters of a search: by the traits that it is made by,
// domains the OIDs whose identifiers are wanted, quantity, degree and algorithm
// what is asked of the answer; of what goes on with one, query its queryId and
// answer the id of the last answer, both root^extension, count and start.
var searchParams = []string{"by", "domains", "quantity", "degree", "algorithm", "query", "answer", "count", "start"}

// The forms of what is sent to a supplier.
const (
	asks      = ""
	continues = "_Continue"
	cancels   = "_Cancel"
)

// search is a message of ITI-47.
type search struct {
	form       string // one of the above
	id         string // extension of the message id
	query      string // queryId: root^extension
	answered   string // id of the answer that is gone on from: root^extension
	created    time.Time
	control    string // XML before parameterList
	parameters string // XML in parameterList
	count      string
	start      string
}

func (s *search) action() string {
	if s.form == asks {
		return spaceHL7 + ":PRPA_IN201305UV02"
	}
	return spaceHL7 + ":QUQI_IN000003UV01" + s.form
}

// composeSearch makes a search by the traits asked for, name and date of birth
// where nothing says, or what goes on with one.
func (d *draft) composeSearch() error {
	form := ""
	if d.search != nil { // a case has said it
		form = d.search.form
	}
	d.search = &search{
		form: form, id: strings.TrimPrefix(d.urn(), "urn:uuid:"), created: d.now, answered: d.param("answer", ""),
		query: d.param("query", sourceOID+"^"+strings.TrimPrefix(d.urn(), "urn:uuid:")), count: d.param("count", ""), start: d.param("start", ""),
	}
	e := soap.Escape
	if n := d.param("quantity", ""); n != "" {
		d.search.control = `<initialQuantity value="` + e(n) + `"/><initialQuantityCode code="RD" codeSystem="2.16.840.1.113883.5.1112"/>`
	}
	if degree, algorithm := d.param("degree", ""), d.param("algorithm", ""); degree+algorithm != "" {
		d.search.control += `<matchCriterionList>`
		if algorithm != "" {
			d.search.control += `<matchAlgorithm><value xsi:type="ST">` + e(algorithm) + `</value><semanticsText>MatchAlgorithm</semanticsText></matchAlgorithm>`
		}
		if degree != "" {
			d.search.control += `<minimumDegreeMatch><value xsi:type="INT" value="` + e(degree) + `"/><semanticsText>MinimumDegreeMatch</semanticsText></minimumDegreeMatch>`
		}
		d.search.control += `</matchCriterionList>`
	}
	by := strings.Fields(d.param("by", "name birth"))
	for _, word := range traitOrder {
		if word == "domains" {
			for _, domain := range d.list("domains") {
				d.search.parameters += parameter("otherIDsScopingOrganization", `<value root="`+e(domain)+`"/>`, "OtherIDs.scopingOrganization.id")
			}
		} else if slices.Contains(by, word) {
			d.search.parameters += trait(d.message.Patient, word)
		}
	}
	return nil
}

// traitOrder is the order of the parameters in the schema of HL7 V3, by the words
// of params.by.
var traitOrder = []string{"gender", "birth", "year", "around", "id", "name", "family", "beginning", "maiden", "domains", "address", "telecom"}

func parameter(name, value, semantics string) string {
	return `<` + name + `>` + value + `<semanticsText>` + semantics + `</semanticsText></` + name + `>`
}

// trait writes the parameter of a search by one trait of a patient; "" for a word
// that is none.
func trait(p etalon.Patient, word string) string {
	e := soap.Escape
	name := func(use, family, given string) string {
		if given != "" {
			given = `<given>` + e(given) + `</given>`
		}
		return parameter("livingSubjectName", `<value`+use+`><family>`+e(family)+`</family>`+given+`</value>`, "LivingSubject.name")
	}
	birth := func(value string) string {
		return parameter("livingSubjectBirthTime", value, "LivingSubject.birthTime")
	}
	switch word {
	case "name":
		return name("", p.Family, p.Given)
	case "family":
		return name("", p.Family, "")
	case "beginning":
		return name(` use="SRCH"`, p.Family[:min(len(p.Family), 10)], "")
	case "birth":
		return birth(`<value value="` + e(p.Birth) + `"/>`)
	case "year":
		return birth(`<value value="` + e(p.Birth[:min(len(p.Birth), 4)]) + `"/>`)
	case "around":
		year := p.Birth[:min(len(p.Birth), 4)]
		return birth(`<value><low value="` + e(year) + `0101"/><high value="` + e(year) + `1231"/></value>`)
	case "gender":
		return parameter("livingSubjectAdministrativeGender", `<value code="`+e(p.Gender)+`" codeSystem="2.16.840.1.113883.5.1"/>`, "LivingSubject.administrativeGender")
	case "id":
		return parameter("livingSubjectId", `<value root="`+e(p.OID)+`" extension="`+e(p.INS)+`"/>`, "LivingSubject.id")
	case "address":
		return parameter("patientAddress", `<value><postalCode>`+e(p.PostalCode)+`</postalCode><city>`+e(p.City)+`</city></value>`, "Patient.addr")
	case "telecom":
		return parameter("patientTelecom", `<value value="`+e(p.Telecom)+`"/>`, "Patient.telecom")
	case "maiden":
		return parameter("mothersMaidenName", `<value><family>`+e(p.MaidenName)+`</family></value>`, "Person.MothersMaidenName")
	}
	return ""
}

// ii writes an identifier given as root^extension.
func ii(name, id string) string {
	root, extension, _ := strings.Cut(id, "^")
	return `<` + name + ` root="` + soap.Escape(root) + `" extension="` + soap.Escape(extension) + `"/>`
}

// XML writes the message.
func (s *search) XML() string {
	message, root, trigger := "PRPA_IN201305UV02", "PRPA_IN201305UV02", "PRPA_TE201305UV02"
	if s.form != asks {
		message, root, trigger = "QUQI_IN000003UV01", "QUQI_IN000003UV01", "PRPA_TE000003UV01"
	}
	if s.form == cancels {
		root += cancels
	}
	device := func(role, typ, oid string) string {
		return `<` + role + ` typeCode="` + typ + `"><device classCode="DEV" determinerCode="INSTANCE"><id root="` + oid + `"/></device></` + role + `>`
	}
	var b strings.Builder
	b.WriteString(`<` + root + ` xmlns="` + spaceHL7 + `" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ITSVersion="XML_1.0">` + ii("id", sourceOID+"^"+s.id) +
		`<creationTime value="` + s.created.Format("20060102150405") + `"/>` + ii("interactionId", interactions+"^"+message) +
		`<processingCode code="T"/><processingModeCode code="T"/><acceptAckCode code="AL"/>` + device("receiver", "RCV", supplierOID) + device("sender", "SND", sourceOID))
	if s.form != asks {
		b.WriteString(`<acknowledgement><typeCode code="AA"/><targetMessage>` + ii("id", s.answered) + `</targetMessage></acknowledgement>`)
	}
	b.WriteString(`<controlActProcess classCode="CACT" moodCode="EVN"><code code="` + trigger + `" codeSystem="` + interactions + `"/>`)
	if s.form == asks {
		b.WriteString(`<queryByParameter>` + ii("queryId", s.query) + `<statusCode code="new"/><responseModalityCode code="R"/><responsePriorityCode code="I"/>` + s.control +
			`<parameterList>` + s.parameters + `</parameterList></queryByParameter>`)
	} else {
		b.WriteString(`<queryContinuation>` + ii("queryId", s.query) + s.further() + `</queryContinuation>`)
	}
	b.WriteString(`</controlActProcess></` + root + `>`)
	return b.String()
}

// further is what is asked of a search that is gone on with.
func (s *search) further() string {
	e := soap.Escape
	if s.form == cancels {
		return `<continuationQuantity value="0"/><statusCode code="aborted"/>`
	}
	more := ""
	if s.start != "" {
		more = `<startResultNumber value="` + e(s.start) + `"/>`
	}
	if s.count != "" {
		more += `<continuationQuantity value="` + e(s.count) + `"/>`
	}
	return more + `<statusCode code="waitContinuedQueryResponse"/>`
}

// tellPatients tells what an answer of HL7 V3 says.
func tellPatients(f etalon.Fields, payload xmldoc.Node) {
	ack, act := payload.Child(spaceHL7, "acknowledgement"), payload.Child(spaceHL7, "controlActProcess")
	typ := cmp.Or(ack.Child(spaceHL7, "typeCode").Attr("", "code"), ack.Attr("", "typeCode"))
	status := "Failure"
	if typ == "AA" || typ == "CA" {
		status = "Success"
	}
	put(f, etalon.FieldStatus, status)
	codes := []string{act.Path(spaceHL7, "queryAck", "queryResponseCode").Attr("", "code")}
	for d := range ack.ChildrenNamed(spaceHL7, "acknowledgementDetail") {
		codes = append(codes, d.Child(spaceHL7, "code").Attr("", "code"))
	}
	put(f, etalon.FieldCodes, codes...)
	id := payload.Child(spaceHL7, "id")
	put(f, etalon.FieldAnswerID, id.Attr("", "root")+"^"+id.Attr("", "extension"))
	var ids []string
	count := 0
	for s := range act.ChildrenNamed(spaceHL7, "subject") {
		count++
		for one := range s.Path(spaceHL7, "registrationEvent", "subject1", "patient").ChildrenNamed(spaceHL7, "id") {
			ids = append(ids, one.Attr("", "extension"))
		}
	}
	put(f, etalon.FieldPatientIDs, ids...)
	f[etalon.FieldCount] = strconv.Itoa(count)
}
