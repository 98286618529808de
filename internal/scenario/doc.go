// Package scenario reads scenario files and the catalogue they refer to
// (requirements, profiles, fixtures), strictly: unknown keys, wrong types,
// words outside the closed lists, captures that nothing uses or defines, and
// steps that nothing can reach are refused, all at once, each with its place.
//
// A [Scenario] is what its author wrote, checked; internal/plan turns it into
// what a session runs.
//
// It may import the root package, schemas, internal/scenario/strict and invopop's
// jsonschema; files come through fs.FS. It must not import anything that runs.
package scenario
