package gdp

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
)

// Answer is an answer of the DMP about one record, or about none.
type Answer struct {
	Interaction string   // Told, Created, NoCreate, Changed, NoChange
	ID          hl7v3.II // of this message
	Created     string   // YYYYMMDDhhmmss
	DMP         string   // device id of the sender, also custodian
	Receiver    string   // device id and name of who asked
	ReceiverSW  string
	Target      hl7v3.II // the message answered

	Ack    string // AA or AE
	Detail hl7v3.Detail

	// Of Told alone.
	Query         hl7v3.Query
	Response      string // OK, NF, AE, QE
	Authorisation string // VALIDE, NON_EXISTE, INTERDIT, EXPIRE; "" for no attention line
	Attending     bool   // STATUT_MT, told with Authorisation

	Person     *Person // nil when no record is told
	Motive     string  // text: why the record is closed
	MotiveCode string
}

// XML writes the message; answers to a creation or a change stand in the DMP's
// wrapper.
func (a Answer) XML() string {
	switch a.Interaction {
	case Created, NoCreate:
		return wrapped(Create, a.message())
	case Changed, NoChange:
		return wrapped(Change, a.message())
	}
	return a.message()
}

func wrapped(request, inner string) string {
	return `<gdp:` + request + `_Response xmlns:gdp="` + Wrapper + `">` + inner + `</gdp:` + request + `_Response>`
}

func (a Answer) message() string {
	var b strings.Builder
	b.WriteString(`<` + a.Interaction + ` xmlns="` + ns + `" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ITSVersion="XML_1.0">`)
	b.WriteString(identifier("id", a.ID) + `<creationTime` + attr("value", a.Created) + `/>`)
	b.WriteString(identifier("interactionId", hl7v3.II{Root: sysInteraction, Extension: a.Interaction}))
	b.WriteString(`<processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="NE"/>`)
	b.WriteString(device("receiver", "RCV", a.Receiver, a.ReceiverSW) + device("sender", "SND", a.DMP, "DMP"))
	if a.Authorisation != "" {
		b.WriteString(attention("AUTORISATION", sysAuthorised, `<value xsi:type="CE"`+attr("code", a.Authorisation)+attr("codeSystem", sysAuthValue)+`/>`))
		b.WriteString(attention("STATUT_MT", sysAttending, `<value xsi:type="BL"`+attr("value", strconv.FormatBool(a.Attending))+`/>`))
	}
	// The attribute is the form of the DMP's edition, the element that of 2008.
	b.WriteString(`<acknowledgement` + attr("typeCode", a.Ack) + `><typeCode` + attr("code", a.Ack) + `/><targetMessage>`)
	if !sound(a.Target) {
		b.WriteString(`<id nullFlavor="NI"/>`)
	} else {
		b.WriteString(identifier("id", a.Target))
	}
	b.WriteString(`</targetMessage>`)
	if d := a.Detail; d.Code != "" {
		b.WriteString(`<acknowledgementDetail typeCode="E"><code` + attr("code", d.Code) + `/>` + element("text", d.Text) + element("location", d.Location) + `</acknowledgementDetail>`)
	}
	b.WriteString(`</acknowledgement><controlActProcess classCode="CACT" moodCode="EVN"><code` +
		attr("code", strings.Replace(a.Interaction, "_IN", "_TE", 1)) + attr("codeSystem", sysInteraction) + `/>`)
	if a.Person != nil {
		a.subject(&b, *a.Person)
	}
	if a.MotiveCode != "" {
		b.WriteString(`<reasonOf typeCode="RSON"><detectedIssueEvent classCode="ALRT" moodCode="EVN"><code` + attr("code", a.MotiveCode) +
			attr("codeSystem", Motives) + `/>` + element("text", a.Motive) + `</detectedIssueEvent></reasonOf>`)
	}
	if a.Interaction == Told {
		a.queryAck(&b)
		b.WriteString(hl7v3.Verbatim(a.Query.Parameters))
	}
	b.WriteString(`</controlActProcess></` + a.Interaction + `>`)
	return b.String()
}

func (a Answer) queryAck(b *strings.Builder) {
	found := "0"
	if a.Person != nil {
		found = "1"
	}
	b.WriteString(`<queryAck>`)
	if sound(a.Query.QueryID) {
		b.WriteString(identifier("queryId", a.Query.QueryID))
	}
	b.WriteString(`<statusCode code="deliveredResponse"/><queryResponseCode` + attr("code", a.Response) + `/>` +
		`<resultTotalQuantity` + attr("value", found) + `/><resultCurrentQuantity` + attr("value", found) + `/><resultRemainingQuantity value="0"/></queryAck>`)
}

// most bounds the root and the extension of an identifier that is named back.
const most = 128

var named = regexp.MustCompile(`^(([01]\.([0-9]|[1-3][0-9])|2\.(0|[1-9][0-9]*))(\.(0|[1-9][0-9]*))+|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$`)

// sound tells an identifier that can be named back: its root is an OID or a UUID,
// and it is no longer than any is.
func sound(i hl7v3.II) bool {
	return len(i.Root) <= most && len(i.Extension) <= most && named.MatchString(i.Root)
}

func device(role, kind, oid, software string) string {
	id := `<id nullFlavor="NI"/>`
	if sound(hl7v3.II{Root: oid}) {
		id = identifier("id", hl7v3.II{Root: oid})
	}
	return `<` + role + attr("typeCode", kind) + `><device classCode="DEV" determinerCode="INSTANCE">` + id +
		element("softwareName", software) + `</device></` + role + `>`
}

func attention(key, system, value string) string {
	return `<attentionLine><keyWordText` + attr("code", key) + attr("codeSystem", system) + `>` + key + `</keyWordText>` + value + `</attentionLine>`
}
