package etalon

// StandsOn names all that a verdict stands on: with the same evidence, nothing
// else changes it. Digests are SHA-256 in lower-case hex.
type StandsOn struct {
	Build        Build       `json:"build"`
	Packs        []PackInfo  `json:"packs"`
	Schemas      SchemaSet   `json:"schemas"`
	Requirements string      `json:"requirements"` // digest of the catalogue: those of all packs
	Scenarios    ScenarioSet `json:"scenarios"`
}

// Build is the program that judges, with the engines that are in it.
type Build struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"` // of the source; "" when the build does not know
	Modified bool   `json:"modified,omitempty"` // the source differed from that revision
	// Executable is the digest of the program, where the revision is not known.
	Executable string   `json:"executable,omitempty"`
	Go         string   `json:"go,omitempty"`
	Modules    string   `json:"modules,omitempty"` // digest over the modules' versions and sums
	Engines    []Engine `json:"engines"`
}

// Engine is what runs rules or schemas: schematron, libxml2, helium.
type Engine struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// SchemaSet names the XML Schemas.
type SchemaSet struct {
	Digest string       `json:"digest"` // of all files: a schema draws in others
	Used   []SchemaInfo `json:"used"`   // those that a pack binds to parts of messages
}

// SchemaInfo is one XML Schema that judges parts of messages.
type SchemaInfo struct {
	Rule   RuleID `json:"rule"`
	Pack   string `json:"pack"`
	File   string `json:"file"`
	Digest string `json:"digest"` // of that file alone
}

// ScenarioSet names the scenarios of a session. Whole is that of all scenarios of
// the profiles judged: a verdict on a part of them shows in the two that differ.
// Both are "" when the plan was made before scenarios had digests.
type ScenarioSet struct {
	Planned string `json:"planned"`
	Whole   string `json:"whole"`
	// Catalogue is that of all scenarios of the profiles as the catalogue had them
	// when the verdict was given; "" when nobody asked it.
	Catalogue string `json:"catalogue,omitempty"`
}
