package client

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/syslog"
)

// mint makes audit records, each with a word at its beginning and one at its end, by
// which it is found again: the second tells that nothing was cut off, and that its
// letters are still what they were.
type mint struct {
	next func() string // a word that no other record has
	at   time.Time
	all  []string // of what a right repository keeps
}

// words are those of a new record.
func (m *mint) words() (first, last string) {
	first = "etalon-" + m.next()
	last = first + "-fin-é"
	m.all = append(m.all, first, last)
	return first, last
}

// header is a message with the header that IHE asks for, except for what is changed.
func (m *mint) header(text string, change func(*syslog.Message)) []byte {
	out := syslog.Message{
		Facility: 10, Severity: 5, Time: m.at, Host: "etalon.invalid", App: "ETALON", Proc: "1", ID: "IHE+RFC-3881", Text: []byte(text),
	}
	if change != nil {
		change(&out)
	}
	return out.Bytes()
}

// record is a message of size octets, framing not counted; 0: as many as it takes.
func (m *mint) record(size int) []byte {
	first, last := m.words()
	b := m.header(m.audit(first, last, 0), nil)
	if size > len(b) {
		b = m.header(m.audit(first, last, size-len(b)), nil)
	}
	return b
}

// audit is the audit message of the start of an application (DICOM PS3.15, A.5.3.1),
// with so many octets more.
func (m *mint) audit(first, last string, more int) string {
	return fmt.Sprintf(`<AuditMessage><EventIdentification EventActionCode="E" EventDateTime="%s" EventOutcomeIndicator="0">`+
		`<EventID csd-code="110100" codeSystemName="DCM" originalText="Application Activity"/>`+
		`<EventTypeCode csd-code="110120" codeSystemName="DCM" originalText="Application Start"/></EventIdentification>`+
		`<ActiveParticipant UserID="etalon" AlternativeUserID="1" UserIsRequestor="false" NetworkAccessPointID="etalon.invalid" NetworkAccessPointTypeCode="1">`+
		`<RoleIDCode csd-code="110150" codeSystemName="DCM" originalText="Application"/></ActiveParticipant>`+
		`<AuditSourceIdentification AuditSourceID="%s" AuditEnterpriseSiteID="%s"/>`+
		`<ParticipantObjectIdentification ParticipantObjectID="%s" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="4">`+
		`<ParticipantObjectIDTypeCode csd-code="12" codeSystemName="RFC-3881" originalText="URI"/>`+
		`<ParticipantObjectName>%s</ParticipantObjectName></ParticipantObjectIdentification></AuditMessage>`,
		m.at.UTC().Format("2006-01-02T15:04:05.000Z"), first, strings.Repeat("x", more), "urn:etalon:fin", last)
}

func (m *mint) warning() []byte {
	return m.header(m.another(), func(s *syslog.Message) { s.Severity = 4 })
}

func (m *mint) another() string { first, last := m.words(); return m.audit(first, last, 0) }

func (m *mint) marked() []byte { return m.header("\uFEFF"+m.another(), nil) }

func (m *mint) declared() []byte {
	return m.header(`<?xml version="1.0" encoding="UTF-8"?>`+m.another(), nil)
}

func (m *mint) older() []byte {
	return m.header(strings.NewReplacer("csd-code=", "code=", "originalText=", "displayName=").Replace(m.another()), nil)
}

func (m *mint) line() []byte {
	first, last := m.words()
	return m.header("une ligne de texte, "+first+", "+last, func(s *syslog.Message) { s.ID = "" })
}

func (m *mint) lines() []byte {
	return m.header(strings.ReplaceAll(m.another(), "><", ">\r\n<"), nil)
}

func (m *mint) unknown() []byte {
	return m.header(m.another(), func(s *syslog.Message) { s.Time, s.Host, s.App, s.Proc = time.Time{}, "", "", "" })
}

func (m *mint) structured() []byte {
	data := `IHE+RFC-3881 [exemple@32473 a="` + base64.StdEncoding.EncodeToString([]byte("donnée")) + `" b="\]\""]`
	return []byte(strings.Replace(string(m.header(m.another(), nil)), "IHE+RFC-3881 -", data, 1))
}

// unended has no end: its last word never comes.
func (m *mint) unended() []byte {
	first, last := m.words()
	m.all = m.all[:len(m.all)-1]
	whole := m.audit(first, last, 0)
	return m.header(whole[:strings.Index(whole, "<ParticipantObjectIdentification")+20], nil)
}

// lost is a message that no repository has to keep.
func (m *mint) lost() []byte {
	kept := len(m.all)
	b := m.record(0)
	m.all = m.all[:kept]
	return b
}
