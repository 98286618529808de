package schemas

import (
	"io/fs"
	"slices"

	"github.com/etalon-dmp/etalon"
)

// Binding is one rule by XML Schema: which file of schemas/xsd judges which part
// of which messages, and what that is a rule of.
type Binding struct {
	ID           etalon.RuleID          `yaml:"id"`     // "XSD.message"
	Over         Over                   `yaml:"over"`   // soap unless said
	Part         Part                   `yaml:"part"`   // of Parts
	Claim        *Claim                 `yaml:"claim"`  // what a document on its own must claim; nil: nothing
	Schema       string                 `yaml:"schema"` // path in schemas/xsd, "message.xsd"
	Requirements []etalon.RequirementID `yaml:"requirements"`
	Source       string                 `yaml:"source"` // document, version, section
	Confidence   etalon.Confidence      `yaml:"confidence"`
}

// Claim tells the documents that say that they follow a set of specifications:
// another's document, on its own, is not judged by it.
type Claim struct {
	Of       string `yaml:"of"`       // the specifications, as people call them: "CI-SIS"
	Realm    string `yaml:"realm"`    // realmCode of those that follow it
	Template string `yaml:"template"` // what the roots of its templates begin with
}

func (p *Pack) checkSchemas(fault func(string, ...any)) {
	for i := range p.Schemas {
		b := &p.Schemas[i]
		if b.Over == "" {
			b.Over = OverSOAP
		}
		switch {
		case b.ID == "":
			fault("schemas[%d]: id is missing", i)
		case slices.ContainsFunc(p.Schemas[:i], func(o Binding) bool { return o.ID == b.ID }):
			fault("schemas[%d]: the rule %s is taken", i, b.ID)
		}
		if !slices.Contains(Exchanges(), b.Over) {
			fault("schemas[%d]: over is %q, not one of %v", i, b.Over, Exchanges())
		}
		if !slices.Contains(Parts(), b.Part) {
			fault("schemas[%d]: part is %q, not one of %v", i, b.Part, Parts())
		}
		if !fs.ValidPath(b.Schema) || b.Schema == "." {
			fault("schemas[%d]: schema is %q, not the path of a file", i, b.Schema)
		}
		if c := b.Claim; c != nil && (c.Of == "" || c.Realm == "" || c.Template == "") {
			fault("schemas[%d]: a claim has of, realm and template", i)
		}
		if len(b.Requirements) == 0 || b.Source == "" {
			fault("schemas[%d]: a rule names its requirements and its source", i)
		}
		if !slices.Contains(grades(), b.Confidence) {
			fault("schemas[%d]: confidence is %q, not one of %v", i, b.Confidence, grades())
		}
	}
}

func grades() []etalon.Confidence {
	return []etalon.Confidence{etalon.ConfidenceA, etalon.ConfidenceB, etalon.ConfidenceC, etalon.ConfidenceD}
}
