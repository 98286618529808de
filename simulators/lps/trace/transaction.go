package trace

import "github.com/etalon-dmp/etalon"

// form is the record of a transaction on the side of a client.
type form struct {
	event    Code
	action   string
	text     string
	fromUs   bool // we are the source, the other side the destination
	withUser bool
}

// forms are those of the transactions that this software plays.
var forms = map[etalon.Transaction]form{
	etalon.ITI18: {DCM("110112", "Query"), "E", "Registry Stored Query", true, true},
	etalon.ITI41: {DCM("110106", "Export"), "R", "Provide and Register Document Set-b", true, true},
	etalon.ITI43: {DCM("110107", "Import"), "C", "Retrieve Document Set", false, true},
	etalon.ITI57: {DCM("110106", "Export"), "U", "Update Document Set", true, true},
	etalon.ITI62: {DCM("110110", "Patient Record"), "D", "Remove Metadata", true, true},
}

// Exchange is what is to be said of one exchange.
type Exchange struct {
	Transaction     etalon.Transaction
	Patient         string // CX; "" for none
	Set             string // uniqueId of the submission set; "" for none
	Query           string // id of the stored query
	Request         []byte // the query itself
	Documents       []string
	Repository      string   // of the documents
	Objects         []string // removed
	Us, Them, Human Participant
}

// Of makes the record of an exchange, without its instant, outcome and source;
// false when nothing is recorded of the transaction.
func Of(x Exchange) (Record, bool) {
	f, known := forms[x.Transaction]
	if !known {
		return Record{}, false
	}
	r := Record{Event: f.event, Types: []Code{IHE(string(x.Transaction), f.text)}, Action: f.action}
	us, them := x.Us, x.Them
	us.Roles, them.Roles, us.Requestor = []Code{Source}, []Code{Destination}, true
	r.Participants = []Participant{us, x.Human, them}
	if !f.fromUs {
		us.Roles, them.Roles = []Code{Destination}, []Code{Source}
		r.Participants = []Participant{them, us, x.Human}
	}
	if x.Patient != "" {
		r.Objects = append(r.Objects, Object{ID: x.Patient, Type: "1", Role: "1", Kind: Code{"2", "RFC-3881", "Patient Number"}})
	}
	if x.Set != "" {
		r.Objects = append(r.Objects, Object{ID: x.Set, Type: "2", Role: "20", Kind: Code{
			"urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd", "IHE XDS Metadata", "submission set classificationNode",
		}})
	}
	if x.Query != "" {
		r.Objects = append(r.Objects, Object{
			ID: x.Query, Type: "2", Role: "24", Kind: r.Types[0], Query: x.Request, Details: [][2]string{{"QueryEncoding", "UTF-8"}},
		})
	}
	for _, d := range x.Documents {
		r.Objects = append(r.Objects, Object{
			ID: d, Type: "2", Role: "3", Kind: Code{"9", "RFC-3881", "Report Number"}, Details: [][2]string{{"Repository Unique Id", x.Repository}},
		})
	}
	for _, id := range x.Objects {
		r.Objects = append(r.Objects, Object{
			ID: id, Type: "2", Role: "3", LifeCycle: "15", Kind: Code{"urn:ihe:iti:2017:ObjectRef", "IHE XDS Metadata", "registry object reference"},
		})
	}
	return r, true
}

// Activity is the record of the application that starts (110120) or stops (110121).
func Activity(kind, text string, us, launcher Participant) Record {
	us.Roles, launcher.Roles, launcher.Requestor = []Code{Application}, []Code{DCM("110151", "Application Launcher")}, true
	return Record{Event: DCM("110100", "Application Activity"), Types: []Code{DCM(kind, text)}, Action: "E", Outcome: "0", Participants: []Participant{us, launcher}}
}

// Alert is the record of a peer that was not authenticated.
func Alert(us, them Participant) Record {
	us.Requestor = true
	return Record{
		Event: DCM("110113", "Security Alert"), Types: []Code{DCM("110126", "Node Authentication")}, Action: "E", Outcome: "8",
		Participants: []Participant{us, them},
	}
}

// Authentication is the record of a user who logs in (110122) or out (110123).
func Authentication(kind, text string, human, us Participant) Record {
	human.Requestor, human.Roles = true, nil
	return Record{Event: DCM("110114", "User Authentication"), Types: []Code{DCM(kind, text)}, Action: "E", Outcome: "0", Participants: []Participant{human, us}}
}
