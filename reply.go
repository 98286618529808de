package etalon

import "time"

// Reply is what a scenario tells a simulator to do with the next request of
// one transaction, instead of answering it truthfully.
type Reply struct {
	Actor       Actor         `json:"actor"`
	Transaction Transaction   `json:"transaction"`
	Behaviour   BehaviourName `json:"behaviour"`
	Code        string        `json:"code,omitempty"`     // XDS error code or SOAP fault code
	Subcode     string        `json:"subcode,omitempty"`  // SOAP fault subcode, e.g. DMPInvalidCertificate
	Text        string        `json:"text,omitempty"`     // reason or codeContext
	Location    string        `json:"location,omitempty"` // RegistryError/@location
	Hold        time.Duration `json:"hold,omitempty"`     // how long BehaveTimeout keeps silent
}

// BehaviourName is a named way in which a simulator answers.
type BehaviourName string

// The behaviours known today.
const (
	BehaveSuccess        BehaviourName = "success"         // truthful answer from the simulator's state
	BehaveSOAPFault      BehaviourName = "soap-fault"      // HTTP 500, plain SOAP 1.2 fault
	BehaveMultipartFault BehaviourName = "multipart-fault" // a SOAP fault inside multipart/related
	BehaveRegistryError  BehaviourName = "registry-error"  // rs:RegistryResponse Failure with Code
	BehaveTimeout        BehaviourName = "timeout"         // silence for Hold, then the connection is cut
	BehaveCut            BehaviourName = "cut"             // the connection is cut without an answer
)

// BehaviourNames is the closed list of behaviours.
func BehaviourNames() []BehaviourName {
	return []BehaviourName{
		BehaveSuccess, BehaveSOAPFault, BehaveMultipartFault,
		BehaveRegistryError, BehaveTimeout, BehaveCut,
	}
}

// Explain says what a behaviour does and what it is for.
func (b BehaviourName) Explain() Text {
	switch b {
	case BehaveSuccess:
		return Text{FR: "Réponse véridique, selon l'état du DMP simulé.", EN: "A truthful answer, from the state of the simulated DMP."}
	case BehaveSOAPFault:
		return Text{FR: "Faute SOAP 1.2, code HTTP 500, avec le sous-code et le texte du scénario.", EN: "A SOAP 1.2 fault, HTTP 500, with the scenario's subcode and text."}
	case BehaveMultipartFault:
		return Text{FR: "Faute SOAP dans un corps multipart/related : un client ne doit pas s'y perdre.", EN: "A SOAP fault inside multipart/related: a client must not get lost in it."}
	case BehaveRegistryError:
		return Text{FR: "RegistryResponse en échec avec le code d'erreur XDS du scénario.", EN: "A failed RegistryResponse with the scenario's XDS error code."}
	case BehaveTimeout:
		return Text{FR: "Silence pendant la durée dite, puis la connexion est coupée.", EN: "Silence for the time told, then the connection is cut."}
	case BehaveCut:
		return Text{FR: "La connexion est coupée sans réponse.", EN: "The connection is cut without an answer."}
	}
	return Text{}
}
