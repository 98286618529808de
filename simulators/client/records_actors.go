package client

import (
	"encoding/base64"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
)

// told is what an actor of étalon tells of one side of a transaction that it played
// (IHE ITI TF-2, 3.18.5, 3.41.5, 3.42.5, 3.43.5, 3.47.5; Metadata Update 3.57.5, 3.62.5).
type told struct {
	transaction etalon.Transaction
	text        string
	event       string // code, name and action
	server      bool   // the side that is asked
	fromServer  bool   // the server is the source: what goes is a document
	objects     []string
}

// The objects of records, beside the patient.
const (
	aSet      = `<ParticipantObjectIdentification ParticipantObjectID="2.25.1001" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="20"><ParticipantObjectIDTypeCode csd-code="urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd" codeSystemName="IHE XDS Metadata" originalText="submission set classificationNode"/></ParticipantObjectIdentification>`
	aDocument = `<ParticipantObjectIdentification ParticipantObjectID="2.25.1002" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="3"><ParticipantObjectIDTypeCode csd-code="9" codeSystemName="RFC-3881" originalText="Report Number"/><ParticipantObjectDetail type="Repository Unique ID" value="MS4yLjI1MC4xLjk5OQ=="/></ParticipantObjectIdentification>`
	anEntry   = `<ParticipantObjectIdentification ParticipantObjectID="urn:uuid:7d1b4f0e-0001-4000-8000-000000001003" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="3" ParticipantObjectDataLifeCycle="15"><ParticipantObjectIDTypeCode csd-code="urn:ihe:iti:2017:ObjectRef" codeSystemName="IHE XDS Metadata" originalText="registry object reference"/></ParticipantObjectIdentification>`
	findAll   = "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"
	aPatient  = "299099999999917^^^&amp;1.2.250.1.213.1.4.10&amp;ISO"
)

// asked is a query: its text stands in the record, in base64.
func asked(t etalon.Transaction, name, id, text string) string {
	return `<ParticipantObjectIdentification ParticipantObjectID="` + id + `" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="24"><ParticipantObjectIDTypeCode csd-code="` +
		string(t) + `" codeSystemName="IHE Transactions" originalText="` + name + `"/><ParticipantObjectQuery>` + base64.StdEncoding.EncodeToString([]byte(text)) +
		`</ParticipantObjectQuery><ParticipantObjectDetail type="QueryEncoding" value="VVRGLTg="/></ParticipantObjectIdentification>`
}

// everything is what the actors of étalon have to tell: both sides of each transaction
// that they play.
func everything() []told {
	const export, imported, query, record = "110106 Export", "110107 Import", "110112 Query", "110110 Patient Record"
	stored := asked(etalon.ITI18, "Registry Stored Query", findAll, `<query:AdhocQueryRequest xmlns:query="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><query:ResponseOption returnType="LeafClass"/><rim:AdhocQuery id="`+findAll+`"><rim:Slot name="$XDSDocumentEntryPatientId"><rim:ValueList><rim:Value>'`+aPatient+`'</rim:Value></rim:ValueList></rim:Slot></rim:AdhocQuery></query:AdhocQueryRequest>`)
	people := asked(etalon.ITI47, "Patient Demographics Query", "1.2.250.1.999^1", `<queryByParameter xmlns="urn:hl7-org:v3"><queryId root="1.2.250.1.999" extension="1"/></queryByParameter>`)
	both := func(t etalon.Transaction, text, client, server string, fromServer bool, objects ...string) []told {
		return []told{{t, text, client, false, fromServer, objects}, {t, text, server, true, fromServer, objects}}
	}
	var all []told
	for _, pair := range [][]told{
		both(etalon.ITI18, "Registry Stored Query", query+" E", query+" E", false, stored),
		both(etalon.ITI41, "Provide and Register Document Set-b", export+" R", imported+" C", false, aSet),
		both(etalon.ITI42, "Register Document Set-b", export+" R", imported+" C", false, aSet),
		both(etalon.ITI43, "Retrieve Document Set", imported+" C", export+" R", true, aDocument),
		both(etalon.ITI47, "Patient Demographics Query", query+" E", query+" E", false, people),
		both(etalon.ITI57, "Update Document Set", export+" U", imported+" U", false, aSet),
		both(etalon.ITI62, "Remove Metadata", record+" D", record+" D", false, anEntry),
	} {
		all = append(all, pair...)
	}
	return all
}

// actors are the records of all that, framed.
func (m *mint) actors() [][]byte {
	var all [][]byte
	for _, t := range everything() {
		first, last := m.words()
		all = append(all, syslog.Count(m.header(m.transaction(t, first, last), nil)))
	}
	return all
}

// transaction is the record of one side of a transaction.
func (m *mint) transaction(t told, first, last string) string {
	fields := strings.Fields(t.event)
	event, name, action := fields[0], strings.Join(fields[1:len(fields)-1], " "), fields[len(fields)-1]
	participant := func(id, process, requestor, role, roleName string) string {
		if process != "" {
			process = ` AlternativeUserID="` + process + `"`
		}
		return `<ActiveParticipant UserID="` + id + `"` + process + ` UserIsRequestor="` + requestor + `" NetworkAccessPointID="etalon.invalid" NetworkAccessPointTypeCode="1">` +
			`<RoleIDCode csd-code="` + role + `" codeSystemName="DCM" originalText="` + roleName + `"/></ActiveParticipant>`
	}
	process := map[bool]string{true: "1"} // of whoever records, of itself
	client := func(role, name string) string {
		return participant("etalon-client", process[!t.server], "true", role, name)
	}
	server := func(role, name string) string {
		return participant("https://etalon.invalid/xds/services", process[t.server], "false", role, name)
	}
	source, destination := client("110153", "Source Role ID"), server("110152", "Destination Role ID")
	if t.fromServer {
		source, destination = server("110153", "Source Role ID"), client("110152", "Destination Role ID")
	}
	patient := `<ParticipantObjectIdentification ParticipantObjectID="` + aPatient + `" ParticipantObjectTypeCode="1" ParticipantObjectTypeCodeRole="1">` +
		`<ParticipantObjectIDTypeCode csd-code="2" codeSystemName="RFC-3881" originalText="Patient Number"/><ParticipantObjectName>` + last + `</ParticipantObjectName></ParticipantObjectIdentification>`
	return `<AuditMessage><EventIdentification EventActionCode="` + action + `" EventDateTime="` + m.at.UTC().Format("2006-01-02T15:04:05.000Z") + `" EventOutcomeIndicator="0">` +
		`<EventID csd-code="` + event + `" codeSystemName="DCM" originalText="` + name + `"/><EventTypeCode csd-code="` + string(t.transaction) + `" codeSystemName="IHE Transactions" originalText="` + t.text + `"/></EventIdentification>` +
		source + destination + `<AuditSourceIdentification AuditSourceID="` + first + `"/>` + patient + strings.Join(t.objects, "") + `</AuditMessage>`
}

// Records are the messages of a case of ITI-20 as they are sent, at one instant, each
// with the words that next gives; none of a case that does not exist.
func Records(name string, next func() string, at time.Time) [][]byte {
	one, ok := findRecord(name)
	if !ok {
		return nil
	}
	return one.frames(&mint{next: next, at: at})
}
