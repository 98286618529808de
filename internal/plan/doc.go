// Package plan turns scenarios and a SUT's declaration into the immutable,
// ordered [Plan] of one session, and says which scenarios do not apply and why.
//
// It may import the root package, scenarios, schemas and internal/scenario; it
// must not import anything that runs.
package plan
