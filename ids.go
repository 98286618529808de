package etalon

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

// Actor is an IHE actor that a simulator plays.
type Actor string

// The actors. A SUT that is a server plays Registry or Repository itself.
const (
	Registry   Actor = "registry"   // XDS.b Document Registry: ITI-18, ITI-42, ITI-57, ITI-62
	Repository Actor = "repository" // XDS.b Document Repository: ITI-41, ITI-43
	Patients   Actor = "patients"   // DMP patient service and PDQv3 supplier: TD0.2, TD0.5
	Rights     Actor = "rights"     // DMP habilitations: TD0.3
)

// Actors is the closed list of actors, in the order reports use.
func Actors() []Actor { return []Actor{Patients, Rights, Repository, Registry} }

// Transaction is the name of what one exchange does: the IHE name where one
// exists, else the DMP's (spec: DMP TDx.y).
type Transaction string

// The transactions known today. Unknown is what an undecodable request gets.
const (
	ITI18   Transaction = "ITI-18" // Registry Stored Query (TD3.1)
	ITI41   Transaction = "ITI-41" // Provide and Register Document Set-b (TD2.1)
	ITI42   Transaction = "ITI-42" // Register Document Set-b
	ITI43   Transaction = "ITI-43" // Retrieve Document Set (TD3.2)
	ITI47   Transaction = "ITI-47" // Patient Demographics Query HL7 V3 (TD0.5)
	ITI57   Transaction = "ITI-57" // Update Document Set (TD3.3)
	ITI62   Transaction = "ITI-62" // Remove Metadata; the DMP does not use it
	TD02    Transaction = "TD0.2"  // DMP existence test, PRPA_IN201307UV02
	TD03    Transaction = "TD0.3"  // DMP setAuthorization
	Unknown Transaction = "unknown"
)

// Transactions is the closed list of transactions a scenario may expect or send.
func Transactions() []Transaction {
	return []Transaction{TD02, TD03, ITI47, ITI41, ITI42, ITI18, ITI43, ITI57, ITI62}
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
