package etalon

// Level is the obligation a requirement carries.
type Level string

// The levels, after the words of the specifications.
const (
	Must   Level = "must"   // exigence (EX_…)
	Should Level = "should" // recommandation (REC_…)
)

// Requirement is one entry of the catalogue: what a product must do, and
// where that is written.
type Requirement struct {
	ID         RequirementID `json:"id" yaml:"id"`
	Level      Level         `json:"level" yaml:"level"`
	Source     string        `json:"source" yaml:"source"` // document and version
	Clause     string        `json:"clause" yaml:"clause"` // section or row inside it
	Confidence Confidence    `json:"confidence" yaml:"confidence"`
	Text       Text          `json:"text" yaml:"text"`
}
