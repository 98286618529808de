package etalon

import (
	"slices"
	"strings"
	"time"
)

// Reply is what a scenario tells a simulator to do with the next request of
// one transaction, instead of answering it truthfully. Which fields mean
// something, beside Delay and Lasting, is for the Behaviour to say.
type Reply struct {
	Actor       Actor         `json:"actor"`
	Transaction Transaction   `json:"transaction"` // empty: any
	Behaviour   BehaviourName `json:"behaviour"`
	Code        string        `json:"code,omitempty"`     // XDS error code or SOAP fault code
	Subcode     string        `json:"subcode,omitempty"`  // SOAP fault subcode, e.g. DMPInvalidCertificate
	Text        string        `json:"text,omitempty"`     // reason or codeContext
	Location    string        `json:"location,omitempty"` // RegistryError/@location
	Severity    string        `json:"severity,omitempty"` // one of the Severe words; empty: Error
	Hold        time.Duration `json:"hold,omitempty"`     // how long BehaveTimeout keeps silent
	Delay       time.Duration `json:"delay,omitempty"`    // before the answer, whatever it is
	Seed        int64         `json:"seed,omitempty"`     // of BehaveAwkward; 0: drawn from the session's
	Lasting     bool          `json:"lasting,omitempty"`  // every request until the scenario ends, not the next one only
}

// The severities of an XDS registry error.
const (
	SevereError   = "Error"
	SevereWarning = "Warning"
)

// Behaviour is what is to be known of a named way of answering.
type Behaviour struct {
	Name  BehaviourName
	Legal bool          // a conforming product may answer so
	On    []Transaction // that it makes sense for; nil: all
	Needs []string      // keys of a reply step that it cannot do without
	Takes []string      // keys that it may have too, beside delay and for
	Text  Text
}

// BehaviourNames is the closed list of behaviours.
func BehaviourNames() []BehaviourName {
	var names []BehaviourName
	for _, b := range Behaviours() {
		names = append(names, b.Name)
	}
	return names
}

// Known is the behaviour of that name, and whether there is one.
func (b BehaviourName) Known() (Behaviour, bool) {
	all := Behaviours()
	i := slices.IndexFunc(all, func(x Behaviour) bool { return x.Name == b })
	if i < 0 {
		return Behaviour{}, false
	}
	return all[i], true
}

// Explain says what a behaviour does and what it is for.
func (b BehaviourName) Explain() Text {
	known, _ := b.Known()
	return known.Text
}

// Flaw is that of the certificate that a behaviour shows, "" when it shows the
// right one: it is done before any request is there.
func (b BehaviourName) Flaw() string {
	flaw, is := strings.CutPrefix(string(b), "tls-")
	if !is {
		return ""
	}
	return flaw
}

// Fits tells whether the behaviour makes sense for a transaction; "" is any.
func (b Behaviour) Fits(t Transaction) bool {
	known, _ := t.Info()
	switch {
	case t == "" || slices.Contains(b.On, t):
		return true
	case b.On != nil:
		return false
	case known.Protocol == ProtocolSyslog, known.Protocol == ProtocolDatagram: // of HTTP there is nothing
		return slices.Contains([]BehaviourName{BehaveSuccess, BehaveDelay, BehaveTimeout, BehaveCut}, b.Name)
	case known.Protocol == ProtocolHTTP: // of SOAP there is nothing
		return slices.Contains([]BehaviourName{
			BehaveSuccess, BehaveDelay, BehaveTimeout, BehaveCut, BehaveCutInHead, BehaveCutInBody,
			BehaveHTTP500, BehaveHTTP500Empty, BehaveHTTP503, BehaveEmptyBody, BehaveWrongContentType,
		}, b.Name) || b.Name.Flaw() != ""
	}
	return true
}

// Means tells whether a key of a reply step means something to the behaviour.
func (b Behaviour) Means(key string) bool {
	return key == "delay" || key == "for" || slices.Contains(b.Needs, key) || slices.Contains(b.Takes, key)
}
