package facts_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ntp"
	"github.com/etalon-dmp/etalon/validators/facts"
)

const record = `<AuditMessage>
 <EventIdentification EventActionCode="E" EventDateTime="2026-11-22T10:00:03.150Z" EventOutcomeIndicator="0">
  <EventID csd-code="110112" codeSystemName="DCM" originalText="Query"/><EventTypeCode csd-code="ITI-18" codeSystemName="IHE Transactions" originalText="x"/>
 </EventIdentification>
 <ActiveParticipant UserID="https://a/" AlternativeUserID="42" UserIsRequestor="true" NetworkAccessPointID="::1" NetworkAccessPointTypeCode="2">
  <RoleIDCode csd-code="110153" codeSystemName="DCM" originalText="Source"/></ActiveParticipant>
 <AuditSourceIdentification AuditSourceID="poste"/>
 <ParticipantObjectIdentification ParticipantObjectID="1.2.3" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="3">
  <ParticipantObjectIDTypeCode csd-code="9" codeSystemName="RFC-3881" originalText="Report Number"/>
  <ParticipantObjectDetail type="Repository Unique Id" value="MS4y"/></ParticipantObjectIdentification>
 <ParticipantObjectIdentification ParticipantObjectID="q" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="24">
  <ParticipantObjectIDTypeCode csd-code="ITI-18" codeSystemName="IHE Transactions" originalText="x"/>
  <ParticipantObjectQuery>QUERY</ParticipantObjectQuery></ParticipantObjectIdentification>
</AuditMessage>`

// An audit message is shown by its values, its base64 decoded, wherever rules
// meet it; what it says of the time is compared with ours.
func TestAnAuditMessage(t *testing.T) {
	query := base64.StdEncoding.EncodeToString([]byte(`<AdhocQueryRequest><AdhocQuery id="urn:uuid:1"><Slot name="$XDSDocumentEntryPatientId"><ValueList><Value>'7^^^&amp;1.2&amp;ISO'</Value></ValueList></Slot></AdhocQuery></AdhocQueryRequest>`))
	in := over(etalon.ProtocolSyslog, []byte(header+"- "+strings.Replace(record, "QUERY", query, 1)), nil)
	for _, e := range []*facts.Evidence{facts.Exchange(in), facts.Session(facts.SessionInput{Calls: []facts.Summary{facts.Summarise(in)}})} {
		doc := parse(t, e)
		want(t, only(t, doc, "audit"), "spelling", "dicom", "event", "110112", "event-system", "DCM", "types", "ITI-18", "action", "E",
			"at", "2026-11-22T10:00:03.150Z", "outcome", "0", "source", "poste", "site", "", "cut", "false")
		want(t, only(t, doc, "participant"), "user-id", "https://a/", "alternative-user-id", "42", "requestor", "true", "access-point", "::1", "access-point-type", "2", "roles", "110153")
		objects := all(doc, "participant-object")
		want(t, objects[0], "id", "1.2.3", "kind", "9", "kind-system", "RFC-3881", "repository", "1.2", "details", "Repository Unique Id", "query-readable", "true")
		want(t, objects[1], "query-root", "AdhocQueryRequest", "query-id", "urn:uuid:1", "query-patient", "7^^^&1.2&ISO")
	}
	doc := parse(t, facts.Session(facts.SessionInput{Calls: []facts.Summary{facts.Summarise(in)}}))
	clocks := all(doc, "clock")
	want(t, clocks[0], "source", "syslog", "offset", "-3.247", "precision", "0.001")
	want(t, clocks[1], "source", "audit", "offset", "-0.100", "precision", "0.001")
}

func TestTheSpellingOfAnAuditMessage(t *testing.T) {
	for code, spelling := range map[string]string{
		`csd-code="1" codeSystemName="DCM" originalText="x"`: "dicom", `code="1" codeSystemName="DCM" displayName="x"`: "rfc3881",
		`code="1" csd-code="1"`: "mixed", `csd-code="1"/><EventTypeCode code="2"`: "mixed", ``: "",
	} {
		in := over(etalon.ProtocolSyslog, []byte(header+`- <AuditMessage><EventIdentification><EventID `+code+`/></EventIdentification></AuditMessage>`), nil)
		want(t, only(t, parse(t, facts.Exchange(in)), "audit"), "spelling", spelling)
	}
}

// Packets of NTP are shown by their fields, the clock of a client by its transmit
// time, unless that is no time.
func TestPacketsOfNTP(t *testing.T) {
	ask := ntp.Packet{Version: 4, Mode: ntp.Client, Transmit: ntp.Of(received.Add(-500 * time.Millisecond))}
	told := ntp.Packet{Leap: 3, Version: 4, Mode: ntp.Server, Reference: [4]byte{'R', 'A', 'T', 'E'}, Origin: ask.Transmit}
	in := over(etalon.ProtocolDatagram, ask.Bytes(), told.Bytes())
	in.Exchange.Transaction = etalon.ITI1
	session := parse(t, facts.Session(facts.SessionInput{Calls: []facts.Summary{facts.Summarise(in)}}))
	packets := all(session, "ntp")
	want(t, packets[0], "direction", "request", "bytes", "48", "mode", "3", "version", "4", "leap", "0", "origin", "", "offset", "-0.500", "extra", "0")
	want(t, packets[1], "direction", "response", "mode", "4", "leap", "3", "stratum", "0", "kiss", "RATE", "origin", packets[0].Attr("", "transmit"))
	want(t, only(t, session, "clock"), "source", "ntp", "offset", "-0.500")
	if n := len(all(parse(t, facts.Exchange(in)), "ntp")); n != 2 {
		t.Errorf("%d packets in the exchange", n)
	}
	ask.Transmit = 0x0123456789abcdef // a random number
	in.Request = append(ask.Bytes(), 1)
	doc := parse(t, facts.Exchange(in))
	want(t, only(t, doc, "anomaly"), "layer", "ntp", "code", "extra-bytes", "offset", "48")
	if n := len(all(parse(t, facts.Session(facts.SessionInput{Calls: []facts.Summary{facts.Summarise(in)}})), "clock")); n != 0 {
		t.Errorf("a random number is taken for %d times", n)
	}
}
