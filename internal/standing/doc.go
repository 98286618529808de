// Package standing names what a verdict stands on (the build, its engines, packs,
// XML Schemas, requirements and scenarios, each by digest) and tells two verdicts
// on one dossier apart: what they stand on, and what they say.
//
// It may import the root package, internal/plan and schemas; it must not import
// anything that judges or runs.
package standing
