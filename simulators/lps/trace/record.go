package trace

import (
	"encoding/base64"
	"encoding/xml"
	"strings"
	"time"
)

// Code is a coded value.
type Code struct{ Code, System, Text string }

// Participant is somebody or something that took part.
type Participant struct {
	UserID, Process, Name string
	Requestor             bool
	Host, HostType        string // network access point: 1 a name, 2 an address
	Roles                 []Code
}

// Object is what the event is about.
type Object struct {
	ID, Type, Role, LifeCycle string
	Kind                      Code
	Query                     []byte // before base64; nil for none
	Details                   [][2]string
}

// Record is one audit message.
type Record struct {
	Event           Code
	Types           []Code
	Action, Outcome string
	At              time.Time
	Participants    []Participant
	Source, Site    string
	Objects         []Object
}

// DCM is a code of DICOM.
func DCM(code, text string) Code { return Code{code, "DCM", text} }

// IHE is the code of a transaction.
func IHE(code, text string) Code { return Code{code, "IHE Transactions", text} }

// The roles of a participant.
var (
	Application = DCM("110150", "Application")
	Destination = DCM("110152", "Destination Role ID")
	Source      = DCM("110153", "Source Role ID")
)

// XML writes the record, without an XML declaration.
func (r Record) XML() []byte {
	var b strings.Builder
	b.WriteString("<AuditMessage>")
	open(&b, "EventIdentification", "EventActionCode", r.Action, "EventDateTime", r.At.UTC().Format("2006-01-02T15:04:05.000Z"), "EventOutcomeIndicator", r.Outcome)
	code(&b, "EventID", r.Event)
	for _, t := range r.Types {
		code(&b, "EventTypeCode", t)
	}
	b.WriteString("</EventIdentification>")
	for _, p := range r.Participants {
		requestor := "false"
		if p.Requestor {
			requestor = "true"
		}
		open(&b, "ActiveParticipant", "UserID!", p.UserID, "AlternativeUserID", p.Process, "UserName", p.Name, "UserIsRequestor", requestor,
			"NetworkAccessPointID", p.Host, "NetworkAccessPointTypeCode", p.HostType)
		for _, c := range p.Roles {
			code(&b, "RoleIDCode", c)
		}
		b.WriteString("</ActiveParticipant>")
	}
	open(&b, "AuditSourceIdentification", "AuditEnterpriseSiteID", r.Site, "AuditSourceID!", r.Source)
	b.WriteString(`<AuditSourceTypeCode csd-code="4"/></AuditSourceIdentification>`)
	for _, o := range r.Objects {
		o.write(&b)
	}
	b.WriteString("</AuditMessage>")
	return []byte(b.String())
}

func (o Object) write(b *strings.Builder) {
	open(b, "ParticipantObjectIdentification", "ParticipantObjectID!", o.ID, "ParticipantObjectTypeCode", o.Type,
		"ParticipantObjectTypeCodeRole", o.Role, "ParticipantObjectDataLifeCycle", o.LifeCycle)
	code(b, "ParticipantObjectIDTypeCode", o.Kind)
	if o.Query != nil {
		b.WriteString("<ParticipantObjectQuery>" + base64.StdEncoding.EncodeToString(o.Query) + "</ParticipantObjectQuery>")
	}
	for _, d := range o.Details {
		open(b, "ParticipantObjectDetail", "type", d[0], "value", base64.StdEncoding.EncodeToString([]byte(d[1])))
		b.WriteString("</ParticipantObjectDetail>")
	}
	b.WriteString("</ParticipantObjectIdentification>")
}

// open opens an element; an attribute without a value is left out, unless its name
// ends with an exclamation mark.
func open(b *strings.Builder, name string, attrs ...string) {
	b.WriteString("<" + name)
	for i := 0; i < len(attrs); i += 2 {
		attr, always := strings.CutSuffix(attrs[i], "!")
		if attrs[i+1] == "" && !always {
			continue
		}
		b.WriteString(" " + attr + `="`)
		_ = xml.EscapeText(b, []byte(attrs[i+1])) // a strings.Builder takes everything
		b.WriteString(`"`)
	}
	b.WriteString(">")
}

func code(b *strings.Builder, name string, c Code) {
	open(b, name, "csd-code", c.Code, "codeSystemName", c.System, "originalText", c.Text)
	b.WriteString("</" + name + ">")
}
