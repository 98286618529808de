package packdiff

import "github.com/etalon-dmp/etalon"

// Change says how something differs from the first pack to the second.
type Change string

// The changes.
const (
	Added   Change = "added"
	Removed Change = "removed"
	Changed Change = "changed"
	Renamed Change = "renamed" // a code: another display name
)

// Diff is everything that two packs differ in.
type Diff struct {
	A       etalon.PackInfo `json:"a"`
	B       etalon.PackInfo `json:"b"`
	Entries []EntryChange   `json:"entries"`
	Rules   []RuleChange    `json:"rules"`
	Codes   []CodeChange    `json:"codes"`
	Files   []FileChange    `json:"files"`
	Corpus  *Corpus         `json:"corpus,omitempty"`

	before, after *index // the rules of both, for causes
}

// Same says that the packs differ in nothing.
func (d *Diff) Same() bool {
	return len(d.Entries)+len(d.Rules)+len(d.Codes)+len(d.Files) == 0
}

// EntryChange is an entry that only one pack has, or that can be run in one
// only (changed: Before and After say why it cannot).
type EntryChange struct {
	Change Change `json:"change"`
	Entry  string `json:"entry"`
	File   string `json:"file"`
	Rules  int    `json:"rules"` // how many it has
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// RuleChange is a rule that is new, gone or other.
type RuleChange struct {
	Change Change   `json:"change"`
	Entry  string   `json:"entry"`
	Fields []string `json:"fields,omitempty"` // what differs, of a changed rule
	Before *Rule    `json:"before,omitempty"`
	After  *Rule    `json:"after,omitempty"`
}

// Rule is one assert or report.
type Rule struct {
	ID          etalon.RuleID `json:"id"`
	Pattern     string        `json:"pattern,omitempty"`
	Context     string        `json:"context"`
	Report      bool          `json:"report,omitempty"`
	Test        string        `json:"test"`
	Message     string        `json:"message"` // as in the schema; {…} stands for a value computed
	Diagnostics string        `json:"diagnostics,omitempty"`
	Variables   string        `json:"variables,omitempty"` // of its rule and pattern
	Role        string        `json:"role,omitempty"`
	Flag        string        `json:"flag,omitempty"`
	Severity    string        `json:"severity,omitempty"` // as these say it, or those of its rule or pattern
	Attributes  string        `json:"attributes,omitempty"`
	File        string        `json:"file"`
	Line        int           `json:"line"`
}

// CodeChange is a code of a value set that is new, gone or other.
type CodeChange struct {
	Change Change `json:"change"`
	File   string `json:"file"`
	Code   string `json:"code"`
	System string `json:"system,omitempty"`
	Before string `json:"before,omitempty"` // the name, or what else is said of it
	After  string `json:"after,omitempty"`
}

// FileChange is a file that only one pack has, or whose bytes differ.
type FileChange struct {
	Change Change `json:"change"`
	File   string `json:"file"`
}

// Corpus is what the change does to documents.
type Corpus struct {
	Judged  int              `json:"judged"`
	Changed []DocumentChange `json:"changed"` // by name
}

// DocumentChange is a document whose verdict is another.
type DocumentChange struct {
	Document string         `json:"document"`
	Before   etalon.Verdict `json:"before"`
	After    etalon.Verdict `json:"after"`
	Causes   []Cause        `json:"causes"`
}

// Cause is one thing that one pack says of the document and the other does not.
type Cause struct {
	Change  Change        `json:"change"` // added: said by the second pack only; removed: by the first only
	Entry   string        `json:"entry,omitempty"`
	Rule    etalon.RuleID `json:"rule,omitempty"`
	XPath   string        `json:"xpath,omitempty"`
	Line    int           `json:"line,omitempty"`
	Message etalon.Text   `json:"message"`
	Why     Why           `json:"why"`
	Fields  []string      `json:"fields,omitempty"` // of a changed rule
	Codes   []CodeChange  `json:"codes,omitempty"`  // changed codes that the document has at that place
}

// Why is the difference between the packs that a cause comes from.
type Why string

// The reasons.
const (
	WhyEntryAdded   Why = "entry-added"
	WhyEntryRemoved Why = "entry-removed"
	WhyRuleAdded    Why = "rule-added"
	WhyRuleRemoved  Why = "rule-removed"
	WhyRuleChanged  Why = "rule-changed"
	WhyCodes        Why = "codes"   // the same rule reads a value set that changed
	WhyOther        Why = "other"   // the same rule; a variable, an include or another file changed
	WhyNoRule       Why = "no-rule" // no finding says it: nothing was met, or nothing applied
	WhySchema       Why = "schema"  // the XML Schema says it
)
