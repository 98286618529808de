package campaign

import "slices"

// Role is what a person is to a campaign.
type Role string

// The roles.
const (
	Tester        Role = "vendor-tester"  // runs and hands in sessions of its organisation
	VendorAdmin   Role = "vendor-admin"   // declares the products of its organisation, too
	Officer       Role = "officer"        // examines, proposes decisions
	SecondOfficer Role = "second-officer" // confirms what another proposed
	Head          Role = "head"           // signs
	RuleAuthor    Role = "rule-author"    // reads all that rules are tried on
	Auditor       Role = "auditor"        // reads all, does nothing
	Administrator Role = "administrator"  // keeps accounts; reads no dossier
	Pipeline      Role = "pipeline"       // a token: hands in sessions of one product
	Public        Role = "public"         // whoever is not logged in
)

// Roles is the closed list of the roles that an account can have.
func Roles() []Role {
	return []Role{Tester, VendorAdmin, Officer, SecondOfficer, Head, RuleAuthor, Auditor, Administrator}
}

// Vendor tells a role that sees its own organisation alone.
func (r Role) Vendor() bool { return r == Tester || r == VendorAdmin || r == Pipeline }

// Deed is something that a person does.
type Deed string

// The deeds.
const (
	ReadRegister Deed = "read-register" // what is published
	ReadProducts Deed = "read-products" // products, versions, scopes, verdicts, decisions
	ReadDossiers Deed = "read-dossiers" // messages and reports: they speak of persons
	Declare      Deed = "declare"       // a product, a version, its scope
	HandIn       Deed = "hand-in"       // a session
	Comment      Deed = "comment"
	Propose      Deed = "propose"  // a decision
	Confirm      Deed = "confirm"  // another's proposal
	Sign         Deed = "sign"     // a confirmed proposal; publishes it
	Withdraw     Deed = "withdraw" // a proposal that is not signed
	Revoke       Deed = "revoke"   // a signed decision
	Correct      Deed = "correct"  // the words of a signed decision
	Appeal       Deed = "appeal"
	Answer       Deed = "answer" // an appeal
	Claim        Deed = "claim"  // sees what waits, and takes it in hand
	Enrol        Deed = "enrol"  // a version in a campaign
	Plan         Deed = "plan"   // campaigns
	JudgeAgain   Deed = "judge-again"
	ReadAudit    Deed = "read-audit"
	AskImpact    Deed = "ask-impact"  // of proposed rules on every session
	ReadImpact   Deed = "read-impact" // it names the products of all vendors
	Accounts     Deed = "accounts"
	OwnAccount   Deed = "own-account"  // whoever has one
	Tokens       Deed = "tokens"       // of a product of one's own
	Forget       Deed = "forget"       // the messages of sessions that are past their time
	Look         Deed = "recheck"      // at a session again, when the lot falls on it
	Waive        Deed = "waive"        // findings, on a version
	ReadFigures  Deed = "read-figures" // statistics over all vendors: they name nobody
	Play         Deed = "play"         // a session at the address of the bench: begins it, answers, stops it
	ReadStrays   Deed = "read-strays"  // who calls the bench and is nobody's
)

// Deeds is the closed list of deeds.
func Deeds() []Deed {
	return []Deed{
		ReadRegister, ReadProducts, ReadDossiers, Declare, HandIn, Comment, Propose, Confirm, Sign, Withdraw, Revoke, Correct, Appeal, Answer, Claim, Enrol, Plan, JudgeAgain,
		ReadAudit, AskImpact, ReadImpact, Accounts, OwnAccount, Tokens, Forget, Look, ReadFigures, Waive, Play, ReadStrays,
	}
}

// may is who does what. A vendor's right is for its own organisation: the store shows
// it no other.
func (r Role) may() []Deed {
	switch r {
	case Tester:
		return []Deed{ReadProducts, ReadDossiers, HandIn, Comment, Play}
	case VendorAdmin:
		return []Deed{ReadProducts, ReadDossiers, HandIn, Comment, Declare, Enrol, Appeal, Tokens, Play}
	case Pipeline:
		return []Deed{ReadProducts, ReadDossiers, HandIn, Play}
	case Officer:
		return []Deed{ReadProducts, ReadDossiers, Comment, Propose, Withdraw, Answer, Claim, Enrol, Plan, JudgeAgain, AskImpact, ReadImpact, Look, ReadFigures, Waive}
	case SecondOfficer:
		return []Deed{ReadProducts, ReadDossiers, Comment, Confirm, Withdraw, Claim, JudgeAgain, ReadImpact, Look, ReadFigures}
	case Head:
		return []Deed{ReadProducts, ReadDossiers, Comment, Sign, Withdraw, Revoke, Correct, Answer, Claim, Enrol, Plan, ReadAudit, ReadImpact, ReadFigures, Waive}
	case RuleAuthor:
		return []Deed{ReadProducts, ReadDossiers, Comment, JudgeAgain, AskImpact, ReadImpact, ReadFigures}
	case Auditor:
		return []Deed{ReadProducts, ReadDossiers, ReadAudit, ReadImpact, ReadFigures, ReadStrays}
	case Administrator:
		return []Deed{Accounts, ReadAudit, Forget, ReadStrays}
	case Public:
	}
	return nil
}

// May tells whether a role does a deed.
func (r Role) May(d Deed) bool {
	return d == ReadRegister || d == OwnAccount && slices.Contains(Roles(), r) || slices.Contains(r.may(), d)
}
