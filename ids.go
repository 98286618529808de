package etalon

import (
	"fmt"
	"strings"
)

// Identifiers have types of their own so that a signature says which one it
// takes. All are plain strings on the wire.
type (
	// RuleID names one Schematron assert or report, or one XSD check ("V06.role", "XSD.message").
	RuleID string
	// RequirementID names one entry of the requirement catalogue ("EX_GEN-1180", "DMP-V06").
	RequirementID string
	// ScenarioID names one scenario file ("td2.1-pdf").
	ScenarioID string
	// ProfileID names the unit of verdict ("alimentation", "consultation", "acces").
	ProfileID string
	// StepID names a step inside its scenario ("s03", in file order, or the author's own id).
	StepID string
	// ExchangeID names one request and its response in a dossier ("x0001", in order of arrival).
	ExchangeID string
	// ConnectionID names one transport connection in a dossier ("c0001").
	ConnectionID string
)

// attempt stands before the number in the name of an attempt: no scenario has it.
const attempt = "#"

// Attempt names what was played of a scenario before its session stopped for the
// n-th time; the scenario was played again later.
func (id ScenarioID) Attempt(n int) ScenarioID {
	return ScenarioID(fmt.Sprint(id, attempt, n))
}

// Planned is the scenario that an attempt was made at, or id itself.
func (id ScenarioID) Planned() ScenarioID {
	planned, _, _ := strings.Cut(string(id), attempt)
	return ScenarioID(planned)
}

// Actor is an IHE actor that a simulator plays.
type Actor string

// The actors. A SUT that is a server plays Registry or Repository itself.
const (
	Registry   Actor = "registry"   // XDS.b Document Registry
	Repository Actor = "repository" // XDS.b Document Repository
	Patients   Actor = "patients"   // DMP patient service and PDQv3 supplier
	Rights     Actor = "rights"     // DMP habilitations
	INSi       Actor = "insi"       // teleservice of the health insurance that tells who somebody is

	ImagingSource   Actor = "imaging-source"   // XDS-I.b Imaging Document Source, as whoever retrieves images sees it
	AuditRepository Actor = "audit-repository" // ATNA Audit Record Repository
	TimeServer      Actor = "time-server"      // CT Time Server
	SecureNode      Actor = "secure-node"      // ATNA Secure Node, as whoever connects to it sees it
)

// ActorInfo is an actor and what people call it: a noun with its article.
type ActorInfo struct {
	Name  Actor
	Title Text
}

func actors() []ActorInfo {
	return []ActorInfo{
		{Patients, Text{FR: "le service des patients", EN: "the patient service"}},
		{Rights, Text{FR: "le service des habilitations", EN: "the rights service"}},
		{INSi, Text{FR: "le téléservice INSi", EN: "the INSi teleservice"}},
		{Repository, Text{FR: "l'entrepôt de documents", EN: "the document repository"}},
		{Registry, Text{FR: "le registre de documents", EN: "the document registry"}},
		{ImagingSource, Text{FR: "la source d'images", EN: "the imaging document source"}},
		{AuditRepository, Text{FR: "le dépôt de traces", EN: "the audit record repository"}},
		{TimeServer, Text{FR: "le serveur de temps", EN: "the time server"}},
		{SecureNode, Text{FR: "le nœud sécurisé", EN: "the secure node"}},
	}
}

// Actors is the closed list of actors, in the order reports use.
func Actors() []Actor {
	var names []Actor
	for _, a := range actors() {
		names = append(names, a.Name)
	}
	return names
}

// Title is what people call an actor; its name for one that nothing knows.
func (a Actor) Title() Text {
	for _, known := range actors() {
		if known.Name == a {
			return known.Title
		}
	}
	return Text{FR: string(a), EN: string(a)}
}

// Environment is what a community simulated around a SUT is: what its actors ask
// of a client, and whose rules judge what is outside any scenario.
type Environment string

// The environments.
const (
	EnvironmentIHE Environment = "ihe" // XDS.b as IHE has it
	EnvironmentDMP Environment = "dmp" // with what the DMP adds: VIHF, INS, its policy
)

// Environments is the closed list of environments, the general one first.
func Environments() []Environment { return []Environment{EnvironmentIHE, EnvironmentDMP} }
