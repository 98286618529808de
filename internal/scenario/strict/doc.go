// Package strict reads the YAML 1.2 files people write for Étalon (scenarios,
// fixtures, catalogues, sut.yaml) and reports everything wrong with one at
// once, each with its place: `file:line:col: what — hint`.
//
// It reads the syntax tree with a cursor ([Value], [Object]) instead of
// decoding into structs, so that an unknown key, a missing one and a value of
// the wrong type are all found in one pass and each keeps its position.
//
// It may import the root package, the standard library and goccy/go-yaml; it
// opens no file and knows nothing of scenarios.
package strict
