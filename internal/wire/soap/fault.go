package soap

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
	ReasonFR string
	ReasonEN string
	Detail   string // XML inside soap:Detail, or ""
}

// XML writes the soap:Fault element, for Message.Body: the prefix soap is bound
// by the envelope.
func (f Fault) XML() string {
	code := f.Code
	if code == "" {
		code = Sender
	}
	s := `<soap:Fault><soap:Code><soap:Value>soap:` + Escape(code) + `</soap:Value>`
	switch {
	case f.Subcode == "":
	case f.Space == NSWSA:
		s += `<soap:Subcode><soap:Value>wsa:` + Escape(f.Subcode) + `</soap:Value></soap:Subcode>`
	case f.Space != "":
		s += `<soap:Subcode><soap:Value xmlns:sub="` + Escape(f.Space) + `">sub:` + Escape(f.Subcode) + `</soap:Value></soap:Subcode>`
	default:
		s += `<soap:Subcode><soap:Value>` + Escape(f.Subcode) + `</soap:Value></soap:Subcode>`
	}
	s += `</soap:Code><soap:Reason>`
	fr, en := f.ReasonFR, f.ReasonEN
	if fr == "" && en == "" {
		en = code
	}
	if fr != "" {
		s += `<soap:Text xml:lang="fr">` + Escape(fr) + `</soap:Text>`
	}
	if en != "" {
		s += `<soap:Text xml:lang="en">` + Escape(en) + `</soap:Text>`
	}
	s += `</soap:Reason>`
	if f.Detail != "" {
		s += `<soap:Detail>` + f.Detail + `</soap:Detail>`
	}
	return s + `</soap:Fault>`
}

// Fault11 is a whole SOAP 1.1 envelope with a VersionMismatch fault, as SOAP
// 1.2 part 1 appendix A asks of a 1.2 node that meets a 1.1 message.
func Fault11(reason string) []byte {
	return []byte(`<soap:Envelope xmlns:soap="` + NS11 + `"><soap:Header>` +
		`<up:Upgrade xmlns:up="` + NS12 + `"><up:SupportedEnvelope xmlns:env="` + NS12 + `" qname="env:Envelope"/></up:Upgrade>` +
		`</soap:Header><soap:Body><soap:Fault><faultcode>soap:VersionMismatch</faultcode><faultstring>` +
		Escape(reason) + `</faultstring></soap:Fault></soap:Body></soap:Envelope>`)
}
