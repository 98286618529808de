package scenario

import (
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// Problem is one thing wrong with a file, with its place and a hint.
type Problem = strict.Problem

// Scenario is one scenario file, checked: fixtures are looked up, the
// requirement references are known, every step can be reached.
type Scenario struct {
	ID           etalon.ScenarioID
	Title        etalon.Text
	Profile      etalon.ProfileID
	Role         string            // the SUT's role: one of Roles
	Modes        []etalon.AuthMode // authentication modes it applies to; empty: all
	Requirements []string          // requirement ids and group names, as written
	Labels       []string
	Given        etalon.Given
	Steps        []Step
	Cleanup      []Step // always run
	File         string
	Line         int
	SHA256       string // of the file's bytes, in hex
}

// The roles a SUT can play: a client of the DMP, or an actor of IHE XDS.b,
// Metadata Update and PDQV3 (IHE ITI TF-1 10.1 and 24.1, XDS Metadata Update 10.1).
const (
	RoleLPS                  = "lps" // healthcare software that is a client of the DMP
	RoleSource               = "document-source"
	RoleConsumer             = "document-consumer"
	RoleAdministrator        = "document-administrator"
	RoleRegistry             = "document-registry"
	RoleRepository           = "document-repository"
	RoleDemographicsConsumer = "patient-demographics-consumer"
	RoleDemographicsSupplier = "patient-demographics-supplier"
	RoleSecureNode           = "secure-node"               // IHE ATNA: TF-1 9.1
	RoleTimeClient           = "time-client"               // IHE CT: TF-1 7.1
	RoleTimeServer           = "time-server"               // IHE CT: TF-1 7.1
	RoleAuditRepository      = "audit-repository"          // IHE ATNA: TF-1 9.1
	RoleImagingConsumer      = "imaging-document-consumer" // IHE XDS-I.b: RAD TF-1 18.1
	RoleImagingSource        = "imaging-document-source"   // as whoever retrieves images sees it: RAD TF-1 18.1
	RoleNodeServer           = "secure-node-server"        // a secure node that others connect to: TF-1 9.1
)

// Roles is the closed list of roles a scenario can ask of a SUT.
func Roles() []string {
	return []string{RoleLPS, RoleSource, RoleConsumer, RoleAdministrator, RoleRegistry, RoleRepository, RoleDemographicsConsumer, RoleDemographicsSupplier, RoleSecureNode, RoleTimeClient, RoleTimeServer, RoleAuditRepository, RoleNodeServer, RoleImagingConsumer, RoleImagingSource}
}

// Servers is the closed list of roles in which a SUT answers étalon's client actors.
func Servers() []string {
	return []string{RoleRegistry, RoleRepository, RoleDemographicsSupplier, RoleTimeServer, RoleAuditRepository, RoleNodeServer, RoleImagingSource}
}

// Serves tells whether a SUT in that role answers étalon's client actors.
func Serves(role string) bool { return slices.Contains(Servers(), role) }

// Kind is the closed list of step kinds: the key that a step begins with.
type Kind string

// The step kinds. Exactly one matching field of a Step is set.
const (
	Ask     Kind = "ask"
	Expect  Kind = "expect"
	Send    Kind = "send"
	Reply   Kind = "reply"
	Capture Kind = "capture"
	Attest  Kind = "attest"
)

// Kinds is the closed list of step kinds.
func Kinds() []Kind { return []Kind{Ask, Expect, Send, Reply, Capture, Attest} }

// Step is one step as written. Texts and params of an Ask may hold ${…}.
type Step struct {
	ID      etalon.StepID // the author's, else s01, s02… by place (c01… in the clean-up)
	Kind    Kind
	Line    int
	Within  time.Duration  // ask, expect, send and attest
	Ask     *etalon.Action // without ID; Patient and Documents looked up
	Expect  *Expected
	Send    *etalon.Sending // without ID; Patient and Documents looked up
	Reply   *etalon.Reply
	Capture *Captured
	Attest  *Attested

	pos strict.Pos
}

// Expected is the exchange an expect step awaits.
type Expected struct {
	Actor       etalon.Actor
	Transaction etalon.Transaction
}

// Captured names a value taken out of an earlier step.
type Captured struct {
	Name  string
	From  etalon.StepID
	Field string
}

// Attested is a question whose right answer is yes, and the reaction that
// means yes when no person answers.
type Attested struct {
	Question etalon.Text
	Expect   string
}

// The deadlines of steps and the time a simulator may keep silent.
const (
	DefaultAsk    = 5 * time.Minute // a person needs time; a program ends earlier
	DefaultExpect = 30 * time.Second
	DefaultSend   = 30 * time.Second
	DefaultAttest = 5 * time.Minute
	MinWithin     = time.Second
	MaxWithin     = 30 * time.Minute
	MinHold       = time.Second
	MaxHold       = time.Minute
	MaxSeed       = 1<<31 - 1
)
