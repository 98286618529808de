package etalon

import "slices"

// Transaction is the name of what one exchange does: the IHE name where one
// exists, else the DMP's (spec: DMP TDx.y).
type Transaction string

// The transactions known today. Unknown is what an undecodable request gets.
const (
	ITI1  Transaction = "ITI-1"
	ITI18 Transaction = "ITI-18"
	ITI19 Transaction = "ITI-19"
	ITI20 Transaction = "ITI-20"
	// ITI20FHIR is ITI-20 by its option ATX: FHIR Feed.
	ITI20FHIR Transaction = "ITI-20-FHIR"
	ITI41     Transaction = "ITI-41"
	ITI42     Transaction = "ITI-42"
	ITI43     Transaction = "ITI-43"
	ITI47     Transaction = "ITI-47"
	ITI57     Transaction = "ITI-57"
	ITI62     Transaction = "ITI-62"
	RAD55     Transaction = "RAD-55"
	RAD69     Transaction = "RAD-69"
	RAD107    Transaction = "RAD-107"
	TD02      Transaction = "TD0.2"
	TD03      Transaction = "TD0.3"
	TD04      Transaction = "TD0.4"
	TD11      Transaction = "TD1.1"
	TD12      Transaction = "TD1.2"
	TD13a     Transaction = "TD1.3a"
	TD13b     Transaction = "TD1.3b"
	TD14      Transaction = "TD1.4"
	TD15a     Transaction = "TD1.5a"
	TD15b     Transaction = "TD1.5b"
	TD15d     Transaction = "TD1.5d"
	TD16      Transaction = "TD1.6"

	INSiTraits Transaction = "INSi-traits"
	INSiCard   Transaction = "INSi-carte"

	Unknown Transaction = "unknown"
)

// Packaging is how SOAP messages are packed (IHE ITI TF-2 Appendix V.3).
type Packaging string

// The packagings.
const (
	SimpleSOAP Packaging = "application/soap+xml"
	MTOM       Packaging = "multipart/related"
)

// Sender is who may begin an exchange.
type Sender string

// The senders.
const (
	SentBySUT    Sender = "sut"
	SentByEtalon Sender = "etalon"
)

// EvidenceKind is how an exchange of a transaction is presented to rules.
type EvidenceKind string

// EvidenceExchange is one request and its response as one evidence document.
const EvidenceExchange EvidenceKind = "exchange"

// QName is the name of an element.
type QName struct{ Space, Local string }

// MessagePair is a request and its answer as SOAP names them: wsa:Action, and
// the element in the body.
type MessagePair struct {
	Action       string
	Payload      QName
	AnswerAction string
	Answer       QName
}

// TransactionInfo is all that there is to know of a transaction, beside what
// its actor does: whoever speaks of a transaction reads it here.
type TransactionInfo struct {
	Name      Transaction
	DMPName   string // the DMP's own name for it; "" when it has none
	Title     Text
	Actor     Actor  // that it is sent to
	Service   string // last step of the path of the service, in the DMP and in plain IHE
	Protocol  Protocol
	Pairs     []MessagePair // of SOAP: one at least; the first is what étalon sends
	Packaging Packaging     // of SOAP: of the request
	// AnswerPackaging is that of an answer, whatever the request's; "" for the
	// packaging of the request.
	AnswerPackaging Packaging
	// Amends tells it from another transaction with the same payload: its
	// message is about objects that are registered already.
	Amends bool
	// Borrows tells that its answer is that of another transaction, for which such an
	// answer is taken when it is on its own.
	Borrows bool
	// Reasons tells it from another transaction with the same messages: the
	// reasonCode of its control act (HL7 V3) is one of these. Where none has the
	// reason of a message, it is the transaction without reasons.
	Reasons  []string
	Senders  []Sender
	Evidence EvidenceKind
	InDMP    bool // the DMP serves it
	// Historical tells a transaction of earlier editions, which no product is
	// asked for today (spec: DMP §1.2).
	Historical bool
	// Refused says why no actor of étalon serves it; empty for one that is served.
	Refused Text
}

// Info is what the table holds of a transaction, and whether it holds it.
func (t Transaction) Info() (TransactionInfo, bool) {
	all := transactions()
	i := slices.IndexFunc(all, func(x TransactionInfo) bool { return x.Name == t })
	if i < 0 {
		return TransactionInfo{}, false
	}
	return all[i], true
}

// Actor is the actor that a transaction is sent to; "" when nothing is known of it.
func (t Transaction) Actor() Actor {
	known, _ := t.Info()
	return known.Actor
}

// Transactions is the closed list of transactions a scenario may expect.
func Transactions() []Transaction { return chosen(func(TransactionInfo) bool { return true }) }

// SentBy is the closed list of transactions that a sender may begin.
func SentBy(who Sender) []Transaction {
	return chosen(func(t TransactionInfo) bool { return slices.Contains(t.Senders, who) })
}

func chosen(keep func(TransactionInfo) bool) []Transaction {
	var names []Transaction
	for _, t := range transactions() {
		if keep(t) {
			names = append(names, t.Name)
		}
	}
	return names
}

// Named finds the transaction of a wsa:Action, that of a request or of an
// answer, and its pair of messages. Of several with one action it is that
// without reasons.
func Named(action string) (TransactionInfo, MessagePair, bool) { return Told(action, "") }

// Told finds the transaction of a wsa:Action and, where one message serves
// several, of the reason that the message gives; "" when it gives none.
func Told(action, reason string) (TransactionInfo, MessagePair, bool) {
	var base TransactionInfo
	var pair MessagePair
	for _, t := range transactions() {
		for _, p := range t.Pairs {
			if action == "" || (p.Action != action && p.AnswerAction != action) {
				continue
			}
			if slices.Contains(t.Reasons, reason) {
				return t, p, true
			}
			if len(t.Reasons) == 0 && base.Name == "" {
				base, pair = t, p
			}
		}
	}
	return base, pair, base.Name != ""
}

// Pair is the pair of messages of an action, that with the payload where several
// have the action: false where none has it.
func (t TransactionInfo) Pair(action string, is func(QName) bool) (MessagePair, bool) {
	i := slices.IndexFunc(t.Pairs, func(p MessagePair) bool { return p.Action == action && is(p.Payload) })
	if i < 0 {
		i = slices.IndexFunc(t.Pairs, func(p MessagePair) bool { return p.Action == action })
	}
	if i < 0 {
		return MessagePair{}, false
	}
	return t.Pairs[i], true
}

// Carrying is the transactions with such a payload, in a request or in an
// answer, in the order of the table.
func Carrying(is func(QName) bool) []TransactionInfo {
	var found []TransactionInfo
	for _, t := range transactions() {
		if slices.ContainsFunc(t.Pairs, func(p MessagePair) bool { return is(p.Payload) || is(p.Answer) }) {
			found = append(found, t)
		}
	}
	return found
}
