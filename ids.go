package etalon

// Identifiers have types of their own so that a signature says which one it
// takes. All are plain strings on the wire.
type (
	// RuleID names one Schematron assert or report, or one XSD check ("V06", "XSD-SOAP").
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

// Actor is an IHE actor that a simulator plays.
type Actor string

// The actors. A SUT that is a server plays Registry or Repository itself.
const (
	Registry   Actor = "registry"   // XDS.b Document Registry
	Repository Actor = "repository" // XDS.b Document Repository
	Patients   Actor = "patients"   // DMP patient service and PDQv3 supplier
	Rights     Actor = "rights"     // DMP habilitations
)

// Actors is the closed list of actors, in the order reports use.
func Actors() []Actor { return []Actor{Patients, Rights, Repository, Registry} }

// The rule packs that étalon carries.
const (
	PackIHEXDS = "ihe-xds" // XDS.b and Metadata Update as IHE has them
	PackDMP    = "dmp"     // what the DMP asks on top
)

// PackNames is the closed list of packs, the general one first.
func PackNames() []string { return []string{PackIHEXDS, PackDMP} }
