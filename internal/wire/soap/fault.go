package soap

import "github.com/beevik/etree"

// The SOAP 1.2 fault codes.
const (
	Sender          = "Sender"
	Receiver        = "Receiver"
	MustUnderstand  = "MustUnderstand"
	VersionMismatch = "VersionMismatch"
)

// The actions of fault messages.
const (
	// ActionSOAPFault is wsa:Action of a fault that SOAP defines (WS-Addressing
	// 1.0 SOAP Binding, section 6).
	ActionSOAPFault = "http://www.w3.org/2005/08/addressing/soap/fault"
	// ActionWSAFault is wsa:Action of a fault that WS-Addressing defines.
	ActionWSAFault = "http://www.w3.org/2005/08/addressing/fault"
)

// Fault is a SOAP 1.2 fault to write.
type Fault struct {
	Code     string // one of the codes above; Sender when empty
	Space    string // namespace of Subcode
	Subcode  string // local name, or "" for none; must be an NCName
	Finer    string // local name of the subcode inside Subcode, of the same namespace, or ""
	ReasonFR string
	ReasonEN string
	Detail   string // XML inside soap:Detail, or ""
}

// XML writes the soap:Fault element, for Message.Body: the prefix soap is bound
// by the envelope. Detail that is not XML is left out.
func (f Fault) XML() string {
	root := etree.NewElement("soap:Fault")
	f.code(root.CreateElement("soap:Code"))
	reason := root.CreateElement("soap:Reason")
	fr, en := f.ReasonFR, f.ReasonEN
	if fr == "" && en == "" {
		en = f.codeName()
	}
	text(reason, "fr", fr)
	text(reason, "en", en)
	if f.Detail != "" {
		inner := etree.NewDocument()
		if inner.ReadFromString("<soap:Detail>"+f.Detail+"</soap:Detail>") == nil {
			root.AddChild(inner.Root())
		}
	}
	return written(root)
}

func (f Fault) codeName() string {
	if f.Code == "" {
		return Sender
	}
	return f.Code
}

func (f Fault) code(e *etree.Element) {
	e.CreateElement("soap:Value").SetText("soap:" + f.codeName())
	if f.Subcode == "" {
		return
	}
	sub := e.CreateElement("soap:Subcode")
	f.name(sub.CreateElement("soap:Value"), f.Subcode)
	if f.Finer != "" {
		f.name(sub.CreateElement("soap:Subcode").CreateElement("soap:Value"), f.Finer)
	}
}

// name writes the QName of a subcode.
func (f Fault) name(value *etree.Element, local string) {
	switch f.Space {
	case "":
		value.SetText(local)
	case NSWSA:
		value.SetText("wsa:" + local)
	default:
		value.CreateAttr("xmlns:sub", f.Space)
		value.SetText("sub:" + local)
	}
}

func text(reason *etree.Element, lang, words string) {
	if words == "" {
		return
	}
	e := reason.CreateElement("soap:Text")
	e.CreateAttr("xml:lang", lang)
	e.SetText(words)
}

// written gives an element as text whose bytes any reader takes as we meant
// them: end tags in full, carriage returns and the like as references.
func written(e *etree.Element) string {
	d := etree.NewDocument()
	d.WriteSettings = etree.WriteSettings{CanonicalText: true, CanonicalEndTags: true, CanonicalAttrVal: true}
	d.SetRoot(e)
	s, err := d.WriteToString()
	if err != nil {
		return "" // a string builder never fails
	}
	return s
}

// Fault11 is a whole SOAP 1.1 envelope with a VersionMismatch fault, as SOAP
// 1.2 part 1 appendix A asks of a 1.2 node that meets a 1.1 message.
func Fault11(reason string) []byte {
	return []byte(`<soap:Envelope xmlns:soap="` + NS11 + `"><soap:Header>` +
		`<up:Upgrade xmlns:up="` + NS12 + `"><up:SupportedEnvelope xmlns:env="` + NS12 + `" qname="env:Envelope"/></up:Upgrade>` +
		`</soap:Header><soap:Body><soap:Fault><faultcode>soap:VersionMismatch</faultcode><faultstring>` +
		Escape(reason) + `</faultstring></soap:Fault></soap:Body></soap:Envelope>`)
}
